import { contextsWithPeople, mostSubjects } from '@ecou/contracts';
import { assertNever, same, type Decider } from '@ecou/event-sourcing';
import type { Thing } from '../../holds/legal-holds.events.js';
import type { RetentionRunEvent, RunData } from './retention-run.events.js';
import { evolve, lacking, type RetentionRun } from './retention-run.state.js';

/** Rules, holds and requests as they stand now: the run began with some. */
export interface StandingNow {
  readonly rules: { readonly activity: string; readonly days: number }[];
  readonly held: { readonly subjects: string[]; readonly things: Thing[] };
  /** People named in requests that are open. */
  readonly requested: readonly string[];
}

type At = { readonly at: string };

export type RetentionRunCommandBody =
  | ({ readonly type: 'BeginRun' } & Omit<RunData<'RetentionRunBegun'>, 'contexts'>)
  | ({ readonly type: 'NoteProposals'; readonly standing: StandingNow } & RunData<'PeopleProposed'>)
  | ({ readonly type: 'NoteObjections'; readonly standing: StandingNow } & RunData<'ObjectionsRaised'>)
  | ({ readonly type: 'NoteKeysDestroyed' } & At)
  | ({ readonly type: 'ConfirmErasure'; readonly context: string; readonly found: number } & At);

type Proposal = RunData<'PeopleProposed'>['over'][number];
type Reason = RunData<'RetentionDecided'>['blocked'][number]['reason'];

/** Everybody whom some context proposes, each once: the thing that ended last counts. */
function proposalsOf({ contexts, proposed }: RetentionRun): ReadonlyMap<string, Proposal> {
  const found = new Map<string, Proposal>();
  for (const context of contexts) {
    for (const one of proposed[context]?.over ?? []) {
      const before = found.get(one.subject);
      const { endedAt, dueAt } = before && before.endedAt > one.endedAt ? before : one;
      if (before || found.size < mostSubjects) found.set(one.subject, { ...(before ?? one), endedAt, dueAt });
    }
  }
  return found;
}

/** The reason why each of them stays after all. */
function stayingOf(run: RetentionRun, proposals: ReadonlyMap<string, Proposal>, now: StandingNow) {
  const staying = new Map<string, { readonly activity: string | null; readonly reason: Reason }>();
  const isChanged = !run.isRehearsal && !(same(now.rules, run.rules) && same(now.held, run.held));
  for (const { subject, activity, reason } of Object.values(run.objections).flat())
    staying.set(subject, { activity, reason });
  for (const [subject, { activity }] of proposals) {
    if (isChanged) staying.set(subject, { activity: null, reason: 'changed' });
    else if (now.requested.includes(subject)) staying.set(subject, { activity, reason: 'requested' });
  }
  return { staying, isChanged };
}

/** Counts by activity and reason. */
function counted<Row extends { readonly activity: string | null; readonly reason: Reason; readonly people: number }>(
  rows: readonly Row[],
  merge: (one: Row, other: Row) => Row,
): Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.reason} ${row.activity}`;
    const before = found.get(key);
    found.set(key, before ? { ...merge(before, row), people: before.people + row.people } : row);
  }
  return [...found.values()];
}

function outcomeOf(run: RetentionRun, going: readonly Proposal[]): RunData<'RetentionDecided'>['outcome'] {
  return run.rules.flatMap(({ activity, days }) => {
    const ends = going.flatMap((one) => (one.activity === activity ? [one.endedAt] : [])).sort();
    const [from, to] = [ends[0], ends.at(-1)];
    return from === undefined || to === undefined ? [] : [{ activity, days, people: ends.length, from, to }];
  });
}

function decideOutcome(run: RetentionRun, standing: StandingNow, decidedAt: string): RetentionRunEvent {
  const proposals = proposalsOf(run);
  const { staying, isChanged } = stayingOf(run, proposals, standing);
  const going = [...proposals.values()].filter(({ subject }) => !staying.has(subject));
  const rows = Object.values(run.proposed);
  const blocked = [...staying.values()].map((one) => ({ ...one, people: 1 }));
  const data = {
    subjects: going.map(({ subject }) => subject),
    outcome: outcomeOf(run, going),
    kept: counted(
      rows.flatMap(({ kept }) => kept as RunData<'RetentionDecided'>['kept']),
      (one, other) => ({ ...one, nextAt: [one.nextAt, other.nextAt].flatMap((at) => at ?? []).sort()[0] ?? null }),
    ),
    blocked: counted(blocked, (one) => one),
    goesOn: rows.some(({ last }) => last !== null) || (isChanged && proposals.size > 0),
    decidedAt,
  };
  return { type: 'RetentionDecided', data };
}

function noteProposals(
  { type: _, standing, ...data }: Extract<RetentionRunCommandBody, { type: 'NoteProposals' }>,
  run: RetentionRun,
): RetentionRunEvent[] {
  if (!lacking(run, run.proposed).includes(data.context)) return [];
  const proposed: RetentionRunEvent = { type: 'PeopleProposed', data };
  const after = { ...run, proposed: { ...run.proposed, [data.context]: data } };
  if (lacking(run, after.proposed).length > 0) return [proposed];
  const subjects = [...proposalsOf(after).keys()];
  if (subjects.length === 0) return [proposed, decideOutcome(after, standing, data.proposedAt)];
  const { asOf, rules, held } = run;
  return [proposed, { type: 'ObjectionsAsked', data: { subjects, asOf, rules, held, askedAt: data.proposedAt } }];
}

function noteObjections(
  { type: _, standing, ...data }: Extract<RetentionRunCommandBody, { type: 'NoteObjections' }>,
  run: RetentionRun,
): RetentionRunEvent[] {
  if (run.decided || !lacking(run, run.objections).includes(data.context)) return [];
  const raised: RetentionRunEvent = { type: 'ObjectionsRaised', data };
  const after = { ...run, objections: { ...run.objections, [data.context]: data.objections } };
  if (lacking(run, after.objections).length > 0) return [raised];
  return [raised, decideOutcome(after, standing, data.raisedAt)];
}

function noteKeysDestroyed(at: string, { isRehearsal, decided, keysDestroyedAt }: RetentionRun): RetentionRunEvent[] {
  if (isRehearsal || keysDestroyedAt !== null || !decided || decided.subjects.length === 0) return [];
  return [{ type: 'RetentionKeysDestroyed', data: { subjects: decided.subjects, destroyedAt: at } }];
}

function confirm(
  { context, found, at }: Extract<RetentionRunCommandBody, { type: 'ConfirmErasure' }>,
  run: RetentionRun,
): RetentionRunEvent[] {
  if (run.keysDestroyedAt === null || !lacking(run, run.confirmed).includes(context)) return [];
  return [{ type: 'RetentionErasureConfirmed', data: { context, found, confirmedAt: at } }];
}

/** Answers and confirmations that name no run belong to another order. */
function decide(command: RetentionRunCommandBody, run: RetentionRun | null): RetentionRunEvent[] {
  if (command.type === 'BeginRun') {
    const { type: _, ...data } = command;
    return run ? [] : [{ type: 'RetentionRunBegun', data: { ...data, contexts: [...contextsWithPeople] } }];
  }
  if (!run) return [];
  switch (command.type) {
    case 'NoteProposals':
      return noteProposals(command, run);
    case 'NoteObjections':
      return noteObjections(command, run);
    case 'NoteKeysDestroyed':
      return noteKeysDestroyed(command.at, run);
    case 'ConfirmErasure':
      return confirm(command, run);
    default:
      return assertNever(command);
  }
}

export const retentionRunDecider: Decider<RetentionRunCommandBody, RetentionRun | null, RetentionRunEvent> = {
  initial: null,
  decide,
  evolve,
};
