import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ParsedMail } from 'mailparser';
import { notificationsContext } from './context.js';
import { MailServer } from './testing/mail-server.js';
import { addressOf, pathOf } from './testing/mailbox.js';
import { publishers, tellCancelled, tellDeliverable, tellMoved, tellPublished } from './testing/publishers.js';
import { confirmedSubscribers } from './testing/subscribers.js';

const base = '/notifications/v1';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const hours = 3600_000;

const server = new MailServer();
let test: TestProcess;

beforeAll(async () => {
  const env = { PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'ecou@ecou.test', SMTP_URL: await server.listen() };
  test = await startTestProcess([...publishers, notificationsContext], { env });
});
afterAll(async () => {
  await test.stop();
  await server.close();
});
/** Noon in Bucharest, on a Friday. */
beforeEach(() => test.clock.set('2024-03-01T10:00:00.000Z'));

const to = (address: string) => server.taken.filter((mail) => addressOf(mail) === address);
const mailTo = (address: string, subject: string): Promise<ParsedMail> =>
  until(() => to(address).find((mail) => mail.subject?.includes(subject)), `a mail to ${address}: ${subject}`);

const read = async (path: string) => (await test.api.get(`${base}${path}`)).body;
const messagesOf = async (subscriber: string) =>
  (await read(`/messages?subscriber=${subscriber}`)).items as { id: string; status: string; purpose: string }[];
const message = (subscriber: string, status: string, purpose: string) =>
  until(
    async () => (await messagesOf(subscriber)).find((each) => each.status === status && each.purpose === purpose),
    `a message ${purpose} that is ${status}`,
  );

const count = async (type: string) => {
  const { pool } = test.context('notifications');
  const { rows } = await pool.query('SELECT count(*)::int AS count FROM notifications.events WHERE type = $1', [type]);
  return rows[0].count as number;
};
const announced = async (tell: () => Promise<void>) => {
  const before = await count('AnnouncementCompleted');
  await tell();
  await until(async () => (await count('AnnouncementCompleted')) > before, 'everybody is told');
};

/** A path of somebody's page of preferences, from the mail that told them of a deliverable. */
async function somebody(name: string, topics: readonly string[] = []) {
  const [address, programmeId] = [`${name}@example.org`, randomUUID()];
  const [person] = await confirmedSubscribers(test, [address], [`programme:${programmeId}`, ...topics]);
  const publish = () => tellDeliverable(test, { programmeId, address: 'https://example.org/study.pdf' });
  await announced(publish);
  const page = pathOf(await mailTo(address, 'publicat'), 'preferences');
  const kept = Object.fromEntries([`programme:${programmeId}`, ...topics].map((topic) => [topic, 'on']));
  const choose = async (fields: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams({ ...kept, language: 'ro', schedule: 'immediate', ...fields }).toString();
    return test.visitor.post(page, body, { headers: form });
  };
  return { id: person!.id, address, page, publish, choose };
}

describe('quiet hours', () => {
  const night = { quietFrom: '22:00', quietTo: '08:00' };

  it('let a message wait until they end, across the change of the clock', async () => {
    const { id, address, choose, publish } = await somebody('sleeper');
    expect((await choose(night)).body).toContain('Alegerea a fost salvată.');
    test.clock.set('2024-03-30T21:00:00.000Z');
    await announced(publish);
    expect(await message(id, 'waiting', 'deliverable-published')).toMatchObject({
      waitsUntil: '2024-03-31T05:00:00.000Z',
    });
    test.clock.set('2024-03-31T04:59:00.000Z');
    await sleep(500);
    expect(to(address)).toHaveLength(1);
    test.clock.set('2024-03-31T05:00:00.000Z');
    await until(() => to(address).length === 2, 'the second mail');
  });

  it('hold back no message that is urgent, and what was moved twice is told once', async () => {
    const civicEventId = randomUUID();
    const { address, choose } = await somebody('moved', [`civic-event:${civicEventId}`]);
    await choose(night);
    test.clock.set('2024-03-01T22:00:00.000Z');
    const [first, second, third] = ['2024-03-10T10:00:00Z', '2024-03-11T10:00:00Z', '2024-03-12T10:00:00Z'] as const;
    await announced(() => tellPublished(test, civicEventId, first));
    await announced(() => tellMoved(test, civicEventId, first, second));
    await announced(() => tellMoved(test, civicEventId, second, third));
    await sleep(300);
    expect(to(address)).toHaveLength(1);
    test.clock.set('2024-03-02T06:00:00.000Z');
    const told = await mailTo(address, 'S-a mutat: Dezbatere în parc');
    expect(told.text).toMatch(/Când: marți, 12 martie 2024.*12:00/);
    await until(async () => (await count('MessageWithheld')) >= 2, 'the others have lost their point');
    expect(to(address)).toHaveLength(2);

    test.clock.set('2024-03-11T22:00:00.000Z');
    await announced(() => tellCancelled(test, civicEventId, third));
    expect((await mailTo(address, 'S-a anulat')).text).toContain('De ce: Vreme rea.');
  });
});

describe('a digest', () => {
  it('comes at its hour, holds each thing once, and leaves all of it with one click', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const { id, address, choose, publish } = await somebody('daily', [`civic-event:${one}`, `civic-event:${other}`]);
    await choose({ schedule: 'daily', hour: '8', weekday: '1' });
    await announced(() => tellPublished(test, one, '2024-03-10T10:00:00Z'));
    await announced(() => tellMoved(test, one, '2024-03-10T10:00:00Z', '2024-03-11T10:00:00Z'));
    await announced(() => tellPublished(test, other, '2024-03-20T10:00:00Z'));
    await announced(publish);
    const waiting = await message(id, 'waiting', 'digest');
    expect(await messagesOf(id)).toHaveLength(2);
    expect((await read(`/messages/${waiting.id}`)).announcements).toHaveLength(4);
    test.clock.advance(20 * hours);
    const digest = await mailTo(address, 'Noutăți de la primărie: 3');
    expect(digest.text?.match(/^\* /gm)).toHaveLength(3);
    expect(digest.text).toContain('* S-a mutat: Dezbatere în parc');
    expect(digest.text).toContain('* Eveniment nou: Dezbatere în parc');
    expect(digest.text).not.toContain('Când: duminică, 10 martie');
    await test.visitor.post(pathOf(digest, 'unsubscribe'), 'List-Unsubscribe=One-Click', { headers: form });
    const { topics } = await read(`/subscriptions/${id}`);
    expect(new Set(Object.values(topics))).toEqual(new Set(['ended']));
    await announced(publish);
    expect(await messagesOf(id)).toHaveLength(2);
  });

  it('that would come too late, and what is urgent, goes by itself', async () => {
    const civicEventId = randomUUID();
    const { id, address, choose } = await somebody('weekly', [`civic-event:${civicEventId}`]);
    await choose({ schedule: 'weekly', hour: '18', weekday: '4' });
    await announced(() => tellPublished(test, civicEventId, '2024-03-05T10:00:00Z'));
    await mailTo(address, 'Eveniment nou');
    test.clock.set('2024-03-04T12:00:00.000Z');
    await announced(() => tellCancelled(test, civicEventId, '2024-03-05T10:00:00Z'));
    await mailTo(address, 'S-a anulat');
    expect((await messagesOf(id)).filter(({ purpose }) => purpose === 'digest')).toEqual([]);
  });

  it('whose reader left is not sent', async () => {
    const { id, address, page, choose, publish } = await somebody('leaver');
    await choose({ schedule: 'daily' });
    await announced(publish);
    await message(id, 'waiting', 'digest');
    expect((await test.visitor.post(`${page}/end`, '', { headers: form })).body).toContain('Ați renunțat la tot.');
    test.clock.advance(24 * hours);
    await message(id, 'withheld', 'digest');
    expect(to(address)).toHaveLength(1);
  });
});

describe('somebody whose topics lie along the tree', () => {
  it('is told of one thing once', async () => {
    const [programmeId, civicEventId] = [randomUUID(), randomUUID()];
    const topics = ['everything', `programme:${programmeId}`, `civic-event:${civicEventId}`];
    const [all] = await confirmedSubscribers(test, ['everything@example.org'], topics);
    await announced(() => tellPublished(test, civicEventId, '2024-03-20T10:00:00Z', programmeId));
    const mail = await mailTo('everything@example.org', 'Eveniment nou');
    expect(mail.text).toContain('tot ce publică primăria');
    expect(await messagesOf(all!.id)).toHaveLength(1);
    await test.visitor.post(pathOf(mail, 'unsubscribe'), '', { headers: form });
  });

  it('hears nothing of what is over', async () => {
    const civicEventId = randomUUID();
    const [late] = await confirmedSubscribers(test, ['late@example.org'], [`civic-event:${civicEventId}`]);
    const before = await count('AnnouncementStarted');
    await tellPublished(test, civicEventId, '2024-02-20T10:00:00Z');
    await announced(() => tellPublished(test, randomUUID(), '2024-03-20T10:00:00Z'));
    expect(await count('AnnouncementStarted')).toBe(before + 1);
    expect(await messagesOf(late!.id)).toEqual([]);
  });
});

describe('another address', () => {
  const add = (page: string, email: string) =>
    test.visitor.post(`${page}/addresses`, new URLSearchParams({ email, agree: 'on' }).toString(), { headers: form });

  it('is used once its own link was, in the order that was chosen, and what fails there goes to the next', async () => {
    const { id, address, page, choose, publish } = await somebody('two');
    const second = 'two.home@example.org';
    expect((await add(page, second)).body).toContain('V-am scris la adresa dată.');
    const asking = await mailTo(second, 'Confirmați că această adresă');
    expect(asking.headers.get('list')).toBeUndefined();
    await choose({ 'place-1': '2', 'place-2': '1' });
    await announced(publish);
    await until(() => to(address).length === 2, 'the first address as long as the second is not confirmed');

    const link = pathOf(asking, 'address');
    expect((await test.visitor.get(link)).body).toContain('Este adresa dumneavoastră?');
    expect((await test.visitor.post(link, '', { headers: form })).body).toContain('Adresa a fost confirmată');
    await announced(publish);
    await mailTo(second, 'publicat');
    expect(to(address)).toHaveLength(2);
    expect(await read(`/subscriptions/${id}`)).toMatchObject({
      address: second,
      addresses: [
        { number: 2, confirmed: true },
        { number: 1, confirmed: true },
      ],
      consents: expect.arrayContaining([expect.objectContaining({ act: 'address-confirmed', number: 2 })]),
    });

    server.plan(second, { at: 'rcpt', reply: '550 5.1.1 No such user' });
    await announced(publish);
    await message(id, 'bounced', 'deliverable-published');
    await sleep(300);
    expect(to(address)).toHaveLength(2);
    await until(async () => (await read(`/subscriptions/${id}`)).stopped, 'the address is stopped');
    await announced(publish);
    await until(() => to(address).length === 3, 'the next address');

    await add(page, second);
    const again = await until(() => to(second).filter(({ subject }) => subject?.includes('adres'))[1], 'another link');
    await test.visitor.post(pathOf(again, 'address'), '', { headers: form });
    await choose({ 'place-3': '1', 'place-1': '2', fallback: 'on' });
    server.plan(second, { at: 'rcpt', reply: '550 5.1.1 No such user' });
    await announced(publish);
    await until(() => to(address).length === 4, 'the message that fell back');
    const fallen = (await messagesOf(id)).filter(({ status }) => status === 'bounced');
    const details = await Promise.all(fallen.map(({ id: each }) => read(`/messages/${each}`)));
    expect(details.filter(({ fellBackTo }) => fellBackTo !== null)).toHaveLength(1);
    const resend = await test.api.post(`${base}/messages/${fallen[0]!.id}/resend`, { reason: 'Again.' });
    expect(resend.status).toBe(409);
  });

  it("that is another subscriber's is answered the same, and is theirs until they left", async () => {
    const [ana, dan] = [await somebody('ana'), await somebody('dan')];
    const [taken, free] = [await add(ana.page, dan.address), await add(ana.page, 'nobody@example.org')];
    const saidIn = ({ status, body }: { status: number; body: string }) => [
      status,
      /<p role="status">.*?<\/p>/.exec(body)?.[0],
      /<li>[^<]*?@example.org – (.*?)</.exec(body)?.[1],
    ];
    expect(saidIn(taken)).toEqual(saidIn(free));
    expect(saidIn(free)).toContain('așteaptă confirmarea prin legătura trimisă la ea');
    const link = pathOf(await mailTo(dan.address, 'Confirmați că această adresă'), 'address');
    const refused = await test.visitor.post(link, '', { headers: form });
    expect(refused).toMatchObject({ status: 409 });
    expect(refused.body).toContain(dan.page);
    await test.visitor.post(`${dan.page}/end`, '', { headers: form });
    expect((await test.visitor.post(link, '', { headers: form })).body).toContain('Adresa a fost confirmată');
    expect((await read(`/subscriptions/${dan.id}`)).addresses).toEqual([]);
    await ana.choose({ 'place-2': '1', 'place-1': '2' });
    await announced(ana.publish);
    await until(() => to(dan.address).length === 3, 'news at the address that moved');
  });

  it('is removed by its owner, but for the last', async () => {
    const { id, page, choose, publish, address } = await somebody('remover');
    const refused = await test.visitor.post(`${page}/addresses/1/remove`, '', { headers: form });
    expect(refused).toMatchObject({ status: 409 });
    expect(refused.body).toContain('Este singura adresă');
    await add(page, 'remover.new@example.org');
    await test.visitor.post(pathOf(await mailTo('remover.new@example.org', 'Confirmați'), 'address'), '', {
      headers: form,
    });
    await choose({ quietFrom: '11:00', quietTo: '13:00' });
    await announced(publish);
    await message(id, 'waiting', 'deliverable-published');
    await test.visitor.post(`${page}/addresses/1/remove`, '', { headers: form });
    test.clock.advance(1 * hours);
    await mailTo('remover.new@example.org', 'publicat');
    expect(to(address)).toHaveLength(1);
    const asked = { address, topics: ['everything'], consentVersion: 1 };
    expect(await test.visitor.post(`${base}/subscriptions`, asked)).toMatchObject({ status: 202 });
    await mailTo(address, 'Confirmați că doriți');
  });

  it.each([
    ['half of quiet hours', { quietFrom: '22:00' }, 'quietTo'],
    ['a zone that is none', { timeZone: 'Europe/Nowhere' }, 'timeZone'],
    ['an hour that is none', { hour: '25' }, 'hour'],
  ])('and %s are refused by name', async (what, fields, path) => {
    const { choose } = await somebody(what.replaceAll(' ', '-'));
    expect(await choose(fields as Record<string, string>)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});

describe('each view', () => {
  it.each(notificationsContext.views)('$name equals its replay from nothing', ({ name }) =>
    test.replayEqualsIncremental('notifications', name),
  );
});
