import { assertNever, Unknown } from '@ecou/event-sourcing';
import type { RetentionRunEvent, RunData } from './retention-run.events.js';

export interface RetentionRun extends RunData<'RetentionRunBegun'> {
  /** By context. */
  readonly proposed: Readonly<Record<string, RunData<'PeopleProposed'>>>;
  /** Those about whom contexts were asked; `null`: not yet. */
  readonly asked: readonly string[] | null;
  /** By context. */
  readonly objections: Readonly<Record<string, RunData<'ObjectionsRaised'>['objections']>>;
  readonly decided: RunData<'RetentionDecided'> | null;
  readonly keysDestroyedAt: string | null;
  /** The time at which each context confirmed, by its name. */
  readonly confirmed: Readonly<Record<string, string>>;
}

export type RunState = 'searching' | 'checking' | 'erasing' | 'done';

/** Throws `Unknown` where there is no such run. */
export function requireRun(run: RetentionRun | null): RetentionRun {
  if (!run) throw new Unknown('RETENTION_RUN_UNKNOWN', 'There is no such run.');
  return run;
}

export const lacking = ({ contexts }: RetentionRun, told: Readonly<Record<string, unknown>>): string[] =>
  contexts.filter((context) => told[context] === undefined);

const erases = ({ isRehearsal, decided }: RetentionRun): boolean =>
  !isRehearsal && decided !== null && decided.subjects.length > 0;

/** The state of a run, and the contexts that it waits for. */
export function progressOf(run: RetentionRun): { readonly state: RunState; readonly missing: readonly string[] } {
  if (run.decided === null)
    return run.asked === null
      ? { state: 'searching', missing: lacking(run, run.proposed) }
      : { state: 'checking', missing: lacking(run, run.objections) };
  const missing = erases(run) ? lacking(run, run.confirmed) : [];
  return { state: missing.length > 0 ? 'erasing' : 'done', missing };
}

/** The last people who were looked at, by context, behind whom the next run goes on; none of a context where it begins with the first. */
export function nextAfter({ decided, proposed, after: before }: RetentionRun): Readonly<Record<string, string>> {
  if (!decided?.goesOn) return {};
  if (isChanged(decided)) return before;
  return Object.fromEntries(Object.entries(proposed).map(([context, { last }]) => [context, last ?? behindAll]));
}

/** No id stands behind it. */
const behindAll = 'ffffffff-ffff-4fff-bfff-ffffffffffff';

const isChanged = ({ blocked }: RunData<'RetentionDecided'>): boolean =>
  blocked.some(({ reason }) => reason === 'changed');

const begun = (data: RunData<'RetentionRunBegun'>): RetentionRun => ({
  ...data,
  ...{ proposed: {}, asked: null, objections: {}, decided: null, keysDestroyedAt: null, confirmed: {} },
});

/** The run after an event; the first one brings it into being. */
export function evolve(run: RetentionRun | null, event: RetentionRunEvent): RetentionRun | null {
  if (event.type === 'RetentionRunBegun') return begun(event.data);
  return run && after(run, event);
}

function after(run: RetentionRun, event: Exclude<RetentionRunEvent, { type: 'RetentionRunBegun' }>): RetentionRun {
  switch (event.type) {
    case 'PeopleProposed':
      return { ...run, proposed: { ...run.proposed, [event.data.context]: event.data } };
    case 'ObjectionsAsked':
      return { ...run, asked: event.data.subjects };
    case 'ObjectionsRaised':
      return { ...run, objections: { ...run.objections, [event.data.context]: event.data.objections } };
    case 'RetentionDecided':
      return { ...run, decided: event.data };
    case 'RetentionKeysDestroyed':
      return { ...run, keysDestroyedAt: event.data.destroyedAt };
    case 'RetentionErasureConfirmed':
      return { ...run, confirmed: { ...run.confirmed, [event.data.context]: event.data.confirmedAt } };
    default:
      return assertNever(event);
  }
}
