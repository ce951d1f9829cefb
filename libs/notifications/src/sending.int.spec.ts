import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase, until } from '@ecou/event-sourcing/testing';
import { startProcess } from '@ecou/runtime';
import { startTestProcess, TestApi, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ParsedMail } from 'mailparser';
import { notificationsContext } from './context.js';
import { MailServer, type Behaviour } from './testing/mail-server.js';
import { addressOf, pathOf } from './testing/mailbox.js';
import { publishers, tellDeliverable, tellPetitioner } from './testing/publishers.js';
import { Service } from './testing/service.js';
import { confirmedSubscribers } from './testing/subscribers.js';

const base = '/notifications/v1';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const mailing = { PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'Primăria <noreply@ecou.test>' };
const seconds = 1000;

const to = (mails: readonly ParsedMail[], address: string) => mails.filter((mail) => addressOf(mail) === address);

describe('mail over SMTP', () => {
  const server = new MailServer();
  let test: TestProcess;

  beforeAll(async () => {
    const env = { ...mailing, SMTP_URL: await server.listen() };
    test = await startTestProcess([...publishers, notificationsContext], { env });
  });
  afterAll(async () => {
    await test.stop();
    await server.close();
  });

  const read = async (path: string) => (await test.api.get(`${base}${path}`)).body;

  /** The one message of a subscriber, once it has come so far. */
  const message = (subscriber: string, status: string) =>
    until(async () => {
      const [found] = (await read(`/messages?subscriber=${subscriber}&status=${status}`)).items;
      return found && (await read(`/messages/${found.id}`));
    }, `a message that is ${status}`);

  /** A deliverable is published that somebody new asked for; the server does so with their mails. */
  async function told(name: string, ...behaviours: Behaviour[]) {
    const [address, programmeId] = [`${name}@example.org`, randomUUID()];
    server.plan(address, ...behaviours);
    const [subscriber] = await confirmedSubscribers(test, [address], [`programme:${programmeId}`]);
    const publish = () => tellDeliverable(test, { programmeId, address: 'https://example.org/study.pdf' });
    await publish();
    return { address, id: subscriber!.id, publish };
  }

  it('is taken: sent, with the reply on record', async () => {
    const { id, address } = await told('taken');
    const sent = await message(id, 'sent');
    expect(sent).toMatchObject({ attempts: [{ attempt: 1, transport: 'smtp', outcome: 'sent', code: 250 }] });
    const [mail] = to(server.taken, address);
    expect(mail!.from!.value).toEqual([{ name: 'Primăria', address: 'noreply@ecou.test' }]);
    expect(mail!.messageId).toMatch(new RegExp(`^<${sent.id}\\.[0-9a-f]{32}@ecou\\.test>$`));
    expect(mail!.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('is refused for now: failed, and tried again when its time has come, as the same mail', async () => {
    const { id, address } = await told(
      'busy',
      { at: 'rcpt', reply: '450 4.2.1 Busy' },
      { at: 'data', reply: '452 4.3.1 Full' },
    );
    const failed = await message(id, 'failed');
    expect(failed.attempts).toMatchObject([{ outcome: 'failed', fault: { stage: 'RCPT TO', code: 450 } }]);
    expect(Date.parse(failed.retryAt) - Date.parse(test.clock.now())).toBe(5 * seconds);
    test.clock.advance(5 * seconds);
    const again = await until(async () => {
      const now = await read(`/messages/${failed.id}`);
      return now.attempts.length === 2 && now.status === 'failed' && now;
    }, 'the second failure');
    expect(again.attempts[1]).toMatchObject({ fault: { stage: 'DATA', code: 452 } });
    test.clock.advance(29 * seconds);
    await sleep(500);
    expect(await read(`/messages/${failed.id}`)).toMatchObject({ status: 'failed' });
    test.clock.advance(1 * seconds);
    expect(await message(id, 'sent')).toMatchObject({ attempts: [{}, {}, { attempt: 3, outcome: 'sent' }] });
    expect(to(server.taken, address)).toHaveLength(1);
    expect(new Set(to(server.handedOver, address).map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('is tried again in the words that were in force when it was queued', async () => {
    const key = '/templates/deliverable-published/ro/every';
    const order = async (verb: string, body: object) => {
      const headers = { 'if-match': `"${(await read(key)).version}"` };
      expect(await test.api.post(`${base}${key}/${verb}`, body, { headers })).toMatchObject({ status: 200 });
    };
    const write = async (subject: string) => {
      await order('draft', { text: { subject, body: '{{title}}' } });
      await order('publish', {});
    };
    await write('Întâi: {{title}}');
    const { id, address } = await told('words', { at: 'rcpt', reply: '450 4.2.1 Busy' });
    await message(id, 'failed');
    await write('Apoi: {{title}}');
    test.clock.advance(5 * seconds);
    expect(await message(id, 'sent')).toMatchObject({ wording: { version: 1 }, attempts: [{}, { attempt: 2 }] });
    expect(to(server.taken, address).map(({ subject }) => subject)).toEqual(['Întâi: Studiu privind participarea']);
    await order('withdraw', { reason: 'Gata.' });
  });

  it('is refused for good: not tried again by itself, but at the word of staff', async () => {
    const { id, address } = await told('policy', { at: 'data', reply: '554 5.7.1 Not like this' });
    const failed = await message(id, 'failed');
    expect(failed).toMatchObject({ retryAt: null, attempts: [{ fault: { code: 554 } }] });
    await test.api.post(`${base}/messages/${failed.id}/resend`, { reason: 'The filter was mended.' });
    await message(id, 'sent');
    expect(to(server.taken, address)).toHaveLength(1);
  });

  it('comes back: the address is stopped, and gets nothing until it is confirmed anew', async () => {
    const { id, address, publish } = await told('gone', { at: 'rcpt', reply: '550 5.1.1 No such user' });
    const bounced = await message(id, 'bounced');
    expect(bounced.attempts).toMatchObject([{ outcome: 'bounced', fault: { stage: 'RCPT TO', code: 550 } }]);
    const stopped = async () => (await read(`/subscriptions/${id}`)).stopped;
    await until(stopped, 'the address is stopped');
    await publish();
    expect(await message(id, 'withheld')).toMatchObject({ withheld: 'address-stopped', attempts: [] });
    expect(to(server.handedOver, address)).toEqual([]);

    const { body: consent } = await test.visitor.get(`${base}/consent`);
    const topics = Object.keys((await read(`/subscriptions/${id}`)).topics);
    await test.visitor.post(`${base}/subscriptions`, { address, topics, consentVersion: consent.version });
    const mail = await until(() => to(server.taken, address)[0], 'the mail to confirm');
    await test.visitor.post(pathOf(mail, 'confirm'), '', { headers: form });
    expect(await stopped()).toBe(false);
    await publish();
    await until(() => to(server.taken, address).length === 2, 'a message to the confirmed address');
  });

  it('is cut off after its content was handed over: uncertain, and never sent again by itself', async () => {
    const { id, address } = await told('cut', 'cut');
    const uncertain = await message(id, 'uncertain');
    expect(uncertain).toMatchObject({ retryAt: null, attempts: [{ outcome: 'uncertain', settled: null }] });
    test.clock.advance(48 * 3600 * seconds);
    await sleep(600);
    expect(to(server.handedOver, address)).toHaveLength(1);

    const settle = { outcome: 'sent', reason: 'The log of the server has it.' };
    const path = `${base}/messages/${uncertain.id}`;
    expect(await test.api.with(test.keys.analyst).post(`${path}/settle`, settle)).toMatchObject({ status: 403 });
    expect(await test.api.post(`${path}/settle`, { ...settle, outcome: 'lost' })).toMatchObject({ status: 400 });
    expect(await test.api.post(`${path}/settle`, settle)).toMatchObject({ status: 200 });
    expect(await read(`/messages/${uncertain.id}`)).toMatchObject({ status: 'sent', attempts: [{ settled: 'sent' }] });
    const late = await test.api.post(`${path}/resend`, { reason: 'To be sure.' });
    expect(late).toMatchObject({ status: 409, body: { code: 'MESSAGE_NOT_UNCERTAIN' } });
    expect(to(server.handedOver, address)).toHaveLength(1);
  });

  it('is cut off, and sent again at the word of staff', async () => {
    const { id, address } = await told('again', 'cut');
    const uncertain = await message(id, 'uncertain');
    const resend = { reason: 'The server has no trace of it.' };
    expect(await test.api.post(`${base}/messages/${uncertain.id}/resend`, resend)).toMatchObject({ status: 200 });
    expect(await message(id, 'sent')).toMatchObject({ attempts: [{ outcome: 'uncertain' }, { outcome: 'sent' }] });
    expect(to(server.taken, address)).toHaveLength(1);
  });

  it('is sent again at the word of staff for many at once, each with the word on record', async () => {
    const path = `${base}/messages/resend`;
    // One after the other: a cut ends every connection, also one that has handed nothing over yet.
    const people: Awaited<ReturnType<typeof told>>[] = [];
    const uncertain: { id: string }[] = [];
    for (const name of ['many-a', 'many-b', 'many-c']) {
      const person = await told(name, 'cut');
      people.push(person);
      uncertain.push(await message(person.id, 'uncertain'));
    }
    const [named, ...others] = uncertain.map(({ id }) => id);
    const reason = 'The server was restored from its copy of yesterday.';
    const unknown = randomUUID();
    const some = await test.api.post(path, { ids: [named, unknown], reason });
    expect(some).toMatchObject({
      status: 200,
      body: {
        ...{ resent: 1, refused: 1, more: false },
        items: [
          { id: named, outcome: 'resent' },
          { id: unknown, outcome: 'refused', status: 404, code: 'MESSAGE_UNKNOWN' },
        ],
      },
    });
    await message(people[0]!.id, 'sent');

    const filter = { purpose: 'deliverable-published', queuedBefore: '2000-01-01T00:00:00Z' };
    expect((await test.api.post(path, { uncertain: filter, reason })).body).toMatchObject({ resent: 0, more: false });
    const first = (await test.api.post(path, { uncertain: {}, limit: 1, reason })).body;
    expect(first).toMatchObject({ resent: 1, more: true });
    await until(async () => {
      const { items } = await read('/messages?status=uncertain');
      return items.length === 1;
    });
    const rest = (await test.api.post(path, { uncertain: { purpose: 'deliverable-published' }, reason })).body;
    expect(rest).toMatchObject({ resent: 1, refused: 0, more: false });
    expect([...first.items, ...rest.items].map(({ id }: { id: string }) => id).sort()).toEqual([...others].sort());
    for (const { id, address } of people) {
      expect((await message(id, 'sent')).attempts).toMatchObject([{ outcome: 'uncertain' }, { outcome: 'sent' }]);
      expect(to(server.taken, address)).toHaveLength(1);
    }
    const events = await test.context('notifications').store.readStream(`message-${named}`);
    expect(events.find(({ type }) => type === 'ResendOrdered')).toMatchObject({
      data: { reason },
      metadata: { actor: expect.stringMatching(/^key:/) },
    });
  });

  it.each([
    ['neither', {}],
    ['both', { ids: [randomUUID()], uncertain: {} }],
    ['too many', { ids: Array.from({ length: 201 }, () => randomUUID()) }],
    ['no reason', { uncertain: {}, reason: ' ' }],
  ])('is not sent again where the request says %s', async (_what, body) => {
    const answer = await test.api.post(`${base}/messages/resend`, { reason: 'Lost.', ...body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
  });

  it('that was promised to somebody comes back: who promised it is told, and the next one is tried all the same', async () => {
    const address = 'petent.plecat@example.org';
    server.plan(address, { at: 'rcpt', reply: '550 5.1.1 No such user' });
    const outcomeOf = (id: string) =>
      until(async () => {
        const { rows } = await test
          .context('notifications')
          .pool.query(
            `SELECT data FROM notifications.outbox WHERE type = 'ecou.notifications.message-outcome.v1' AND data->'about'->>'id' = $1`,
            [id],
          );
        return rows[0]?.data;
      }, 'the outcome');
    const first = await tellPetitioner(test, { address }, 'answered', 'Text.');
    expect(await outcomeOf(first)).toMatchObject({
      about: { kind: 'petition' },
      occasion: 'answered',
      outcome: 'bounced',
    });
    const second = await tellPetitioner(test, { address }, 'reopened');
    expect(await outcomeOf(second)).toMatchObject({ occasion: 'reopened', outcome: 'sent' });
    expect(to(server.taken, address)).toHaveLength(1);
  });

  it('has views that equal their replay', async () => {
    for (const view of ['subscription_list', 'topic_subscribers', 'message_list'])
      await test.replayEqualsIncremental('notifications', view);
  });
});

describe('no server', () => {
  it('is an outage like another: failed, and tried again when the server is back', async () => {
    const server = new MailServer();
    const url = await server.listen();
    await server.close();
    const test = await startTestProcess([notificationsContext], { env: { ...mailing, SMTP_URL: url } });
    const wish = { address: 'later@example.org', topics: ['series:a'], consentVersion: 1 };
    await test.visitor.post(`${base}/subscriptions`, wish);
    const failed = await until(async () => {
      const { items } = (await test.api.get(`${base}/messages?status=failed`)).body;
      return items[0];
    }, 'the failure');
    expect(failed).toMatchObject({ fault: { stage: 'CONN', reason: 'ECONNREFUSED', code: null } });
    expect(failed.retryAt).not.toBeNull();
    await test.stop();
  });
});

describe('a process that is killed inside a sending', () => {
  it('is not waited for where it cannot start', async () => {
    await expect(Service.start({ PORT: 'none' })).rejects.toThrow('DATABASE_URL is missing');
  });

  it('leaves the message uncertain: nobody sends it a second time but by the word of staff', async () => {
    const server = new MailServer();
    const database = await testDatabase();
    const address = 'killed@example.org';
    const env = {
      ...mailing,
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      ECOU_SECRET: 'a secret of tests only, long enough',
      SMTP_URL: await server.listen(),
    };
    const service = await Service.start({ ...env, LOG_LEVEL: 'debug' });
    server.plan(address, 'hang');
    const wish = { address, topics: ['series:consultation-sessions'], consentVersion: 1 };
    expect(await service.visitor.post(`${base}/subscriptions`, wish)).toMatchObject({ status: 202 });
    await until(() => server.handedOver.length === 1, 'the mail is handed over');
    await service.kill();
    expect(service.log).toContain('/notifications/v1/subscriptions');
    expect(service.log).not.toContain(address);

    const next = await startProcess({ contexts: [notificationsContext], env: { ...env, LOG_LEVEL: 'error' } });
    const api = new TestApi(next.url, next.keys.makeEphemeral('key:test', ['administrator']));
    const uncertain = await until(
      async () => (await api.get(`${base}/messages?status=uncertain`)).body.items[0],
      'the message is uncertain',
      60_000,
    );
    expect((await api.get(`${base}/messages/${uncertain.id}`)).body.attempts).toMatchObject([
      { attempt: 1, outcome: 'uncertain' },
    ]);
    await sleep(1000);
    expect(server.handedOver).toHaveLength(1);
    await api.post(`${base}/messages/${uncertain.id}/resend`, { reason: 'The server has no trace of it.' });
    await until(() => server.taken.length === 1, 'the mail is taken');
    await next.stop();
    await server.close();
    await database.drop();
  });
});
