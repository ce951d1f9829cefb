import { assertNever, load, UnitsOfWork, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, KeysOfSubjects, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ErasedList } from '../erased-list.js';
import { allHolds, legalHolds } from '../holds/legal-holds.aggregate.js';
import { activeHolds } from '../holds/legal-holds.decider.js';
import { RightsReader } from '../rights.reader.js';
import { retentionPlan, thePlan } from './plan/retention-plan.aggregate.js';
import { rulesAt, type RetentionPlanCommand } from './plan/retention-plan.decider.js';
import { retentionRun } from './run/retention-run.aggregate.js';
import type { RetentionRunCommandBody, StandingNow } from './run/retention-run.decider.js';
import { nextAfter, progressOf } from './run/retention-run.state.js';

/** `id`: of the plan. */
export class RetentionPlanOrder extends AggregateCommand<Exclude<RetentionPlanCommand, { type: 'StartRun' }>> {}

@CommandHandler(RetentionPlanOrder)
export class RetentionPlanHandler implements ICommandHandler<RetentionPlanOrder> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: RetentionPlanOrder) {
    return this.units.run(context, (work) => work.decide(retentionPlan, id, command));
  }
}

type Rules = StandingNow['rules'];
type Noted = Exclude<RetentionRunCommandBody, { type: 'BeginRun' }>;

type Given =
  | { readonly type: 'StartRun' }
  | { readonly type: 'Rehearse'; readonly asOf: string; readonly rules: Rules; readonly by: string }
  | Without<Noted, 'standing'>;

/** `id`: of the run. */
export class RetentionRunCommand extends AggregateCommand<Given> {}

@CommandHandler(RetentionRunCommand)
export class RetentionRunHandler implements ICommandHandler<RetentionRunCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly keys: KeysOfSubjects,
    private readonly list: ErasedList,
    private readonly requests: RightsReader,
  ) {}

  async execute({ id, command, context }: RetentionRunCommand) {
    if (command.type === 'NoteKeysDestroyed') await this.destroyKeys(id);
    return this.units.run(context, async (work) => {
      switch (command.type) {
        case 'StartRun':
          return this.start(id, work);
        case 'Rehearse':
          return this.rehearse(id, command, work);
        case 'NoteProposals':
        case 'NoteObjections': {
          const standing = { ...(await standingIn(work)), requested: await this.requests.namedInOpen() };
          await work.decide(retentionRun, id, { ...command, standing });
          return;
        }
        case 'NoteKeysDestroyed':
        case 'ConfirmErasure':
          await work.decide(retentionRun, id, command);
          return;
        default:
          assertNever(command);
      }
    });
  }

  /** Begins where a rule is in force and the last run is over: one that is not sets the timer for the next when it is. */
  private async start(id: string, work: UnitOfWork): Promise<void> {
    const { lastRun } = await work.read(retentionPlan, thePlan);
    const last = lastRun === null ? null : await work.look(retentionRun, lastRun);
    const { rules, held } = await standingIn(work);
    if (rules.length === 0 || (last && progressOf(last).state !== 'done')) return;
    const at = work.now;
    const begun = { isRehearsal: false, asOf: at, rules, held, after: last ? nextAfter(last) : {}, by: 'system' };
    await work.decide(retentionPlan, thePlan, { type: 'StartRun', runId: id, at });
    await work.decide(retentionRun, id, { type: 'BeginRun', ...begun, begunAt: at });
  }

  private async rehearse(id: string, { asOf, rules, by }: Extract<Given, { type: 'Rehearse' }>, work: UnitOfWork) {
    const { held } = await standingIn(work);
    const begun = { isRehearsal: true, asOf, rules, held, after: {}, by, begunAt: work.now };
    await work.decide(retentionRun, id, { type: 'BeginRun', ...begun });
  }

  /** The list first, as for a request. Each step can be repeated. */
  private async destroyKeys(id: string): Promise<void> {
    const { state } = await load(this.units.store, retentionRun, id);
    if (!state?.decided || state.isRehearsal || state.decided.subjects.length === 0) return;
    const { subjects, decidedAt } = state.decided;
    await this.list.add({ erasureId: id, subjects, orderedAt: decidedAt });
    await this.keys.destroy(subjects);
  }
}

/** The rules and holds of now; the unit is refused where one changes before it is accepted. */
async function standingIn(work: UnitOfWork): Promise<Omit<StandingNow, 'requested'>> {
  const [plan, holds] = await Promise.all([work.read(retentionPlan, thePlan), work.read(legalHolds, allHolds)]);
  const active = activeHolds(holds, work.now);
  const held = {
    subjects: active.flatMap(({ subjects }) => subjects),
    things: active.flatMap(({ things }) => things),
  };
  return { rules: rulesAt(plan, work.now), held };
}
