import { Seal } from '@ecou/runtime';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { feedbackContext } from '../../context.js';
import { draft } from '../surveys.samples.js';
import { blindRequest, openRequest } from './ballot.samples.js';
import {
  everyRow,
  followValues,
  orderWithin,
  ordersOf,
  rankCorrelation,
  strongest,
  type FlatRow,
  type Mark,
} from '../testing/joins.js';
import { usedOf } from './used-tokens.js';
import { waitingOf } from './waiting.js';

// Somebody reads all tables, knows who holds which token and the deployment's secret, and wants to know who said what. `joins.ts` says how they try.

let secret: string;
const base = '/feedback/v1/questionnaires';
const people = Array.from({ length: 80 }, (_, person) => person);

/**
 * The value that a normal deviate passes once in twelve thousand million times. Some hundred pairs of orders are tried, so that chance alone raises an alarm less than once
 * in ten million runs. 80 people who came in the order of the answers give 8.9. In groups of five that are mixed with the five that stay behind, they give 8.5
 * with a standard deviation of 0.1 (drawn 200,000 times: never below 7.6, also where every other group came late and was larger), so that this misses no alarm.
 */
const chance = 6.5;

const lines: string[] = [];
const exporter = new InMemorySpanExporter();
const spans = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

let test: TestProcess;
beforeAll(async () => {
  trace.setGlobalTracerProvider(spans);
  const logTo = { write: (line: string) => void lines.push(line) };
  test = await startTestProcess([feedbackContext], {
    // Whoever has the secret opens what is encrypted with it.
    env: { LOG_LEVEL: 'trace', ECOU_LIMITS: 'answers=1000/1000/60', ECOU_ENCRYPTION: 'off' },
    logTo,
  });
  ({ secret } = test.process.config);
});
afterAll(async () => {
  await test.stop();
  trace.disable();
  await spans.shutdown();
});

const shuffled = <T>(all: readonly T[]): T[] =>
  all
    .map((one) => [Math.random(), one] as const)
    .sort(([one], [other]) => one - other)
    .map(([, one]) => one);
/** The text of each person, in words that are in no order. */
const words = people.map(() => randomUUID());
const textOf = (person: number): string => `sugestia ${words[person]}`;
const answersOf = (person: number) => [
  { item: 'objectives', yes: true },
  { item: 'suggestions', text: textOf(person) },
];
const rows = () => everyRow(test.context('feedback').pool);

/** An open questionnaire, and a token for each person. */
async function asked(access: string) {
  const { id } = (await test.api.post(base, { ...draft, access })).body as { id: string };
  await test.api.post(`${base}/${id}/invitations`, { count: people.length });
  await test.api.post(`${base}/${id}/open`);
  const { body } = await test.api.get(`${base}/${id}/invitations?limit=${people.length}`);
  return { id, tokens: (body.items as { token: string }[]).map(({ token }) => token) };
}

/** As the opened box names whose token was used. */
const serialOf = (id: string, person: number): string => `<serial ${person + 1} of ${id}>`;

/** Traces that each person's token may have left: itself, its bytes, and the hash of what claims of it would be for. */
const tokenMarks = (id: string, tokens: readonly string[]): Mark[] =>
  tokens.map((token, person) => {
    const claim = (scope: string) =>
      createHmac('sha256', secret)
        .update(scope)
        .update('\0')
        .update(`${id}/${person + 1}`)
        .digest('hex');
    const bytes = Buffer.from(token, 'base64url').toString('hex');
    return { person, texts: [token.toLowerCase(), bytes, claim('invitation'), claim('ballot'), serialOf(id, person)] };
  });
/** Values that show whose an answer is: its text, and the id that it was recorded with. */
const answerMarks = (all: readonly FlatRow[]): Mark[] =>
  people.map((person) => {
    const recorded = all.find(
      ({ cells }) => cells['type'] === 'ResponseRecorded' && Object.values(cells).includes(textOf(person)),
    );
    return { person, texts: [textOf(person), ...(recorded ? [recorded.cells['stream_id']!.slice(-36)] : [])] };
  });

/** The content of the ballot box, opened with the secret. */
async function opened(id: string): Promise<FlatRow[]> {
  const seal = new Seal(secret, 'feedback ballots v1');
  const { rows: boxes } = await test
    .context('feedback')
    .pool.query<{ used: Buffer; waiting: Buffer }>(
      'SELECT used, waiting FROM feedback.ballot_boxes WHERE questionnaire_id = $1',
      [id],
    );
  return boxes.flatMap(({ used, waiting }) => [
    ...[...usedOf(seal.open(`${id}/used`, used))].map(([serial, hash], index): FlatRow => {
      const cells = {
        whose: serialOf(id, serial - 1),
        serial: String(serial),
        index: String(index),
        hash: hash.toString('hex'),
      };
      return { table: 'used', cells };
    }),
    ...waitingOf(seal.open(`${id}/waiting`, waiting)).map((one, index): FlatRow => {
      const hash = createHash('sha256')
        .update(JSON.stringify([null, one.number]))
        .digest('hex')
        .slice(0, 32);
      return { table: 'waiting', cells: { ...one, answers: JSON.stringify(one.answers), index: String(index), hash } };
    }),
  ]);
}

/** Who is joined to their own answer, by values; and the strongest correlation of orders. */
function attack(all: readonly FlatRow[], tokens: readonly Mark[]) {
  const answers = answerMarks(all);
  const reached = followValues(all, tokens, answers);
  const joined = people.filter((person) => reached.get(person)?.has(person));
  return { joined, orders: strongest(ordersOf(all, tokens), ordersOf(all, answers)) };
}

/** Takes away what was answered before, so that the same people can answer again. */
async function forget(): Promise<void> {
  const { pool } = test.context('feedback');
  await pool.query(`UPDATE feedback.response_list SET answers = '[]'`);
  await pool.query(`UPDATE feedback.events SET data = data - 'answers' WHERE type = 'ResponseRecorded'`);
}

async function closed(id: string): Promise<void> {
  await test.api.post(`${base}/${id}/close`);
  await until(async () => (await opened(id)).length === 0, 'the box to be emptied');
  await test.settle();
  await sleep(500); // until the outbox is filled
}

describe('whoever reads the tables and has the secret', () => {
  it('joins everybody who answered with an invitation token', async () => {
    const { id, tokens } = await asked('token');
    for (const person of shuffled(people)) {
      const body = { token: tokens[person], answers: answersOf(person) };
      expect((await test.visitor.post(`${base}/${id}/responses`, body)).status).toBe(201);
    }
    await test.settle();
    const { joined, orders } = attack(await rows(), tokenMarks(id, tokens));
    expect(joined).toEqual(people);
    expect(orders.correlation).toBeGreaterThan(0.99);
    await forget();
  });

  it('joins nobody who answered by ballot, while people answer and afterwards, and finds no order', async () => {
    const { id, tokens } = await asked('anonymous-once');
    const { publicKey } = (await test.visitor.get(`${base}/${id}/ballots`)).body as { publicKey: string };
    const marks = tokenMarks(id, tokens).map(({ person, texts }) => ({ person, texts: [...texts] }));
    const secrets: string[] = [...tokens];
    const traced = (person: number) => ({
      headers: {
        traceparent: `00-${'ab'.repeat(15)}${String(10 + person)}-${'cd'.repeat(8)}-01`,
        'idempotency-key': `key ${person}`,
      },
    });
    const came = shuffled(people);
    for (const person of came) {
      const mine = await blindRequest(publicKey);
      const given = await test.visitor.post(
        `${base}/${id}/ballots`,
        { token: tokens[person], ...mine.body },
        traced(person),
      );
      const ballot = await mine.ballotOf(given.body.signature as string);
      marks[person]!.texts.push(mine.body.blinded!.toLowerCase(), (given.body.signature as string).toLowerCase());
      secrets.push(mine.body.blinded!, given.body.signature as string, ballot.number, ballot.signature);
      const body = { ballot, answers: answersOf(person) };
      expect((await test.visitor.post(`${base}/${id}/answers`, body, traced(person))).status).toBe(202);
    }
    const used = await opened(id);
    for (const all of [[...(await rows()), ...used], (await closed(id), [...(await rows()), ...used])]) {
      const { joined, orders } = attack(all, marks);
      expect(joined).toEqual([]);
      expect(orders.pairs).toBeGreaterThan(50);
      expect(orders.deviate).toBeLessThan(chance);
    }
    // The orders were there to be tried: those of the opened box against those of the recorded answers.
    const all = [...(await rows()), ...used];
    expect([...ordersOf(all, marks).keys()]).toEqual(
      expect.arrayContaining(['used.serial', 'used.index', 'used.hash']),
    );
    // Were there a row for each use of a token, the groups alone would not hide who came when.
    const uses = came.map((person, index): FlatRow => {
      return { table: 'uses', cells: { whose: serialOf(id, person), index: String(index) } };
    });
    expect(attack([...all, ...uses], marks).orders.deviate).toBeGreaterThan(chance);
    const written = ordersOf(all, answerMarks(all));
    const columns = ['events_p0.global_position', 'events_p0.ctid', 'events_p0.xmin', 'streams.ctid'];
    for (const column of columns) expect([...written.keys()]).toContain(`feedback.${column}`);
    // The public log is told a commitment to each answer, in the order of the facts.
    for (const column of ['events_p0.global_position', 'outbox.offset']) {
      const order = written.get(`feedback.${column}`)!;
      const groups = orderWithin(order, written.get('feedback.events_p0.xmin')!, came);
      expect(groups.smallest).toBeGreaterThanOrEqual(5);
      expect(groups.deviate).toBeLessThan(chance);
    }
    silent(secrets);
  });

  it('joins nobody who had an open number signed, once the box is gone', async () => {
    const { id, tokens } = await asked('anonymous-once');
    await forget();
    for (const person of shuffled(people)) {
      const mine = openRequest();
      const { body } = await test.visitor.post(`${base}/${id}/ballots`, { token: tokens[person], ...mine.body });
      const ballot = await mine.ballotOf(body.signature as string);
      await test.visitor.post(`${base}/${id}/answers`, { ballot, answers: answersOf(person) });
    }
    const marks = tokenMarks(id, tokens);
    const box = await opened(id);
    const waiting = box.filter(({ table }) => table === 'waiting');
    // While an answer waits, the secret opens both sides, and an open number leads from one to the other: see the record's last part.
    expect(attack([...(await rows()), ...box], marks).joined).toHaveLength(waiting.length);
    await closed(id);
    const { joined, orders } = attack([...(await rows()), ...box.filter(({ table }) => table === 'used')], marks);
    expect(joined).toEqual([]);
    expect(orders.deviate).toBeLessThan(chance);
  });
});

describe('whoever looks again and again, without the secret', () => {
  it('sees that somebody came, and neither whose token it was nor what was said', async () => {
    const { id, tokens } = await asked('anonymous-once');
    await test.settle();
    const changes: (readonly string[])[] = [];
    const sizes: object[] = [];
    let before = new Set<string>();
    const look = async () => {
      const all = (await rows()).filter(
        ({ table, cells }) =>
          !/\.(checkpoints|views)$/.test(table) && !(table === 'identity.audit' && cells['actor'] !== 'public'),
      );
      const box = all.find(({ table, cells }) => table === 'feedback.ballot_boxes' && cells['questionnaire_id'] === id);
      sizes.push({ used: box?.cells['used']?.length, waiting: box?.cells['waiting']?.length });
      const now = new Set(all.map((row) => JSON.stringify(row)));
      changes.push([...now].filter((row) => !before.has(row)).map((row) => (JSON.parse(row) as FlatRow).table));
      before = now;
    };
    await look();
    for (const [index, person] of [7, 31, 2, 15].entries()) {
      const mine = openRequest();
      const { body } = await test.visitor.post(`${base}/${id}/ballots`, { token: tokens[person], ...mine.body });
      await look();
      const ballot = await mine.ballotOf(body.signature as string);
      const answers = [answersOf(person)[0]!, { item: 'suggestions', text: 'ă'.repeat(1 + 600 * index) }];
      await test.visitor.post(`${base}/${id}/answers`, { ballot, answers });
      await test.settle();
      await look();
    }
    // The first answer locks the items, which is a fact of the questionnaire; all else is the one row.
    const others = changes.slice(3);
    expect(others).toEqual(others.map(() => ['feedback.ballot_boxes']));
    expect(changes[1]).toEqual(['feedback.ballot_boxes']);
    // Bytes in hexadecimal: 20 of a token, 8 KiB of an answer, whatever it says.
    const grown = sizes.map((_, index) => ({
      used: 2 + 2 * (28 + 20 * Math.ceil(index / 2)),
      waiting: 2 + 2 * (28 + 8192 * Math.floor(index / 2)),
    }));
    expect(sizes).toEqual(grown);
  });
});

/** Logs and spans say that there were requests, and nothing that leads from one to another. */
function silent(secrets: readonly string[]): void {
  const logged = lines.join('');
  const finished = JSON.stringify(
    exporter.getFinishedSpans().map((span) => [span.name, span.attributes, span.spanContext(), span.parentSpanContext]),
  );
  for (const text of [...secrets, 'ab'.repeat(15)]) {
    expect(logged).not.toContain(text);
    expect(finished).not.toContain(text);
  }
  const steps = lines.filter((line) => /:id\/(ballots|answers)"/.test(line) && line.includes('"POST"'));
  expect(steps.length).toBeGreaterThanOrEqual(2 * people.length);
  for (const line of steps) {
    expect(Object.keys(JSON.parse(line) as object).sort()).toEqual([
      'actor',
      'level',
      'method',
      'ms',
      'msg',
      'route',
      'status',
      'time',
    ]);
  }
  expect(finished).toContain('/feedback/v1/questionnaires/:id/invitations');
  expect(finished).not.toMatch(/POST \/feedback\/v1\/questionnaires\/:id\/(ballots|answers)/);
}

it('the correlation of an order with itself is one, and with its reverse minus one', () => {
  const order = new Map(people.map((person) => [person, person]));
  const reverse = new Map(people.map((person) => [person, people.length - 1 - person]));
  expect(rankCorrelation(order, order)).toEqual({ correlation: 1, people: people.length });
  expect(rankCorrelation(order, reverse).correlation).toBeCloseTo(-1);
});
