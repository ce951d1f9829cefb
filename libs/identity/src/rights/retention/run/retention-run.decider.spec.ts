import { contextsWithPeople } from '@ecou/contracts';
import { describe, expect, it } from '@jest/globals';
import { retentionRunDecider, type RetentionRunCommandBody, type StandingNow } from './retention-run.decider.js';
import type { RunData } from './retention-run.events.js';
import { nextAfter, progressOf, requireRun, type RetentionRun } from './retention-run.state.js';

const at = '2027-03-01T10:00:00.000Z';
const ids = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => `0c4c3c5e-2f53-4b0a-9a53-${String(index + from).padStart(12, '0')}`);
const [one = '', two = '', three = ''] = ids(3);
const rules = [
  { activity: 'messages', days: 5 },
  { activity: 'petitions', days: 30 },
];
const held = { subjects: [], things: [] };
const standing: StandingNow = { rules, held, requested: [] };

const over = (subject: string, activity: string, day: number): RunData<'PeopleProposed'>['over'][number] => ({
  ...{ subject, activity, endedAt: `2027-01-0${day}T00:00:00.000Z`, dueAt: `2027-02-0${day}T00:00:00.000Z` },
});

type Over = RunData<'PeopleProposed'>['over'];

function after(run: RetentionRun | null, ...commands: RetentionRunCommandBody[]): RetentionRun {
  let state = run;
  for (const command of commands)
    for (const event of retentionRunDecider.decide(command, state)) state = retentionRunDecider.evolve(state, event);
  return requireRun(state);
}

const begin = (isRehearsal = false): RetentionRunCommandBody => ({
  ...{ type: 'BeginRun', isRehearsal, asOf: at, rules, held, after: {}, by: 'system', begunAt: at },
});

const proposals = (of: Record<string, Over>, last: string | null = null): RetentionRunCommandBody[] =>
  contextsWithPeople.map((context) => ({
    ...{ type: 'NoteProposals', standing, context, over: of[context] ?? [], last, proposedAt: at },
    kept: [
      { activity: 'petitions', reason: 'not-over', people: 1, nextAt: `2027-04-0${context.length % 9}T00:00:00Z` },
    ],
  }));

const objections = (
  of: Record<string, RunData<'ObjectionsRaised'>['objections']> = {},
  now = standing,
): RetentionRunCommandBody[] =>
  contextsWithPeople.map((context) => ({
    ...{ type: 'NoteObjections', standing: now, context, objections: of[context] ?? [], raisedAt: at },
  }));

const proposed = {
  feedback: [over(one, 'petitions', 1), over(two, 'petitions', 3)],
  notifications: [over(one, 'messages', 2)],
};

describe('a run', () => {
  it('asks whom each context has to keep once all have proposed, and each person once', () => {
    const all = proposals(proposed);
    expect(after(null, begin(), ...all.slice(0, 4)).asked).toBeNull();
    expect(after(null, begin(), ...all, ...all).asked).toEqual([one, two]);
  });

  it('takes those whom nobody keeps, and says how many by which rule, from when to when', () => {
    const run = after(null, begin(), ...proposals(proposed), ...objections());
    expect(run.decided).toMatchObject({
      subjects: [one, two],
      outcome: [
        {
          activity: 'petitions',
          days: 30,
          people: 2,
          from: '2027-01-02T00:00:00.000Z',
          to: '2027-01-03T00:00:00.000Z',
        },
      ],
      kept: [{ activity: 'petitions', reason: 'not-over', people: contextsWithPeople.length }],
      ...{ blocked: [], goesOn: false },
    });
    expect(progressOf(run)).toEqual({ state: 'erasing', missing: [...contextsWithPeople] });
  });

  it('keeps a person whom one context has to keep, and one who has an open request', () => {
    const objection = { subject: one, activity: 'messages', reason: 'not-over' } as const;
    const now = { ...standing, requested: [two, three] };
    const run = after(null, begin(), ...proposals(proposed), ...objections({ notifications: [objection] }, now));
    expect(run.decided).toMatchObject({
      ...{ subjects: [], outcome: [] },
      blocked: [
        { activity: 'messages', reason: 'not-over', people: 1 },
        { activity: 'petitions', reason: 'requested', people: 1 },
      ],
    });
    expect(progressOf(run).state).toBe('done');
  });

  it('erases nobody where a rule or a hold was changed meanwhile, and begins anew; a rehearsal goes on', () => {
    const now = { ...standing, held: { subjects: [two], things: [] } };
    const run = after(null, begin(), ...proposals(proposed), ...objections({}, now));
    expect(run.decided).toMatchObject({
      ...{ subjects: [], goesOn: true },
      blocked: [{ activity: null, reason: 'changed', people: 2 }],
    });
    expect(nextAfter(run)).toEqual({});
    expect(after(null, begin(true), ...proposals(proposed), ...objections({}, now)).decided?.subjects).toEqual([
      one,
      two,
    ]);
  });

  it('goes on behind the last who was looked at where one run does not take all', () => {
    const run = after(null, begin(), ...proposals(proposed, two), ...objections());
    expect(run.decided?.goesOn).toBe(true);
    expect(nextAfter(run)).toEqual(Object.fromEntries(contextsWithPeople.map((context) => [context, two])));
  });

  it('ends at once where nothing is over', () => {
    const run = after(null, begin(), ...proposals({}));
    expect(run.decided).toMatchObject({ subjects: [], outcome: [], goesOn: false });
    expect(progressOf(run)).toEqual({ state: 'done', missing: [] });
  });

  it('destroys keys once and is confirmed by each context; a rehearsal destroys none', () => {
    const destroy: RetentionRunCommandBody = { type: 'NoteKeysDestroyed', at };
    const run = after(null, begin(), ...proposals(proposed), ...objections(), destroy);
    expect(run.keysDestroyedAt).toBe(at);
    expect(retentionRunDecider.decide(destroy, run)).toEqual([]);
    const confirmed = contextsWithPeople.map((context): RetentionRunCommandBody => ({
      type: 'ConfirmErasure',
      context,
      found: 1,
      at,
    }));
    expect(progressOf(after(run, ...confirmed)).state).toBe('done');
    const rehearsed = after(null, begin(true), ...proposals(proposed), ...objections(), destroy);
    expect([rehearsed.keysDestroyedAt, progressOf(rehearsed).state]).toEqual([null, 'done']);
    expect(retentionRunDecider.decide(confirmed[0] ?? destroy, null)).toEqual([]);
  });

  it('waits for the contexts that it began with, and hears no other', () => {
    const former = contextsWithPeople.filter((context) => context !== 'identity');
    const begun = requireRun(after(null, begin()));
    const asked = (commands: readonly RetentionRunCommandBody[]) =>
      commands.filter((command) => 'context' in command && former.includes(command.context as never));
    const run = after({ ...begun, contexts: former }, ...asked(proposals(proposed)));
    expect(run.asked).toEqual([one, two]);
    for (const late of [...proposals(proposed), ...objections()].filter((command) => !asked([command]).length))
      expect(retentionRunDecider.decide(late, run)).toEqual([]);
    expect(after(run, ...asked(objections())).decided?.subjects).toEqual([one, two]);
  });
});
