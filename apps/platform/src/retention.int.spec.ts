import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestClock, until } from '@ecou/event-sourcing/testing';
import { startProcess, type RunningProcess } from '@ecou/runtime';
import { startTestProcess, type TestApi, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { contexts } from './platform.js';

const retention = '/identity/v1/retention';
const requests = '/identity/v1/rights-requests';
const holds = '/identity/v1/legal-holds';
const people = ['events', 'feedback', 'facilities', 'notifications', 'integrations', 'identity'];
const dayMs = 86_400_000;
const wifi = { kind: 'wifi', name: { ro: 'Sintetică' }, position: [26.1, 44.4] };
const planned = {
  ...{ title: { ro: 'Sintetic' }, kind: 'consultation' },
  ...{ startsAt: '2028-04-11T10:00:00+03:00', endsAt: '2028-04-11T12:00:00+03:00' },
};
const folder = mkdtempSync(join(tmpdir(), 'ecou-retention-'));
const env = { ECOU_ERASED_LIST: join(folder, 'erased.jsonl'), ECOU_MAIL_DIR: join(folder, 'mail') };
// Facts carry the time of the database: the clock of the test begins with it.
const begin = Date.now();

let test: TestProcess;
let second: TestApi;
/** Another process of every service, over the same database. */
let replica: RunningProcess;
beforeAll(async () => {
  test = await startTestProcess(contexts, { env, clock: new TestClock(new Date(begin).toISOString()) });
  second = test.api.with(test.process.keys.makeEphemeral('key:second', ['administrator']));
  replica = await startReplica();
  const name = { ro: 'Sintetic' };
  await test.api.put('/feedback/v1/directory/departments/synthetic', { name });
  await test.api.put('/feedback/v1/directory/categories/synthetic', { name, department: 'synthetic' });
});
afterAll(async () => {
  await replica.stop();
  await test.stop();
  rmSync(folder, { recursive: true });
});

const startReplica = (): Promise<RunningProcess> =>
  startProcess({
    contexts,
    clock: test.clock,
    env: {
      ...{ PORT: '0', HOST: '127.0.0.1', DATABASE_URL: test.databaseUrl, LOG_LEVEL: 'silent', ECOU_LIMITS: 'off' },
      ...{ ECOU_SECRET: 'a secret of tests only, long enough', ECOU_LINKS: 'off' },
      ECOU_FILES_DIR: join(folder, 'files'),
      ...env,
    },
  });

const inDays = (days: number): string => new Date(begin + days * dayMs).toISOString();

async function insist<T>(ask: () => Promise<{ status: number; body: T }>): Promise<T> {
  return until(async () => {
    const answer = await ask().catch(() => undefined);
    return answer !== undefined && answer.status < 300 && answer.body;
  }, 'an answer');
}

interface Handed {
  readonly id: string;
  readonly subject: string;
}

/** A petition of somebody who has this address, forwarded to another authority unless it goes on. */
async function petition(contact: string, { goesOn = false } = {}): Promise<Handed> {
  const petitioner = { name: 'Ana Exemplu', channel: 'email', contact };
  const body = { kind: 'complaint', category: 'synthetic', petitioner, text: 'Text sintetic.' };
  const { id } = await insist<{ id: string }>(() => test.visitor.post('/feedback/v1/petitions', body));
  const forward = { authority: 'Consiliul Sintetic', reason: 'Competența este a lui.' };
  if (!goesOn) await insist(() => test.api.post(`/feedback/v1/petitions/${id}/forward`, forward));
  const subject = await until(async () => {
    const { items } = (await test.api.post('/feedback/v1/subjects/search', { contact })).body;
    return items[0]?.subject as string | undefined;
  }, `${contact} to be known`);
  return { id, subject };
}

const rows = async (context: string, sql: string, values: unknown[] = []) =>
  (await test.context(context).pool.query<{ n: number }>(sql, values)).rows;

const countOf = async (context: string, sql: string, values: unknown[] = []): Promise<number> =>
  (await rows(context, `SELECT count(*)::int AS n FROM ${sql}`, values))[0]?.n ?? -1;

/** Everybody was told of their petitions: each that came, and each that was forwarded. */
const allSent = ({ petitions, forwarded }: { petitions: number; forwarded: number }) =>
  until(
    async () =>
      (await countOf('notifications', `notifications.events WHERE type = 'MessageSent'`)) === petitions + forwarded,
    'every message to be sent',
    60_000,
  );

/* eslint-disable @typescript-eslint/no-explicit-any -- answers as they are */
const runs = async (): Promise<any[]> => (await test.api.get(`${retention}/runs?rehearsals=false`)).body.items;

const done = (id: string): Promise<any> =>
  until(
    async () => {
      const { body } = await test.api.get(`${retention}/runs/${id}`);
      return body.state === 'done' && body;
    },
    'the run to be over',
    120_000,
  );

/** The only run that erased somebody since there were so many. */
async function runThatErased(since: number): Promise<any> {
  const found = await until(
    async () => {
      const erasing = (await runs()).filter(({ people: count }) => count > 0);
      return erasing.length > since && erasing;
    },
    'a run to erase somebody',
    120_000,
  );
  expect(found).toHaveLength(since + 1);
  return done(found[0].id);
}

/** Asks for a path until the answer holds: this process keeps a key that the other one destroyed for ten seconds at most. */
async function eventually(path: string, check: (body: any) => void): Promise<void> {
  const ends = performance.now() + 15_000;
  for (;;) {
    const { body } = await test.api.get(path);
    try {
      check(body);
      return;
    } catch (cause) {
      if (performance.now() >= ends) throw cause;
      await sleep(200);
    }
  }
}
/* eslint-enable @typescript-eslint/no-explicit-any */

async function rehearse(body: object) {
  const { status, body: made } = await test.api.post(`${retention}/rehearsals`, body);
  expect(status).toBe(201);
  return done(made.id);
}

const told = ({ outcome, blocked, people: count }: Record<string, unknown>) => ({ outcome, blocked, people: count });

const isErased = async (subject: string): Promise<boolean> =>
  (await test.api.get(`/feedback/v1/subjects/${subject}`)).body.erased;

async function setRule(activity: string, days: number): Promise<void> {
  const order = { days, reason: 'Nomenclator sintetic.' };
  const path = `${retention}/rules/${activity}`;
  const asked = await test.api.put(path, order);
  expect(asked).toMatchObject({ status: 202, body: { approval: { kind: 'shorten-retention' } } });
  const { id } = asked.body.approval;
  expect((await second.post(`/identity/v1/approvals/${id}/approve`)).status).toBe(200);
  expect((await test.api.put(path, order, { headers: { 'ecou-approval': id } })).status).toBe(200);
}

describe('periods', () => {
  let over: Handed;
  let open: Handed;
  let held: Handed;
  let restricted: Handed;
  let requested: Handed;
  let hold: string;
  let restriction: string;
  let request: string;

  async function requestFor(kind: string, subject: string): Promise<string> {
    const asked = { kind, name: 'Ana Exemplu', contact: 'post@example.org', verifiedBy: 'identity-document' };
    const { id } = (await test.api.post(requests, asked)).body;
    await test.api.post(`${requests}/${id}/subjects`, { subjects: [subject] });
    return id;
  }

  it('have no effect until somebody sets them, and say what they would do', async () => {
    [over, held, restricted, requested] = [
      await petition('peste@example.org'),
      await petition('pastrat@example.org'),
      await petition('restrictionat@example.org'),
      await petition('cerut@example.org'),
    ];
    open = await petition('deschis@example.org', { goesOn: true });
    await allSent({ petitions: 5, forwarded: 4 });
    const { body } = await test.api.get(`${retention}/rules`, { key: test.keys.auditor });
    const rule = (name: string) => body.items.find(({ activity }: { activity: string }) => activity === name);
    expect(rule('petitions')).toMatchObject({ proposedDays: 1826, inForce: null, next: null });
    expect(rule('access')).toMatchObject({ inForce: { days: 365 }, setting: 'ECOU_AUDIT_DAYS' });
    expect(rule('accessibility-needs')).toMatchObject({ proposedDays: null, inForce: null });
    expect((await rehearse({ asOf: inDays(4000) })).people).toBe(0);
  });

  it('take two people, and begin after a week of notice; a hold on a thing is told to the clerk as well', async () => {
    const order = { days: 30, reason: 'Sintetic.' };
    for (const key of [test.keys.staff, test.keys.auditor])
      expect((await test.api.put(`${retention}/rules/petitions`, order, { key })).status).toBe(403);
    expect((await test.api.put(`${retention}/rules/accessibility-needs`, order)).status).toBe(404);
    await setRule('petitions', 30);
    await setRule('messages', 20);
    const { items } = (await test.api.get(`${retention}/rules`)).body;
    expect(items[0]).toMatchObject({ activity: 'petitions' });
    expect(items.find(({ activity }: { activity: string }) => activity === 'petitions')).toMatchObject({
      inForce: null,
      next: { days: 30, takesEffectAt: inDays(7) },
    });

    const periods = (await test.visitor.get(`${retention}/periods`)).body;
    expect(periods.items[0]).toMatchObject({ activity: 'petitions', inForce: null, next: { days: 30 } });
    expect(JSON.stringify(periods)).not.toContain('Sintetic.');
    const page = (await test.visitor.get(`${retention}/periods?format=html&lang=en`)).body;
    expect(page).toContain('erased 30 days after: the last fact of the petition');
    expect(page).toContain('erased after 365 days');

    const nowhere = { context: 'feedback', stream: `petition-${over.subject}` };
    const why = { reason: 'Proces în curs.', legalBasis: 'GDPR, art. 17(3)(e)' };
    const wrong = await test.api.post(holds, { things: [nowhere], ...why });
    expect(wrong).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'things[0].stream', code: 'THING_UNKNOWN' }] },
    });
    const thing = { context: 'feedback', stream: `petition-${held.id}` };
    const placed = await test.api.post(holds, { things: [thing], ...why });
    expect(placed.status).toBe(201);
    hold = placed.body.id;
    const erasure = await requestFor('erase', held.subject);
    expect(await test.api.post(`${requests}/${erasure}/erase`)).toMatchObject({
      status: 409,
      body: { code: 'LEGAL_HOLD' },
    });
    const refusal = { reasons: 'Proces în curs.', legalBasis: 'art. 17(3)(e)' };
    expect((await test.api.post(`${requests}/${erasure}/refuse`, refusal)).status).toBe(200);
    const [item] = (await test.api.get(`${holds}?active=true`)).body.items;
    expect(item).toMatchObject({ id: hold, things: [thing], reason: 'Proces în curs.', active: true, lifted: null });

    restriction = await requestFor('restrict', restricted.subject);
    await test.api.post(`${requests}/${restriction}/restrict`, { reason: 'Contestă.' });
    await test.api.post(`${requests}/${restriction}/answer`, { summary: 'S-a restricționat.' });
    request = await requestFor('access', requested.subject);
    for (const context of ['feedback', 'notifications'])
      await until(
        async () =>
          (await countOf(context, `${context}.restricted_subjects WHERE subject = $1`, [restricted.subject])) === 1,
        `${context} to hear of the restriction`,
      );
  });

  it('erase whose every period is over and nobody else, as the rehearsal said', async () => {
    const rehearsed = await rehearse({ asOf: inDays(40) });
    expect(rehearsed).toMatchObject({
      ...{ isRehearsal: true, people: 1, goesOn: false },
      outcome: [{ activity: 'petitions', days: 30, people: 1 }],
      blocked: expect.arrayContaining([{ activity: 'petitions', reason: 'requested', people: 1 }]),
    });
    expect((await rehearse({ asOf: inDays(29) })).people).toBe(0);
    expect(await isErased(over.subject)).toBe(false);

    test.clock.set(inDays(8));
    const first = await until(async () => (await runs())[0], 'the first run to begin');
    expect(await done(first.id)).toMatchObject({ people: 0, outcome: [], by: 'system' });

    test.clock.set(inDays(40));
    const run = await runThatErased(0);
    expect(told(run)).toEqual(told(rehearsed));
    expect(
      await Promise.all([over, open, held, restricted, requested].map(({ subject }) => isErased(subject))),
    ).toEqual([true, false, false, false, false]);
    await eventually(`/feedback/v1/subjects/${over.subject}`, (body) => {
      expect(JSON.stringify(body)).toContain('[erased]');
      expect(JSON.stringify(body)).not.toContain('peste@example.org');
    });
    for (const context of people)
      expect(
        (await test.api.post(`/${context}/v1/subjects/search`, { contact: 'peste@example.org' })).body.items,
      ).toEqual([]);
    expect(readFileSync(env.ECOU_ERASED_LIST, 'utf8')).toContain(run.id);
    for (const context of people) {
      const erased = await rows(
        context,
        `SELECT data->'subjects' AS n FROM ${context}.events WHERE type = 'SubjectErased'`,
      );
      expect(erased).toEqual([{ n: [over.subject] }]);
    }
    expect(JSON.stringify(run)).not.toContain(over.subject);
    expect((await test.api.get(`${retention}/runs`, { key: test.keys.auditor })).status).toBe(200);
    expect((await test.api.get(`${retention}/runs`, { key: test.keys.registry })).status).toBe(403);
  });

  it('take the others once hold, restriction and request are gone', async () => {
    expect((await test.api.post(`${holds}/${hold}/lift`, { reason: 'S-a încheiat.' })).status).toBe(200);
    await test.api.post(`${requests}/${restriction}/lift-restriction`, { reason: 'S-a verificat.' });
    await test.api.post(`${requests}/${request}/answer`, { summary: 'S-a răspuns.' });
    await test.settle();
    await until(
      async () => (await countOf('feedback', `feedback.restricted_subjects`)) === 0,
      'feedback to hear that the restriction was lifted',
    );
    test.clock.set(inDays(50));
    const run = await runThatErased(1);
    expect(run).toMatchObject({ people: 3, outcome: [{ activity: 'petitions', people: 3 }] });
    expect(await Promise.all([held, restricted, requested, open].map(({ subject }) => isErased(subject)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('are carried out whole and once, by two processes whose sessions are cut meanwhile', async () => {
    const many: Handed[] = [];
    for (let index = 0; index < 10; index += 1) many.push(await petition(`multi.${index}@example.org`));
    await allSent({ petitions: 15, forwarded: 14 });
    const cutting = new AbortController();
    let cuts = 0;
    const cutter = (async () => {
      for (; !cutting.signal.aborted && cuts < 8; cuts += 1) {
        await cutAll(test.databaseUrl);
        await sleep(500);
      }
    })();
    test.clock.set(inDays(90));
    await until(
      async () => {
        const erased = await Promise.all(many.map(({ subject }) => isErased(subject))).catch(() => [false]);
        return erased.every(Boolean);
      },
      'all of them to be erased',
      120_000,
    );
    cutting.abort();
    await cutter;
    expect(cuts).toBeGreaterThan(1);
    expect(await runThatErased(2)).toMatchObject({ people: 10 });
    const subjects = many.map(({ subject }) => subject);
    expect(
      await countOf('identity', 'identity.subject_keys WHERE subject = ANY($1::uuid[]) AND wrapped IS NOT NULL', [
        subjects,
      ]),
    ).toBe(0);
    for (const context of people)
      expect(await countOf(context, `${context}.events WHERE type = 'SubjectErased'`)).toBe(3);
    expect(await countOf('identity', `identity.events WHERE type = 'RetentionKeysDestroyed'`)).toBe(3);
  });

  it('reach who signed in, officers who left, speakers and stewards, closed requests and lifted holds', async () => {
    const invite = { name: 'Ion Exemplu', email: 'ion@example.org' };
    const invited = async (): Promise<string> => {
      const answer = await test.api.post('/identity/v1/people', invite);
      expect(answer).toMatchObject({ status: 201 });
      return answer.body.id;
    };
    const left = await invited();
    expect((await test.api.post('/identity/v1/people', invite)).body.code).toBe('EMAIL_TAKEN');
    expect((await test.api.post(`/identity/v1/people/${left}/disable`)).status).toBe(200);
    const officers = { gone: randomUUID(), active: randomUUID() };
    const define = (officer: string, active: boolean) =>
      test.api.put(`/feedback/v1/directory/officers/${officer}`, {
        ...{ department: 'synthetic', name: 'Dan Exemplu', phone: '0200 000 000', active },
      });
    for (const officer of Object.values(officers)) expect((await define(officer, true)).status).toBe(200);
    expect((await define(officers.gone, false)).status).toBe(200);
    const facility = (await test.api.post('/facilities/v1/facilities', wifi)).body.id;
    const steward = { name: 'Ina Exemplu', email: 'ina@example.org' };
    expect((await test.api.put(`/facilities/v1/facilities/${facility}/steward`, steward)).status).toBe(200);
    const retired = await test.api.post(`/facilities/v1/facilities/${facility}/retire`, { reason: { ro: 'Închis' } });
    expect(retired.status).toBe(200);
    const session = (await test.api.post('/events/v1/civic-events', planned)).body.id;
    const items = [{ kind: 'debate', title: { ro: 'D' }, speakers: [{ name: 'Eva Exemplu' }] }];
    expect((await test.api.put(`/events/v1/civic-events/${session}/agenda`, { items })).status).toBe(200);
    const cancelled = await test.api.post(`/events/v1/civic-events/${session}/cancel`, { reason: { ro: 'Renunțat' } });
    expect(cancelled.status).toBe(200);
    const activities = ['accounts', 'officers', 'rights', 'speakers', 'stewards'];
    for (const activity of activities) await setRule(activity, 5);
    await test.settle();

    test.clock.set(inDays(99));
    const run = await runThatErased(3);
    expect(run).toMatchObject({
      people: 8,
      outcome: activities.map((activity) => ({ activity, people: activity === 'rights' ? 4 : 1 })),
    });
    const found = await Promise.all(Object.values(officers).map(isErased));
    expect(found).toEqual([true, false]);
    await eventually(requests, ({ items }) => {
      expect(items).toHaveLength(3);
      expect(JSON.stringify(items)).not.toContain('post@example.org');
    });
    await eventually(holds, ({ items }) =>
      expect(items[0]).toMatchObject({ id: hold, reason: null, legalBasis: 'GDPR, art. 17(3)(e)' }),
    );
    await eventually(`/identity/v1/people/${left}`, (body) => expect(body).toMatchObject({ name: null, email: null }));
    expect(await test.api.post(`/identity/v1/people/${left}/enable`)).toMatchObject({
      ...{ status: 409, body: { code: 'PERSON_ERASED' } },
    });
    expect(await invited()).not.toBe(left);
  });

  it('are known to a process that starts anew: it orders nothing of the list that is kept apart once more', async () => {
    await replica.stop();
    replica = await startReplica();
    expect(readFileSync(env.ECOU_ERASED_LIST, 'utf8').split('\n').filter(Boolean)).toHaveLength(4);
    expect(await countOf('identity', `identity.events WHERE type = 'ErasureRecovered'`)).toBe(0);
  });

  it('leave views that equal their rebuild', async () => {
    await test.settle();
    await test.replayEqualsIncremental('identity', 'people');
    await test.replayEqualsIncremental('identity', 'retention_runs');
    await test.replayEqualsIncremental('identity', 'rights_request_list');
    await test.replayEqualsIncremental('feedback', 'petition_list');
    await test.replayEqualsIncremental('notifications', 'message_list');
  });
});

/** Ends every session of a database, in the middle of whatever it does. */
async function cutAll(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await client.end();
}
