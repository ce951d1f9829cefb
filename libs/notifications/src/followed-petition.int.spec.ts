import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PetitionFollowingAskedV1, PetitionStepContactV1 } from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notificationsContext } from './context.js';
import { MailServer } from './testing/mail-server.js';
import { addressOf, pathOf } from './testing/mailbox.js';
import { publishers, tell } from './testing/publishers.js';
import { confirmedSubscribers } from './testing/subscribers.js';

const base = '/notifications/v1';
const at = '2024-03-01T10:00:00.000Z';
const number = '2024-000007';
const consentText = 'Sunt de acord ca primăria să îmi scrie despre starea petiției.';
const server = new MailServer();
let test: TestProcess;

beforeAll(async () => {
  const env = { PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'ecou@ecou.test', SMTP_URL: await server.listen() };
  test = await startTestProcess([...publishers, notificationsContext], { env });
  test.clock.set(at);
});
afterAll(async () => {
  await test.stop();
  await server.close();
});

const sealed = (value: string) => ({ subject: randomUUID(), codec: 'plain', value });
const to = (address: string) => server.taken.filter((mail) => addressOf(mail) === address);
const mailTo = (address: string, subject: string) =>
  until(() => to(address).find((mail) => mail.subject?.includes(subject)), `a mail to ${address}: ${subject}`);

/** Somebody asks by the page of a petition, and confirms by the link in the mail. */
async function follower(petitionId: string, address: string): Promise<void> {
  await tell(test, PetitionFollowingAskedV1, {
    ...{ requestId: randomUUID(), petitionId, number, language: 'ro', consentText, channel: 'email' },
    ...{ address: sealed(address), askedAt: at },
  });
  const link = pathOf(await mailTo(address, 'Confirmați'), 'confirm');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const page = await test.visitor.get(link);
  expect(page.body).toContain(consentText);
  await until(async () => (await test.visitor.get(link)).body.includes(`Petiția „${number}”`), 'it has its number');
  expect((await test.visitor.post(link, '', { headers: form })).status).toBe(200);
}

/** Everybody was told of a step. `contact`: where the petitioner is told without asking. */
async function step(petitionId: string, occasion: string, contact: string | null = null): Promise<void> {
  const { pool } = test.context('notifications');
  const sql = `SELECT count(*)::int AS n FROM notifications.events WHERE type = 'AnnouncementCompleted'`;
  const completed = async () => (await pool.query<{ n: number }>(sql)).rows[0]!.n;
  const before = await completed();
  const promised = contact === null ? null : { channel: 'email', contact: sealed(contact) };
  await tell(test, PetitionStepContactV1, { petitionId, number, occasion, promised, at });
  await until(async () => (await completed()) > before, 'everybody was told');
}

const messagesTo = (address: string) => to(address).filter(({ subject }) => subject?.startsWith(`Petiția ${number}`));

describe('whoever follows a petition', () => {
  it('is told of its steps, without its words, and leaves by one click', async () => {
    const petitionId = randomUUID();
    await follower(petitionId, 'ana@example.org');
    await step(petitionId, 'forwarded');
    const mail = await mailTo('ana@example.org', `Petiția ${number} a fost trimisă autorității competente`);
    expect(mail.text).toContain('https://ecou.test/feedback/v1/status?lang=ro');
    expect(mail.text).toContain(`Petiția „${number}”`);
    expect(mail.text).not.toContain('token=');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await test.visitor.post(pathOf(mail, 'unsubscribe'), 'List-Unsubscribe=One-Click', { headers: form });
    await step(petitionId, 'closed');
    await sleep(300);
    expect(messagesTo('ana@example.org')).toHaveLength(1);
  });

  it('hears nothing twice: what its petitioner is told at one of their addresses is not told them there again', async () => {
    const petitionId = randomUUID();
    await follower(petitionId, 'ion@example.org');
    await follower(petitionId, 'ion.acasa@example.org');
    await step(petitionId, 'answered', 'Ion@Example.org');
    await mailTo('ion.acasa@example.org', `Petiția ${number} a primit răspuns`);
    await sleep(300);
    expect(messagesTo('ion@example.org')).toEqual([]);
    // An answer that went by post is told by nobody else.
    await step(petitionId, 'declined');
    await mailTo('ion@example.org', `Petiția ${number} a fost respinsă`);
  });

  it('is told to nobody else: neither who asked for everything, nor other systems', async () => {
    const petitionId = randomUUID();
    await confirmedSubscribers(test, ['all@example.org'], ['everything']);
    await follower(petitionId, 'eva@example.org');
    await step(petitionId, 'closed');
    await mailTo('eva@example.org', `Petiția ${number} a fost închisă`);
    await sleep(300);
    expect(to('all@example.org')).toEqual([]);
    const { pool } = test.context('notifications');
    const { rows } = await pool.query(
      `SELECT data FROM notifications.outbox WHERE type LIKE '%subscription-%' AND data::text LIKE '%petition:%'`,
    );
    expect(rows).toEqual([]);
  });

  it('cannot ask without the token of the petition', async () => {
    const wish = {
      address: 'eva@example.org',
      topics: [`petition:${randomUUID()}`],
      language: 'ro',
      consentVersion: 1,
    };
    expect(await test.visitor.post(`${base}/subscriptions`, wish)).toMatchObject({ status: 400 });
    const form = await test.visitor.get(`${base}/subscription-form?topic=petition:${randomUUID()}`);
    expect(form.status).toBe(400);
  });
});
