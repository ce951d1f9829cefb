import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess, type RunningProcess } from '@ecou/runtime';
import { TestClock, until } from '@ecou/event-sourcing/testing';
import { startTestProcess, TestApi, wireTo, type TestProcess, type Wire } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import type { Deadline } from './calendar/deadlines.js';
import { complaint, defineDirectory } from './petitions.samples.js';

const base = '/feedback/v1/petitions';
const days = 366;
/** The length of a day; timers are looked for about every eight days. */
const dayMs = 25;
const first = Date.parse('2024-01-01T07:00:00.000Z');
const timeOf = (day: number) => new Date(first + day * 86_400_000).toISOString();

/** Acts on a petition, each so many days after its registration. */
const lives = [
  { name: 'forgotten', acts: [] },
  { name: 'late', acts: [[44, 'answer']] },
  { name: 'early', acts: [[9, 'answer']] },
  { name: 'put off and forgotten', acts: [[20, 'extend']] },
  { name: 'just in time', acts: [[29, 'answer']] },
  {
    name: 'reopened and forgotten',
    acts: [
      [5, 'answer'],
      [8, 'reopen'],
    ],
  },
  { name: 'taken back', acts: [[10, 'withdraw']] },
  {
    name: 'put off and answered',
    acts: [
      [28, 'extend'],
      [44, 'answer'],
    ],
  },
] as const;
type Life = (typeof lives)[number]['name'];
const bodies = {
  answer: { text: 'Sintetic.', legalBasis: 'Sintetic' },
  extend: { reason: 'Sintetic.' },
  reopen: { reason: 'Sintetic.' },
  withdraw: {},
};

interface Fact {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, string> & { readonly deadline?: { readonly answerBy: string } };
}

describe('a year of deadlines, with two schedulers that are cut off and stopped', () => {
  const clock = new TestClock(timeOf(0));
  const lifeOf = new Map<string, Life>();
  let test: TestProcess;
  let wire: Wire;
  let second: RunningProcess | undefined;
  let key: string;
  let facts: Fact[];

  /** Another process on the same database. */
  const startSecond = async () => {
    second = await startProcess({
      contexts: [feedbackContext],
      clock,
      env: {
        ...{ PORT: '0', HOST: '127.0.0.1', DATABASE_URL: test.databaseUrl, LOG_LEVEL: 'silent' },
        ECOU_SECRET: 'a secret of tests only, long enough',
      },
    });
    key = second.keys.makeEphemeral('key:second', ['administrator']);
  };

  /** Through whichever process is there. */
  async function send(path: string, body: object): Promise<string> {
    let toSecond = false;
    const done = await until(async () => {
      toSecond = !toSecond;
      const api = toSecond && second ? new TestApi(second.url, key) : test.api;
      const answer = await api.post(path, body).catch(() => undefined);
      if (answer && answer.status < 300) return answer;
      if (answer && answer.status < 500 && answer.body.code !== 'VERSION_CONFLICT')
        throw new Error(JSON.stringify(answer.body));
      return undefined;
    }, path);
    return done.body.id as string;
  }

  /** Timers that have fired, once more, as if nobody knew: with other ids, so that the rules alone can tell. */
  const fireAgain = () =>
    test.context('feedback').pool.query(
      `INSERT INTO feedback.timers (id, name, subject, due_at, data)
       SELECT gen_random_uuid(), timer.name, right(stream_id, 36), timer.due_at::timestamptz, '{}' FROM feedback.events,
         LATERAL (VALUES ('petition-due-soon', data->'deadline'->>'dueSoonAt'), ('petition-overdue', data->'deadline'->>'overdueAt'),
           ('petition-overdue', data->'deadline'->'legal'->>'missedAt'))
           timer(name, due_at)
       WHERE data ? 'deadline' AND timer.due_at::timestamptz <= $1`,
      [clock.now()],
    );

  const todo = new Map<number, (() => unknown)[]>();
  const on = (day: number, what: () => unknown) => todo.set(day, [...(todo.get(day) ?? []), what]);

  beforeAll(async () => {
    test = await startTestProcess([feedbackContext], {
      clock,
      env: { LOG_LEVEL: 'silent' },
      through: async (url) => (wire = await wireTo(url)).url,
    });
    await defineDirectory(test.api);
    await startSecond();

    for (let index = 0; index < 240; index += 1) {
      const day = Math.floor((index * 300) / 240);
      const life = lives[index % lives.length]!;
      on(day, async () => {
        const id = await send(base, complaint);
        lifeOf.set(id, life.name);
        for (const [after, verb] of life.acts) on(day + after, () => send(`${base}/${id}/${verb}`, bodies[verb]));
      });
    }
    // The one is cut off from the database in the middle of its work, and the other is stopped and started, in turns.
    for (let day = 30; day < days; day += 60) {
      on(day, () => {
        wire.cut();
      });
      on(day + 12, () => {
        wire.mend();
      });
      on(day + 30, async () => {
        const stopped = second;
        second = undefined;
        await stopped?.stop();
      });
      on(day + 42, startSecond);
    }
    on(200, fireAgain);

    for (let day = 0; day < days; day += 1) {
      clock.set(timeOf(day));
      for (const what of todo.get(day) ?? []) await what();
      await sleep(dayMs);
    }
    wire.mend();
    clock.set(timeOf(days + 120));
    await until(() => test.noTimerIsDue('feedback'), 'every timer that is due to be fired', 60_000);
    await fireAgain();
    await until(() => test.noTimerIsDue('feedback'), 'every timer that is due to be fired', 60_000);
    const { rows } = await test
      .context('feedback')
      .pool.query<Fact>(
        `SELECT right(stream_id, 36) AS id, type, data FROM feedback.events WHERE stream_id LIKE 'petition-%' ORDER BY stream_id, version`,
      );
    facts = rows;
  });

  afterAll(async () => {
    await second?.stop();
    await test.stop();
    await wire.close();
  });

  const factsOf = (life: Life, type: string) =>
    [...lifeOf].flatMap(([id, name]) =>
      name === life ? [facts.filter((fact) => fact.id === id && fact.type === type)] : [],
    );
  const counts = (life: Life, type: string) => new Set(factsOf(life, type).map((all) => all.length));

  it('had 240 petitions', () => expect(lifeOf.size).toBe(240));

  it.each(['PetitionDueSoon', 'PetitionTargetMissed', 'PetitionDeadlineMissed'])('raised each %s once', (type) => {
    const raised = facts.filter((fact) => fact.type === type).map(({ id, data }) => `${id} ${data['answerBy']}`);
    expect(raised.length).toBeGreaterThan(100);
    expect(new Set(raised).size).toBe(raised.length);
  });

  it('raised all three for each deadline that nobody kept, and none for what ended early', () => {
    for (const life of ['forgotten', 'late', 'put off and forgotten', 'reopened and forgotten'] as const) {
      expect([life, counts(life, 'PetitionDueSoon')]).toEqual([life, new Set([1])]);
      expect([life, counts(life, 'PetitionTargetMissed')]).toEqual([life, new Set([1])]);
      expect([life, counts(life, 'PetitionDeadlineMissed')]).toEqual([life, new Set([1])]);
    }
    for (const life of ['early', 'taken back'] as const) {
      expect([life, counts(life, 'PetitionDueSoon')]).toEqual([life, new Set([0])]);
      expect([life, counts(life, 'PetitionTargetMissed')]).toEqual([life, new Set([0])]);
      expect([life, counts(life, 'PetitionDeadlineMissed')]).toEqual([life, new Set([0])]);
    }
    for (const life of ['just in time', 'put off and answered'] as const)
      expect([life, counts(life, 'PetitionDeadlineMissed')]).toEqual([life, new Set([0])]);
  });

  it('raised none before its time, and of the deadline that stood last', () => {
    const last = new Map<string, Deadline>();
    for (const { id, type, data } of facts) {
      if (data.deadline) last.set(id, data.deadline as never);
      const deadline = last.get(id);
      if (type === 'PetitionDueSoon')
        expect(Date.parse(data['raisedAt']!)).toBeGreaterThanOrEqual(Date.parse(deadline!.dueSoonAt));
      if (type === 'PetitionTargetMissed')
        expect(Date.parse(data['missedAt']!)).toBeGreaterThanOrEqual(Date.parse(deadline!.overdueAt));
      if (type === 'PetitionDeadlineMissed') {
        expect(Date.parse(data['missedAt']!)).toBeGreaterThanOrEqual(Date.parse(deadline!.legal.missedAt));
        expect(data['legalAnswerBy']).toBe(deadline!.legal.answerBy);
      }
      if (type.startsWith('PetitionD') && 'answerBy' in data) expect(data['answerBy']).toBe(deadline!.answerBy);
    }
  });

  it('told others of each deadline that was missed, once', async () => {
    const missed = facts.filter(({ type }) => type === 'PetitionDeadlineMissed').map(({ id }) => id);
    const told = async (version: number) => {
      const { rows } = await test
        .context('feedback')
        .pool.query<{ key: string }>('SELECT key FROM feedback.outbox WHERE type = $1', [
          `ecou.feedback.deadline-missed.v${version}`,
        ]);
      return rows.map(({ key: id }) => id).sort();
    };
    for (const version of [1, 2]) {
      await until(async () => (await told(version)).length >= missed.length, 'every missed deadline');
      expect(await told(version)).toEqual(missed.sort());
    }
  });
});
