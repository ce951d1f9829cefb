import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PetitionRegisteredV1, PetitionRequestRefusedV1 } from '@ecou/contracts';
import { TestClock, until } from '@ecou/event-sourcing/testing';
import { publisherOf, startTestProcess, tellAll, testOfficer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { notificationsContext } from '../context.js';
import { InboundMessages, type InboundMessage } from '../inbound.js';
import { Mailbox } from '../testing/mailbox.js';
import { InboxModule } from './inbox.module.js';
import { LastHeard } from './conversation/last-heard.js';
import { rules } from './reply-rules/reply-rules.samples.js';

const base = '/notifications/v1';
const secret = `whsec_${randomBytes(32).toString('base64')}`;
/** A Wednesday, at noon in Bucharest. */
const noon = '2026-05-20T09:00:00.000Z';

/** Hands messages in, as the room of a messaging app does. */
@Module({ imports: [InboxModule] })
class App {
  static inbound: InboundMessages;
  static lastHeard: LastHeard;

  constructor(inbound: InboundMessages, lastHeard: LastHeard) {
    App.inbound = inbound;
    App.lastHeard = lastHeard;
  }
}

const withApp = { ...notificationsContext, modules: [...notificationsContext.modules, App] };
const feedback = publisherOf('feedback', [PetitionRegisteredV1, PetitionRequestRefusedV1]);

const folder = mkdtempSync(join(tmpdir(), 'ecou-inbox-'));
const mails = new Mailbox();
let test: TestProcess;

beforeAll(async () => {
  test = await startTestProcess([feedback, withApp], {
    clock: new TestClock(noon),
    env: {
      ...{ ECOU_MAIL_DIR: mails.folder, PUBLIC_URL: 'https://ecou.test', MAIL_FROM: 'Primăria <noreply@ecou.test>' },
      ...{ MAIL_INBOX_ADDRESS: 'mesaje@ecou.test', MAIL_INBOX_DIR: folder, MAIL_INBOX_SECRET: secret },
    },
  });
  mails.openedBy(test);
  const set = await test.api.put(`${base}/reply-rules`, rules, { headers: { 'if-match': '"0"' } });
  expect(set).toMatchObject({ status: 200, body: { version: 1 } });
});
afterAll(async () => {
  await test.stop();
  await mails.remove();
  rmSync(folder, { recursive: true });
});

const mailOf = (from: string, text: string, heads: readonly string[] = []) =>
  [
    `From: ${from}`,
    `Message-ID: <${randomUUID()}@example.org>`,
    ...heads,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\r\n');

/** Hands a mail in, signed. */
function post(mail: string, signedWith = secret) {
  const [id, at, content] = [randomUUID(), new Date(), JSON.stringify({ mail })];
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(signedWith).sign(id, at, content),
    'content-type': 'application/json',
  };
  return test.visitor.post(`${base}/inbound-mails`, content, { headers });
}

const outcomeOf = async (mail: string): Promise<unknown> => (await post(mail)).body.outcome;

const read = async (path: string) => (await test.api.get(`${base}${path}`)).body;

async function conversations(query = ''): Promise<{ id: string; [field: string]: unknown }[]> {
  await test.settle();
  return (await read(`/conversations?limit=100&${query}`)).items;
}

/** The conversation of an address. */
async function conversationOf(address: string) {
  for (const { id } of await conversations()) {
    const found = await read(`/conversations/${id}`);
    if (found.address === address) return found;
  }
  throw new Error(`Nobody wrote from ${address}.`);
}

type Answer = Awaited<ReturnType<typeof conversationOf>>;

const say = (id: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  test.api.post(`${base}/conversations/${id}/${path}`, body, { headers });

const told = async (type: string) => {
  const { pool } = test.context('notifications');
  const { rows } = await pool.query('SELECT data FROM notifications.outbox WHERE type = $1 ORDER BY position', [type]);
  return rows.map(({ data }) => data);
};

describe('a mail that somebody writes', () => {
  const address = 'ana@example.org';
  const mail = mailOf(address, 'Când este deschis ghișeul?', ['Subject: Buna ziua']);

  it('is recorded once, and replied to automatically by the hours', async () => {
    expect(await outcomeOf(mail)).toBe('recorded');
    expect(await outcomeOf(mail)).toBe('unchanged');
    const reply = await mails.waitFor(address, 'Am primit mesajul dumneavoastră');
    expect(reply.text).toContain('Am primit mesajul.\n\nWe have your message.');
    expect(reply.headers.get('auto-submitted')).toBe('auto-replied');
    expect(reply.inReplyTo).toMatch(/@example\.org>$/);
    expect(reply.replyTo?.text).toBe('mesaje@ecou.test');
    const { id, messages, replies, ...found } = await conversationOf(address);
    expect(found).toMatchObject({ channel: 'email', status: 'waiting', waitingSince: noon, messageCount: 1 });
    expect(messages).toMatchObject([
      { text: 'Buna ziua\n\nCând este deschis ghișeul?', inOfficeHours: true, autoReplied: true, receivedAt: noon },
    ]);
    await until(
      async () => (await read(`/conversations/${id}`)).replies[0].delivery === 'sent',
      'the reply to be sent',
    );
    expect(replies).toMatchObject([{ kind: 'automatic', rule: { id: 'in-hours', version: 1 } }]);
  });

  it('is not replied to automatically again within the hours between', async () => {
    expect(await outcomeOf(mailOf(address, 'Mai sunteți acolo?'))).toBe('recorded');
    const { messages, replies } = await conversationOf(address);
    expect(messages).toHaveLength(2);
    expect(messages[1]).toMatchObject({ autoReplied: false });
    expect(replies).toHaveLength(1);
  });

  it('is told to others without who wrote it, or what', async () => {
    await until(
      async () => (await told('ecou.notifications.inbound-message-received.v1')).length >= 2,
      'both to be told',
    );
    const [first, second] = await told('ecou.notifications.inbound-message-received.v1');
    expect(first).toEqual({
      ...{
        messageId: expect.any(String),
        channel: 'email',
        inOfficeHours: true,
        autoReplied: true,
        isAutomatic: false,
      },
      receivedAt: noon,
    });
    expect(second).toMatchObject({ autoReplied: false });
  });

  it('is not replied to where a program or a list sent it, and its files stay behind', async () => {
    await outcomeOf(mailOf('robot@example.org', 'Sunt plecat.', ['Auto-Submitted: auto-replied']));
    const { messages, replies } = await conversationOf('robot@example.org');
    expect(messages).toMatchObject([{ isAutomatic: true, autoReplied: false, filesLeftOut: 0 }]);
    expect(replies).toEqual([]);
  });

  it('is taken from a Maildir', async () => {
    await mkdir(join(folder, 'tmp'), { recursive: true });
    await mkdir(join(folder, 'new'), { recursive: true });
    const name = `${randomUUID()}.mx`;
    await writeFile(join(folder, 'tmp', name), mailOf('ion@example.org', 'Orar?'));
    await rename(join(folder, 'tmp', name), join(folder, 'new', name));
    await until(
      async () => (await readdir(join(folder, 'cur')).catch((): string[] => [])).includes(`${name}:2,S`),
      'the mail to be taken',
    );
    await mails.waitFor('ion@example.org', 'Am primit mesajul dumneavoastră');
    expect((await conversationOf('ion@example.org')).replies).toMatchObject([{ rule: { id: 'hours' } }]);
  });

  it('is refused unsigned, and ignored where it is ours', async () => {
    expect(await post(mail, `whsec_${randomBytes(32).toString('base64')}`)).toMatchObject({
      status: 401,
      body: { code: 'SIGNATURE_INVALID' },
    });
    expect(await outcomeOf(mailOf('noreply@ecou.test', 'Răspuns'))).toBe('ignored');
  });
});

describe('staff', () => {
  let conversation: Answer;
  beforeAll(async () => {
    await outcomeOf(mailOf('maria@example.org', 'Unde depun cererea?'));
    conversation = await conversationOf('maria@example.org');
  });

  it('find conversations without what is personal, and see one whole', async () => {
    const [row] = await conversations('status=waiting&channel=email&unassigned=true');
    expect(Object.keys(row ?? {}).sort()).toEqual([
      'assignee',
      'channel',
      'id',
      'lastHeardAt',
      'messageCount',
      'openedAt',
      'petition',
      'status',
      'version',
      'waitingSince',
    ]);
    const path = `${base}/conversations/${conversation.id}`;
    expect((await test.api.with(test.keys.communicator).get(path)).status).toBe(200);
    expect((await test.api.with(test.keys.auditor).get(path)).status).toBe(403);
    expect((await test.visitor.get(`${base}/conversations`)).status).toBe(401);
    expect((await test.api.get(`${base}/conversations/${randomUUID()}`)).status).toBe(404);
  });

  it('give it to an officer, who sees and answers what was given to them', async () => {
    const { id } = conversation;
    const officer = test.api.with(test.keys.officer);
    const own = (path = '') => officer.get(`${base}/conversations${path}`);
    expect(await own(`/${id}`)).toMatchObject({ status: 403, body: { code: 'CONVERSATION_OF_OTHERS' } });
    expect((await officer.post(`${base}/conversations/${id}/close`)).status).toBe(403);
    expect(await say(id, 'assign', {})).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'ASSIGNEE_MISSING' }] },
    });
    expect((await say(id, 'assign', { assignee: testOfficer })).status).toBe(200);
    expect(await conversations(`assignee=${testOfficer}`)).toMatchObject([{ id, assignee: testOfficer }]);
    expect((await own()).body.items).toMatchObject([{ id }]);
    expect((await own(`/${id}`)).status).toBe(200);
  });

  it('answer once, on the same channel, unless somebody wrote meanwhile', async () => {
    const { id } = conversation;
    const stale = await say(id, 'answers', { text: 'La ghișeul 3.' }, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412 });
    const answer = { id: randomUUID(), text: 'La ghișeul 3.', language: 'ro' };
    expect(await say(id, 'answers', answer)).toMatchObject({ status: 201, body: { id: answer.id } });
    expect((await say(id, 'answers', answer)).status).toBe(200);
    expect(await say(id, 'answers', { ...answer, text: 'La ghișeul 4.' })).toMatchObject({
      status: 409,
      body: { code: 'REPLY_EXISTS' },
    });
    const mail = await mails.waitFor('maria@example.org', 'Răspuns la mesajul dumneavoastră');
    expect(mail.text).toContain('La ghișeul 3.');
    expect(mail.headers.get('auto-submitted')).toBeUndefined();
    expect((await mails.to('maria@example.org')).filter(({ text }) => text?.includes('ghișeul'))).toHaveLength(1);
    await until(async () => (await read(`/messages/${answer.id}`)).status === 'sent', 'the answer to be sent');
    expect(await read(`/messages/${answer.id}`)).toMatchObject({
      purpose: 'conversation-answered',
      promise: { kind: 'conversation', id },
    });
    expect(await conversationOf('maria@example.org')).toMatchObject({ status: 'answered', waitingSince: null });
  });

  it('close it, and a new message reopens it', async () => {
    const { id } = conversation;
    expect((await say(id, 'close')).status).toBe(200);
    expect(await say(id, 'answers', { text: 'Încă ceva.' })).toMatchObject({
      status: 409,
      body: { code: 'CONVERSATION_CLOSED' },
    });
    await outcomeOf(mailOf('maria@example.org', 'Mulțumesc, dar la ce oră?'));
    expect(await read(`/conversations/${id}`)).toMatchObject({ status: 'waiting', messageCount: 2 });
    await say(id, 'close');
    expect((await say(id, 'reopen')).status).toBe(200);
    expect(await conversations('status=closed')).toEqual([]);
  });

  it('see in the metrics how many wait', async () => {
    await test.settle();
    const { body } = await test.api.get('/notifications/metrics');
    expect(body).toMatch(/ecou_inbox_waiting\{channel="email",context="notifications"\} \d/);
  });
});

describe('a message of an app', () => {
  const message = (change: Partial<InboundMessage> = {}): InboundMessage => ({
    channel: 'telegram',
    reference: randomUUID(),
    from: '123456789',
    text: 'Bună seara',
    receivedAt: '2026-05-20T18:00:00.000+03:00',
    ...change,
  });

  it('is taken once, and replied to on its channel', async () => {
    const once = message();
    await App.inbound.take(once);
    await App.inbound.take(once);
    const { id, messages, replies } = await conversationOf('123456789');
    expect(messages).toMatchObject([{ text: 'Bună seara', receivedAt: noon }]);
    // No adapter is configured.
    await until(
      async () => (await read(`/conversations/${id}`)).replies[0].delivery === 'withheld',
      'the reply to be withheld',
    );
    expect(replies).toHaveLength(1);
    expect(await read(`/messages/${replies[0].id}`)).toMatchObject({
      channel: 'telegram',
      withheld: 'channel-not-served',
    });
  });

  it('tells when an address was heard of last', async () => {
    const from = '+40712345678';
    expect(await App.lastHeard.from('whatsapp', from)).toBeNull();
    await App.inbound.take(message({ channel: 'whatsapp', from, receivedAt: '2026-05-20T08:00:00Z' }));
    await App.inbound.take(message({ channel: 'whatsapp', from, receivedAt: '2026-05-20T07:00:00Z' }));
    expect(await App.lastHeard.from('whatsapp', from)).toBe('2026-05-20T08:00:00.000Z');
    expect(await App.lastHeard.from('telegram', '40712345678')).toBeNull();
  });

  it('is refused of a sender that cannot be answered', async () => {
    await expect(App.inbound.take(message({ from: '@ana' }))).rejects.toMatchObject({ code: 'ADDRESS_INVALID' });
  });

  it('opens one conversation, also where two come at once', async () => {
    const from = '987654321';
    await Promise.all([App.inbound.take(message({ from })), App.inbound.take(message({ from }))]);
    expect((await conversationOf(from)).messages).toHaveLength(2);
  });
});

const requested = () => told('ecou.notifications.petition-requested.v1');

/** Feedback tells that a petition has its number. */
const tellNumber = (petitionId: string, kind: string) =>
  tellAll(test, petitionId, [[PetitionRegisteredV1, { petitionId, kind, number: '2026-000007', channel: 'email' }]]);

describe('a petition', () => {
  it('is made of a message by its keyword; as a notice it is acknowledged', async () => {
    await outcomeOf(mailOf('vecin@example.org', 'O lampă este stinsă.', ['Subject: =?utf-8?Q?PETI=C8=9AIE?=']));
    const { id, petitions } = await conversationOf('vecin@example.org');
    expect(petitions).toMatchObject([{ by: 'person', kind: 'notice', category: 'general', status: 'requested' }]);
    await until(async () => (await requested()).length === 1, 'feedback to be told');
    const [{ requestId, ...request }] = await requested();
    expect(await test.opened(request)).toMatchObject({
      ...{ conversationId: id, by: 'person', channel: 'email', kind: 'notice', name: null, category: 'general' },
      ...{ contact: 'vecin@example.org', text: 'O lampă este stinsă.' },
    });
    await tellNumber(requestId, 'notice');
    const mail = await mails.waitFor('vecin@example.org', 'Sesizarea a fost înregistrată: 2026-000007');
    expect(mail.text).toContain('Numărul de înregistrare: 2026-000007');
    expect(await read(`/conversations/${id}`)).toMatchObject({
      petition: 'registered',
      petitions: [{ id: requestId, status: 'registered', number: '2026-000007' }],
    });
  });

  it('is made of messages by staff, and comes back with a reason where it is refused', async () => {
    await outcomeOf(mailOf('dan@example.org', 'Groapă în asfalt.'));
    await outcomeOf(mailOf('dan@example.org', 'Pe Strada Exemplului.'));
    const { id, messages } = await conversationOf('dan@example.org');
    const petition = {
      ...{ id: randomUUID(), kind: 'report', category: 'roads', name: 'Dan Exemplu' },
      messages: messages.map((each: { id: string }) => each.id),
    };
    expect(await say(id, 'petitions', { ...petition, name: undefined })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'name', code: 'NAME_MISMATCH' }] },
    });
    expect(await say(id, 'petitions', { ...petition, messages: [randomUUID()] })).toMatchObject({
      body: { errors: [{ code: 'MESSAGE_UNKNOWN' }] },
    });
    expect(await say(id, 'petitions', petition)).toMatchObject({ status: 201, body: { id: petition.id } });
    expect((await say(id, 'petitions', petition)).status).toBe(200);
    await until(async () => (await requested()).length === 2, 'feedback to be told');
    expect(await test.opened((await requested())[1])).toMatchObject({
      ...{ requestId: petition.id, by: 'staff', name: 'Dan Exemplu' },
      text: 'Groapă în asfalt.\n\nPe Strada Exemplului.',
    });
    expect(await say(id, 'petitions', { ...petition, id: randomUUID() })).toMatchObject({
      status: 409,
      body: { code: 'MESSAGE_IS_PETITION' },
    });
    const refusal = { code: 'CATEGORY_UNKNOWN', reason: 'There is no category roads.' };
    await tellAll(test, petition.id, [
      [PetitionRequestRefusedV1, { requestId: petition.id, conversationId: id, ...refusal }],
    ]);
    await until(async () => (await read(`/conversations/${id}`)).petition === 'refused', 'the refusal to be told');
    expect(await conversations('petition=refused')).toMatchObject([{ id }]);
    expect(await read(`/conversations/${id}`)).toMatchObject({ petitions: [{ status: 'refused', refusal }] });
    expect((await say(id, 'petitions', { ...petition, id: randomUUID(), category: 'general' })).status).toBe(201);
  });
});

describe('the rules', () => {
  const put = (body: object, version: number) =>
    test.api.put(`${base}/reply-rules`, body, { headers: { 'if-match': `"${version}"` } });

  it('are versioned facts', async () => {
    const changed = { ...rules, hoursBetween: 24 };
    expect((await put(changed, 0)).status).toBe(412);
    expect(await put(changed, 1)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await read('/reply-rules')).toMatchObject({ hoursBetween: 24, version: 2 });
    const { items } = await read('/reply-rules/versions');
    expect(items.map(({ hoursBetween }: { hoursBetween: number }) => hoursBetween)).toEqual([12, 24]);
  });

  it.each([
    [{ officeHours: 'zilnic' }, 'officeHours', 'HOURS_INVALID'],
    [{ officeHours: null }, 'officeHours', 'OFFICE_HOURS_MISSING'],
    [{ rules: [{ ...rules.rules[0], keywords: ['orar'] }] }, 'rules.0.keywords', 'KEYWORDS_MISMATCH'],
    [{ rules: [rules.rules[0], rules.rules[0]] }, 'rules', 'REPEATED'],
  ])('are refused where they are wrong: %j', async (change, path, code) => {
    expect(await put({ ...rules, ...change }, 2)).toMatchObject({ status: 400, body: { errors: [{ path, code }] } });
  });
});

it('holds what a replay makes of it', () => test.replayEqualsIncremental('notifications', 'conversation_list'));
