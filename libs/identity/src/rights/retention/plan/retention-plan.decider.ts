import { assertNever, type Decider } from '@ecou/event-sourcing';
import type { RetentionPlanEvent } from './retention-plan.events.js';

/** A rule as it stands. */
export interface Rule {
  readonly days: number;
  readonly takesEffectAt: string;
  readonly reason: string;
  readonly by: string;
  readonly setAt: string;
  /** The one in whose place it comes, which goes on until then; `null`: none was in force. */
  readonly former: { readonly days: number; readonly since: string } | null;
}

export interface RetentionPlan {
  /** By the name of the activity. */
  readonly rules: ReadonlyMap<string, Rule>;
  readonly lastRun: string | null;
}

export type RetentionPlanCommand =
  | {
      readonly type: 'SetRule';
      readonly activity: string;
      readonly days: number;
      readonly reason: string;
      readonly by: string;
      readonly at: string;
    }
  | {
      readonly type: 'EndRule';
      readonly activity: string;
      readonly reason: string;
      readonly by: string;
      readonly at: string;
    }
  | { readonly type: 'StartRun'; readonly runId: string; readonly at: string };

/** Days between a rule that is set or shortened, and its first run. */
export const noticeDays = 7;

const dayMs = 86_400_000;

/** The period of an activity that is in force at a time. */
export function inForceAt(rule: Rule | undefined, at: string): { days: number; since: string } | null {
  if (!rule) return null;
  if (Date.parse(rule.takesEffectAt) <= Date.parse(at)) return { days: rule.days, since: rule.takesEffectAt };
  return rule.former;
}

/** Every period in force at a time, by the names of activities. */
export const rulesAt = ({ rules }: RetentionPlan, at: string): { activity: string; days: number }[] =>
  [...rules]
    .flatMap(([activity, rule]) => {
      const inForce = inForceAt(rule, at);
      return inForce ? [{ activity, days: inForce.days }] : [];
    })
    .sort((one, other) => (one.activity < other.activity ? -1 : 1));

/** True where values go earlier by a rule than by what is in force: it takes two people, and begins after notice. */
export function isStricter({ rules }: RetentionPlan, activity: string, days: number, at: string): boolean {
  const inForce = inForceAt(rules.get(activity), at);
  return inForce === null || days < inForce.days;
}

function set(command: Extract<RetentionPlanCommand, { type: 'SetRule' }>, plan: RetentionPlan): RetentionPlanEvent[] {
  const { activity, days, reason, by, at } = command;
  if (plan.rules.get(activity)?.days === days) return [];
  const notice = isStricter(plan, activity, days, at) ? noticeDays * dayMs : 0;
  const takesEffectAt = new Date(Date.parse(at) + notice).toISOString();
  return [{ type: 'RetentionRuleSet', data: { activity, days, takesEffectAt, reason, by, setAt: at } }];
}

function end(
  { activity, reason, by, at }: Extract<RetentionPlanCommand, { type: 'EndRule' }>,
  { rules }: RetentionPlan,
): RetentionPlanEvent[] {
  return rules.has(activity) ? [{ type: 'RetentionRuleEnded', data: { activity, reason, by, endedAt: at } }] : [];
}

function evolve(plan: RetentionPlan, event: RetentionPlanEvent): RetentionPlan {
  switch (event.type) {
    case 'RetentionRuleSet': {
      const { activity, ...rule } = event.data;
      const former = inForceAt(plan.rules.get(activity), rule.setAt);
      return { ...plan, rules: new Map([...plan.rules, [activity, { ...rule, former }]]) };
    }
    case 'RetentionRuleEnded':
      return { ...plan, rules: new Map([...plan.rules].filter(([name]) => name !== event.data.activity)) };
    case 'RetentionRunStarted':
      return { ...plan, lastRun: event.data.runId };
    default:
      return assertNever(event);
  }
}

export const retentionPlanDecider: Decider<RetentionPlanCommand, RetentionPlan, RetentionPlanEvent> = {
  initial: { rules: new Map(), lastRun: null },
  decide(command, plan) {
    switch (command.type) {
      case 'SetRule':
        return set(command, plan);
      case 'EndRule':
        return end(command, plan);
      case 'StartRun':
        return plan.lastRun === command.runId
          ? []
          : [{ type: 'RetentionRunStarted', data: { runId: command.runId, startedAt: command.at } }];
      default:
        return assertNever(command);
    }
  },
  evolve,
};
