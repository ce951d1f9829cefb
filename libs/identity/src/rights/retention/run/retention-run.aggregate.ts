import { fold, namedUuid, type Aggregate } from '@ecou/event-sourcing';
import { retentionRunDecider, type RetentionRunCommandBody } from './retention-run.decider.js';
import { retentionRunEvents, type RetentionRunEvent } from './retention-run.events.js';
import { progressOf, type RetentionRun } from './retention-run.state.js';

/** Begins the next run: a day after the last one began, or at once where that could not take all. */
export const nextRunTimer = 'retention-run-is-due';

const timers = '5d3a0b3c-9b4e-5b7a-8a66-2f4d1c0e9b33';
const dayMs = 86_400_000;

/** The time at which the next run is due after what happened; `null` where nothing says so: a run that erases people is over once every context has. */
function nextDue(events: readonly RetentionRunEvent[], before: RetentionRun | null): string | null {
  const run = fold(retentionRunDecider, events, before);
  if (!run?.decided || run.isRehearsal || progressOf(run).state !== 'done') return null;
  if (before && progressOf(before).state === 'done') return null;
  if (run.decided.goesOn) return run.decided.decidedAt;
  return new Date(Date.parse(run.begunAt) + dayMs).toISOString();
}

export const retentionRun: Aggregate<RetentionRunCommandBody, RetentionRun | null, RetentionRunEvent> = {
  category: retentionRunEvents.category,
  events: retentionRunEvents,
  decider: retentionRunDecider,
  sideRows: (_id, events, before) => {
    const dueAt = nextDue(events, before);
    if (dueAt === null) return {};
    return { timers: [{ id: namedUuid(nextRunTimer, timers), name: nextRunTimer, dueAt, subject: timers }] };
  },
};
