import { setTimeout as sleep } from 'node:timers/promises';
import {
  apart,
  Rejected,
  relationOf,
  UnitsOfWork,
  type CommandContext,
  type CommandResult,
} from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, ReadModels } from '@ecou/runtime';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { FacilityCommand } from '../facility/facility.command.js';
import { facilityMap } from '../views/facility-map.view.js';
import { facilityKindsAggregate } from '../kinds/facility-kinds.aggregate.js';
import { builtInForMs } from '../kinds/kinds-in-force.js';
import { versionIn } from '../kinds/facility-kinds.decider.js';

/** Brings a version of the kinds, which stands at `position`, to the facilities that were there before it. */
interface ApplyKinds {
  readonly type: 'ApplyKinds';
  readonly version: number;
  readonly position: number;
}

export class ApplyKindsCommand extends AggregateCommand<ApplyKinds> {}

/** The code of a refusal that means: something that was written before has yet to be seen. */
export const mapBehind = 'MAP_BEHIND';

const patienceMs = 2_000;
const pageSize = 500;
const atOnce = 8;

/** Facilities of the kinds whose rule of verification changed are due on other days. A repeat changes nothing. */
@CommandHandler(ApplyKindsCommand)
export class ApplyKindsHandler implements ICommandHandler<ApplyKindsCommand> {
  constructor(
    private readonly commands: CommandBus,
    private readonly units: UnitsOfWork,
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, command: { version, position }, context }: ApplyKindsCommand): Promise<CommandResult> {
    const kinds = await this.changedIn(id, version);
    if (kinds.length > 0) await this.waitForFacilities(version, position);
    for (let page = await this.facilitiesOf(kinds, ''); page.length > 0;) {
      await this.keepSchedules(page, context);
      page = await this.facilitiesOf(kinds, page.at(-1) ?? '');
    }
    return this.units.run(context, (work) => {
      work.target(facilityKindsAggregate, id);
      return Promise.resolve();
    });
  }

  /** Until the map shows every facility that was written by the version before. */
  private async waitForFacilities(version: number, position: number): Promise<void> {
    if (version === 2) await sleep(2 * builtInForMs);
    const past = version === 2 ? await this.aggregates.store.horizon() : position;
    if (!(await this.readModels.hasReached(facilityMap, past, patienceMs)))
      throw new Rejected(mapBehind, 'What was written before the change of the kinds is still on its way.');
  }

  /** The kinds whose rule is another one than in the version before. */
  private async changedIn(id: string, version: number): Promise<readonly string[]> {
    const { state } = await this.aggregates.load(facilityKindsAggregate, id);
    const before = versionIn(state, version - 1).kinds;
    const monthsBefore = (kind: string) => before.find((each) => each.id === kind)?.verifyEveryMonths ?? null;
    return versionIn(state, version)
      .kinds.filter((kind) => kind.verifyEveryMonths !== monthsBefore(kind.id))
      .map((kind) => kind.id);
  }

  private async facilitiesOf(kinds: readonly string[], after: string): Promise<readonly string[]> {
    if (kinds.length === 0) return [];
    const rows = await this.readModels.query<{ id: string }>(
      `SELECT id FROM ${relationOf(facilityMap)} WHERE kind = ANY($1) AND status <> 'retired' AND id > $2 ORDER BY id LIMIT $3`,
      [kinds, after, pageSize],
    );
    return rows.map(({ id }) => id);
  }

  private async keepSchedules(ids: readonly string[], context: CommandContext): Promise<void> {
    for (let from = 0; from < ids.length; from += atOnce) {
      const some = ids.slice(from, from + atOnce);
      await Promise.all(
        some.map((id) => this.commands.execute(new FacilityCommand(id, { type: 'KeepSchedule' }, apart(context, id)))),
      );
    }
  }
}
