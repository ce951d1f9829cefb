import { namedUuid, type Aggregate, type SideRows } from '@ecou/event-sourcing';
import { retentionPlanDecider, type RetentionPlan, type RetentionPlanCommand } from './retention-plan.decider.js';
import { retentionPlanEvents, type RetentionPlanEvent } from './retention-plan.events.js';

/** The one stream of the plan. */
export const thePlan = '3f6f1c1e-0d0b-5a1e-9c55-6c2b6a1f7e21';

/** Begins a run when a rule takes effect. */
export const ruleTimer = 'retention-rule-takes-effect';

type Timer = NonNullable<SideRows['timers']>[number];

function timerOf({ type, data }: RetentionPlanEvent): Timer[] {
  if (type === 'RetentionRunStarted') return [];
  const id = namedUuid(data.activity, thePlan);
  if (type === 'RetentionRuleEnded') return [{ id, dueAt: null }];
  return [{ id, name: ruleTimer, dueAt: data.takesEffectAt, subject: thePlan }];
}

export const retentionPlan: Aggregate<RetentionPlanCommand, RetentionPlan, RetentionPlanEvent> = {
  category: retentionPlanEvents.category,
  events: retentionPlanEvents,
  decider: retentionPlanDecider,
  sideRows: (_id, events) => ({ timers: events.flatMap(timerOf) }),
};
