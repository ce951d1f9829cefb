import { declaredActivities, type DeclaredActivity } from '@ecou/contracts';
import { Clock, Unknown } from '@ecou/event-sourcing';
import { Aggregates, CONTEXT_CONFIG, pageOf, ReadModels, Versioned, whereEqual, type Page } from '@ecou/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { retentionRuns } from '../views/retention-runs.view.js';
import { retentionPlan, thePlan } from './plan/retention-plan.aggregate.js';
import { inForceAt, noticeDays, type RetentionPlan, type Rule } from './plan/retention-plan.decider.js';
import { retentionRun } from './run/retention-run.aggregate.js';
import { progressOf, requireRun, type RetentionRun } from './run/retention-run.state.js';
import type { RuleItem, RunItem, RunsQuery } from './retention.schemas.js';

/** The activity whose entries go by a setting: the audit stands in it. */
const access = 'access';

/** Reads periods and their runs. */
@Injectable()
export class RetentionReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
    @Inject(CONTEXT_CONFIG) private readonly settings: { readonly ECOU_AUDIT_DAYS: number },
  ) {}

  async plan(): Promise<RetentionPlan> {
    return (await this.aggregates.load(retentionPlan, thePlan)).state;
  }

  /** Throws `Unknown` where no rule can be set for an activity. */
  requireActivity(name: string): void {
    if (declaredActivities.some((activity) => activity.name === name && activity.period)) return;
    throw new Unknown('ACTIVITY_UNKNOWN', 'No processing activity of this name has things that end.');
  }

  /** Every activity of the register, in its order. */
  async rules() {
    const plan = await this.plan();
    return { noticeDays, items: declaredActivities.map((activity) => this.itemOf(activity, plan)) };
  }

  private itemOf({ name, title, period }: DeclaredActivity, { rules }: RetentionPlan): RuleItem {
    const declared = { activity: name, title, ...declaredOf(period) };
    return name === access
      ? { ...declared, ...bySetting(this.settings.ECOU_AUDIT_DAYS) }
      : { ...declared, ...standingOf(rules.get(name), this.clock.now()) };
  }

  async run(id: string): Promise<Versioned<RunItem>> {
    const { state, version } = await this.aggregates.load(retentionRun, id);
    return new Versioned(runItemOf(id, requireRun(state)), version);
  }

  /** The newest first. */
  async runs({ rehearsals, ...page }: RunsQuery): Promise<Page<RunItem>> {
    const query = this.readModels.repository(retentionRuns).createQueryBuilder('row');
    whereEqual(query, { isRehearsal: rehearsals === undefined ? undefined : rehearsals === 'true' });
    const found = await pageOf(query, { position: z.int() }, page, 'DESC');
    return found.map(({ id, run }) => runItemOf(id, run));
  }

  /** The run that has not come to its end; `null` where there is none. */
  async underWay(): Promise<RetentionRun | null> {
    const { lastRun } = await this.plan();
    if (lastRun === null) return null;
    const { state } = await this.aggregates.load(retentionRun, lastRun);
    return state && progressOf(state).state !== 'done' ? state : null;
  }
}

const declaredOf = (period: DeclaredActivity['period']) =>
  period
    ? { since: period.since, source: period.source, proposedDays: period.days }
    : { since: null, source: null, proposedDays: null };

type Standing = Pick<RuleItem, 'inForce' | 'next' | 'set' | 'setting'>;

const bySetting = (days: number): Standing => ({
  ...{ inForce: { days, since: null }, next: null, set: null, setting: 'ECOU_AUDIT_DAYS' },
});

function standingOf(rule: Rule | undefined, now: string): Standing {
  if (!rule) return { inForce: null, next: null, set: null, setting: null };
  const { days, takesEffectAt, by, setAt: at, reason } = rule;
  const isToCome = Date.parse(takesEffectAt) > Date.parse(now);
  return {
    ...{ inForce: inForceAt(rule, now), next: isToCome ? { days, takesEffectAt } : null },
    ...{ set: { by, at, reason }, setting: null },
  };
}

/** The answers of a run that has not decided yet. */
const undecided = { decidedAt: null, people: null, outcome: [], kept: [], blocked: [], goesOn: false };

function runItemOf(id: string, run: RetentionRun): RunItem {
  const { isRehearsal, asOf, rules, by, begunAt, keysDestroyedAt, decided } = run;
  const { state, missing } = progressOf(run);
  const begun = {
    id,
    isRehearsal,
    state,
    missing: [...missing],
    asOf,
    rules: [...rules],
    by,
    begunAt,
    keysDestroyedAt,
  };
  if (!decided) return { ...begun, ...undecided };
  const { subjects, ...told } = decided;
  return { ...begun, ...told, people: subjects.length };
}
