import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { notificationsContext } from '../context.js';
import { MailServer } from '../testing/mail-server.js';
import { addressOf, pathOf } from '../testing/mailbox.js';
import { confirmedSubscribers } from '../testing/subscribers.js';
import { budget } from './campaign/campaign.samples.js';

const base = '/notifications/v1/campaigns';
const minutes = 60_000;
const server = new MailServer();
let test: TestProcess;

beforeAll(async () => {
  const env = { PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'ecou@ecou.test', SMTP_URL: await server.listen() };
  test = await startTestProcess([notificationsContext], { env });
});
afterAll(async () => {
  await test.stop();
  await server.close();
});
beforeEach(() => test.clock.set('2026-05-20T09:00:00.000Z'));

const mailsTo = (address: string) => server.taken.filter((mail) => addressOf(mail) === address);
/** The number of these that have a mail once no more go out: what is on its way is not called back. */
async function stopped(addresses: readonly string[]): Promise<number> {
  for (let before = -1; ;) {
    const now = reached(addresses);
    if (now === before) return now;
    before = now;
    await sleep(2_000);
  }
}

/** The number of these that have a mail. */
function reached(addresses: readonly string[]): number {
  const taken = new Set(server.taken.map(addressOf));
  return addresses.filter((address) => taken.has(address)).length;
}
const mailTo = (address: string) => until(() => mailsTo(address)[0], `a mail to ${address}`);
const read = async (path: string) => (await test.api.get(`${base}/${path}`)).body;
const order = (id: string, verb: string, body?: object) => test.api.post(`${base}/${id}/${verb}`, body);

interface Wanted {
  readonly topics: readonly string[];
  readonly [more: string]: unknown;
}

async function drafted(segment: Wanted, more: object = {}): Promise<string> {
  const { status, body } = await test.api.post(base, { ...budget, segment, ...more });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.id as string;
}

/** Tested by a mail to somebody of the staff, in Romanian. */
async function tested(segment: Wanted, more: object = {}): Promise<string> {
  const id = await drafted(segment, more);
  const address = `staff-${randomUUID()}@example.org`;
  expect(await order(id, 'test', { address, languages: ['ro'] })).toMatchObject({ status: 200 });
  await mailTo(address);
  return id;
}

async function sending(segment: Wanted): Promise<string> {
  const id = await tested(segment);
  expect(await order(id, 'schedule', {})).toMatchObject({ status: 200 });
  await statusOf(id, 'sending');
  return id;
}

const statusOf = (id: string, status: string) =>
  until(async () => (await read(id)).status === status, `the campaign is ${status}`);

const settled = async (path: string) => {
  await test.settle();
  return read(path);
};

/** Until a campaign is over, its clock goes on. */
const completed = (id: string) =>
  until(async () => {
    test.clock.advance(minutes);
    await sleep(50);
    return (await read(id)).status === 'completed';
  }, 'the campaign is completed');

const topic = () => `series:${randomUUID()}`;
const names = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}-${index}@example.org`);

describe('a campaign', () => {
  it('goes to whom it counts, once, at its time, and says what became of it', async () => {
    const [series, all] = [topic(), 'everything'];
    const [ana, ion] = await confirmedSubscribers(test, ['ana@example.org', 'ion@example.org'], [series]);
    const [eve] = await confirmedSubscribers(test, ['eve@example.org'], [all], 'en');
    await confirmedSubscribers(test, ['other@example.org'], [topic()]);
    server.plan('ion@example.org', { at: 'rcpt', reply: '550 5.1.1 No such user' });
    await test.api.post(`/notifications/v1/subscriptions/${(await left(series)).id}/end`, {});

    const id = await tested({ topics: [series] });
    expect(await settled(`${id}/audience`)).toMatchObject({
      ...{ targeted: 4, told: 3, channels: [{ channel: 'email', people: 3 }] },
      excluded: [{ rule: 'unsubscribed', people: 1 }],
    });
    const startsAt = new Date(Date.parse(test.clock.now()) + 30 * minutes).toISOString();
    expect(await order(id, 'schedule', { startsAt })).toMatchObject({ status: 200 });
    await sleep(300);
    expect(mailsTo('ana@example.org')).toEqual([]);
    test.clock.set(startsAt);

    const mail = await mailTo('ana@example.org');
    expect(mail.subject).toBe(budget.subject.ro);
    expect(mail.text).toContain(
      'Primiți acest mesaj pentru că ați cerut să fiți informat(ă), și ați confirmat, despre',
    );
    expect(mail.html).toContain('<a href="https://example.ro/vot">https://example.ro/vot</a>.');
    expect(mail.headers.get('list')).toMatchObject({ unsubscribe: {} });
    expect((await mailTo('eve@example.org')).subject).toBe(budget.subject.en);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await test.visitor.post(pathOf(mail, 'unsubscribe'), 'List-Unsubscribe=One-Click', { headers: form });
    await completed(id);

    expect(await settled(`${id}/report`)).toEqual({
      id,
      status: 'completed',
      audience: expect.objectContaining({ targeted: 4, told: 3 }),
      told: 3,
      channels: [
        {
          ...{ channel: 'email', queued: 0, sent: 2, delivered: 2, bounced: 1 },
          ...{ failed: 0, uncertain: 0, withheld: 0, unsubscribed: 1 },
        },
      ],
      total: expect.objectContaining({ sent: 2, bounced: 1, unsubscribed: 1 }),
      withheld: [],
    });
    expect(mailsTo('other@example.org')).toEqual([]);
    for (const { id: subscriber } of [ana!, eve!, ion!]) {
      const { body } = await test.api.get(`/notifications/v1/messages?subscriber=${subscriber}&announcement=${id}`);
      expect(body.items).toHaveLength(1);
    }
    const told = await toldOf(id);
    expect(told).toMatchObject([{ campaignId: id, targeted: 4, outcomes: [{ sent: 2, bounced: 1, unsubscribed: 1 }] }]);
    expect(JSON.stringify(told)).not.toMatch(/example\.org/);
    const { items } = await read(`${id}/history`);
    expect(items.map(({ type }: { type: string }) => type)).toEqual(
      expect.arrayContaining(['CampaignDrafted', 'CampaignTested', 'CampaignScheduled', 'CampaignCompleted']),
    );
    expect(items[0].actor).toMatch(/^key:/);
    expect(await order(id, 'schedule', {})).toMatchObject({ status: 409, body: { code: 'CAMPAIGN_BEGUN' } });
  });

  /** Somebody who is to leave. */
  async function left(series: string) {
    const [gone] = await confirmedSubscribers(test, [`gone-${randomUUID()}@example.org`], [series]);
    return gone!;
  }

  it('counts whom each rule leaves out as it sends', async () => {
    const [a, b] = [topic(), topic()];
    await confirmedSubscribers(test, names('both', 2), [a, b]);
    await confirmedSubscribers(test, names('one', 3), [a]);
    await confirmedSubscribers(test, names('english', 1), [a, b], 'en');
    const count = async (segment: Wanted) => {
      const { targeted, told } = await settled(`${await drafted(segment)}/audience`);
      return [targeted, told];
    };
    const everything = (await settled(`${await drafted({ topics: [topic()] })}/audience`)).told as number;
    expect(await count({ topics: [a, b] })).toEqual([6 + everything, 6 + everything]);
    expect(await count({ topics: [a, b], match: 'all' })).toEqual([3 + everything, 3 + everything]);
    expect(await count({ topics: [a], channels: ['sms'] })).toEqual([6 + everything, 0]);
    expect(await count({ topics: [a], subscribedSince: '2024-03-02T00:00:00.000Z' })).toEqual([0, 0]);
    const id = await sending({ topics: [a, b], match: 'all', language: 'ro' });
    await completed(id);
    expect(names('both', 2).map((address) => mailsTo(address).length)).toEqual([1, 1]);
    expect([...names('one', 3), ...names('english', 1)].flatMap(mailsTo)).toEqual([]);
  });

  it('waits for quiet hours, and for the hour of a digest, which has it as a part', async () => {
    const series = topic();
    const quiet = { quiet: { from: '08:00', to: '20:00' }, timeZone: 'UTC' };
    await confirmedSubscribers(test, ['sleeper@example.org'], [series], 'ro', quiet);
    await confirmedSubscribers(test, ['daily@example.org'], [series], 'ro', {
      schedule: 'daily',
      hour: 18,
      timeZone: 'UTC',
    });
    const id = await sending({ topics: [series], subscribedSince: null });
    const waiting = async () => (await settled(`${id}/report`)).total.queued >= 2;
    await until(waiting, 'two wait');
    expect([...mailsTo('sleeper@example.org'), ...mailsTo('daily@example.org')]).toEqual([]);
    test.clock.set('2026-05-20T20:00:01.000Z');
    expect((await mailTo('sleeper@example.org')).subject).toBe(budget.subject.ro);
    expect((await mailTo('daily@example.org')).text).toContain('Puteți vota până la sfârșitul lunii.');
    await completed(id);
  });
});

describe('a campaign that is held back', () => {
  /** Several chunks of subscribers. */
  const people = 210;

  it('reaches nobody else while it is paused, and everybody once when it is resumed', async () => {
    const series = topic();
    const addresses = names(`paused-${randomUUID()}`, people);
    await confirmedSubscribers(test, addresses, [series]);
    const got = () => reached(addresses);
    const id = await sending({ topics: [series] });
    await until(() => got() >= 10, 'some have it');
    expect(await order(id, 'pause')).toMatchObject({ status: 200 });
    expect(await stopped(addresses)).toBeLessThan(people);
    expect(await read(id)).toMatchObject({ status: 'paused' });
    expect(await order(id, 'resume')).toMatchObject({ status: 200 });
    await until(() => got() === people, 'everybody has it', 60_000);
    await completed(id);
    expect(addresses.every((address) => mailsTo(address).length === 1)).toBe(true);
  });

  it('sends nothing that is left once it is cancelled, with a reason', async () => {
    const series = topic();
    const addresses = names(`cancelled-${randomUUID()}`, people);
    await confirmedSubscribers(test, addresses, [series]);
    // Also to those whom other tests subscribed to everything.
    const mails = () => server.taken.filter(({ subject }) => Object.values(budget.subject).includes(subject ?? ''));
    const before = mails().length;
    const got = () => mails().length - before;
    const id = await sending({ topics: [series] });
    await until(() => got() >= 10, 'some have it');
    expect(await order(id, 'pause')).toMatchObject({ status: 200 });
    await stopped(addresses);
    expect(await order(id, 'cancel', { reason: 'Textul avea o greșeală.' })).toMatchObject({ status: 200 });
    const over = async () => (await settled(`${id}/report`)).total.queued === 0;
    await until(over, 'nothing waits any more');
    // One that was on its way longer than that comes, and is counted then.
    const { total, withheld } = await until(async () => {
      const report = await settled(`${id}/report`);
      return got() === report.total.sent && report;
    }, 'what was sent to be there');
    expect(total.sent).toBeLessThan(people);
    test.clock.advance(minutes);
    await stopped(addresses);
    expect(got()).toBe(total.sent);
    if (total.withheld > 0) expect(withheld).toEqual([{ reason: 'cancelled', messages: total.withheld }]);
    expect(await order(id, 'resume')).toMatchObject({ status: 409, body: { code: 'CAMPAIGN_NOT_PAUSED' } });
    expect(await order(id, 'cancel', { reason: 'Alta.' })).toMatchObject({
      status: 409,
      body: { code: 'CAMPAIGN_OVER' },
    });
  });
});

describe('a draft', () => {
  it('is shown to staff as a test, marked, and asks for nothing of them', async () => {
    const id = await drafted({ topics: [topic()] });
    expect(await order(id, 'test', { address: 'colega@example.org' })).toMatchObject({ status: 200 });
    await until(() => mailsTo('colega@example.org').length === 2, 'a test in each language');
    expect(
      mailsTo('colega@example.org')
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual([`[TEST] ${budget.subject.en}`, `[TEST] ${budget.subject.ro}`].sort());
    const [mail] = mailsTo('colega@example.org');
    expect(mail!.headers.get('list')).toBeUndefined();
    expect(JSON.stringify(await read(`${id}/history`))).not.toContain('colega');
    for (let more = 1; more < 10; more += 1)
      await order(id, 'test', { address: 'colega@example.org', languages: ['ro'] });
    expect(await order(id, 'test', { address: 'colega@example.org' })).toMatchObject({
      ...{ status: 409, body: { code: 'TESTS_TOO_MANY' } },
    });
  });

  it('is changed only by somebody who has seen it, and tested anew', async () => {
    const id = await tested({ topics: [topic()] });
    const { version } = await read(id);
    const change = (ifMatch: string | undefined, name: string) =>
      test.api.put(`${base}/${id}`, { ...budget, name }, { headers: ifMatch ? { 'if-match': ifMatch } : {} });
    expect((await change(undefined, 'Alta')).status).toBe(428);
    const both = await Promise.all([change(`"${version}"`, 'Una'), change(`"${version}"`, 'Alta')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await order(id, 'schedule', {})).toMatchObject({ status: 409, body: { code: 'CAMPAIGN_UNTESTED' } });
  });

  it('changes no more once it has its time, and starts once for two who schedule it at once', async () => {
    const series = topic();
    await confirmedSubscribers(test, ['twice@example.org'], [series]);
    const id = await tested({ topics: [series] });
    const startsAt = '2026-05-21T09:00:00.000Z';
    expect(await order(id, 'schedule', { startsAt })).toMatchObject({ status: 200 });
    const { version } = await read(id);
    const changed = await test.api.put(
      `${base}/${id}`,
      { ...budget, name: 'Alta' },
      { headers: { 'if-match': `"${version}"` } },
    );
    expect(changed).toMatchObject({ status: 409, body: { code: 'CAMPAIGN_FIXED' } });
    const now = { startsAt: test.clock.now() };
    await Promise.all([order(id, 'schedule', now), order(id, 'schedule', now)]);
    await completed(id);
    expect(mailsTo('twice@example.org')).toHaveLength(1);
    test.clock.set(startsAt);
    await sleep(300);
    expect(mailsTo('twice@example.org')).toHaveLength(1);
  });

  it.each([
    ['a subject of two lines', { subject: { ro: 'Unu\nDoi', en: 'One' } }, 'subject.ro'],
    ['no English', { text: { ro: 'Text' } }, 'text.en'],
    ['a link that is not https', { link: 'http://example.ro' }, 'link'],
    ['no topic', { segment: { topics: [] } }, 'segment.topics'],
    ['somebody’s petition as its topic', { segment: { topics: [`petition:${randomUUID()}`] } }, 'segment.topics.0'],
  ])('is refused with %s', async (_what, wrong, path) => {
    const { status, body } = await test.api.post(base, { ...budget, ...wrong });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(path.split('.').at(-1));
  });

  it('is for those who may', async () => {
    const { text: _, ...half } = budget;
    expect((await test.visitor.get(base)).status).toBe(401);
    expect((await test.visitor.post(base, half)).status).toBe(401);
  });

  it('is found by its status, its topic and its words', async () => {
    const series = topic();
    const id = await drafted({ topics: [series] }, { name: 'Campania șoimilor' });
    await test.settle();
    const found = async (query: string) =>
      (await test.api.get(`${base}?${query}`)).body.items.map((item: { id: string }) => item.id);
    expect(await found(`topic=${series}`)).toEqual([id]);
    expect(await found('q=soimilor&status=draft')).toEqual([id]);
    expect(await found(`topic=${series}&status=completed`)).toEqual([]);
  });
});

it('the views of campaigns are those of a replay', async () => {
  for (const view of ['campaign_list', 'message_list', 'message_departures'])
    await test.replayEqualsIncremental('notifications', view);
});

/** Messages to others about a campaign. */
async function toldOf(id: string): Promise<unknown[]> {
  const { pool } = test.context('notifications');
  const sql = 'SELECT data FROM notifications.outbox WHERE key = $1 ORDER BY position';
  await until(async () => (await pool.query(sql, [id])).rowCount === 1, 'what is told');
  return (await pool.query<{ data: unknown }>(sql, [id])).rows.map(({ data }) => data);
}
