import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { View } from '@ecou/event-sourcing';
import { replayed, until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notificationsContext } from './context.js';
import { Mailbox, pathOf } from './testing/mailbox.js';
import { publishers, tellDecision, tellDeliverable, tellProgress, tellReport, tellWish } from './testing/publishers.js';
import { confirmedSubscribers } from './testing/subscribers.js';

const base = '/notifications/v1';
const consentText = 'Sunt de acord să mi se scrie la această adresă când apar rezultatele „finale”.';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

let test: TestProcess;
const mails = new Mailbox();

beforeAll(async () => {
  test = await startTestProcess([...publishers, notificationsContext], {
    env: { ECOU_MAIL_DIR: mails.folder, PUBLIC_URL: 'https://ecou.test' },
  });
  mails.openedBy(test);
});
afterAll(async () => {
  await test.stop();
  await mails.remove();
});

/** The fields that a message to a subscriber does not have. */
const news = {
  ...{ promise: null, recipient: null, expiresAt: null, number: 1 },
  ...{ urgent: false, matter: null, waitsUntil: null, fallbackOf: null },
};

const read = (path: string) => test.api.get(`${base}${path}`);

/** The messages of a purpose that a subscriber has, in the list. */
const messagesOf = async (subscriber: string, purpose: string) => {
  await test.settle();
  return (await read(`/messages?subscriber=${subscriber}&purpose=${purpose}`)).body.items;
};

const subscriberOf = async (address: string) => {
  await test.settle();
  return (await read('/subscriptions?limit=200')).body.items.find(
    (row: { address: string | null }) => row.address === address,
  );
};

async function subscribed(address: string, topics: string[]) {
  await tellWish(test, { address, topics, consentText });
  const mail = await mails.waitFor(address, 'Confirmați');
  await test.visitor.post(pathOf(mail, 'confirm'), '', { headers: form });
  return (await subscriberOf(address)).id as string;
}

/** The number of events of a type in the store. */
const count = async (type: string) => {
  const { pool } = test.context('notifications');
  const { rows } = await pool.query('SELECT count(*)::int AS count FROM notifications.events WHERE type = $1', [type]);
  return rows[0].count as number;
};
const completed = () => count('AnnouncementCompleted');
const wishes = () => count('SubscriptionAsked');

const announced = async (tell: () => Promise<void>) => {
  const before = await completed();
  await tell();
  await until(async () => (await completed()) > before, 'an announcement has reached everybody');
};

describe('a wish to be informed', () => {
  const address = 'ana.popescu@example.org';
  const topics = ['series:consultation-sessions'];

  it('becomes a subscription only when the link in its mail is confirmed, with the exact text of the consent', async () => {
    await tellWish(test, { address, topics, consentText });
    const mail = await mails.waitFor(address, 'Confirmați');
    expect(mail.text).toContain(consentText);
    expect(mail.headers.get('list-unsubscribe-post')).toBeUndefined();

    const path = pathOf(mail, 'confirm');
    const page = await test.visitor.get(path);
    expect(page).toMatchObject({ status: 200 });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.body).toContain('<form method="post"><button type="submit">Confirm</button>');
    expect(page.body).toContain(consentText);
    expect(await subscriberOf(address)).toMatchObject({ status: 'asked' });

    expect(await test.visitor.post(path, '', { headers: form })).toMatchObject({ status: 200 });
    expect((await test.visitor.post(path, '', { headers: form })).body).toContain('Ați confirmat');
    const row = await subscriberOf(address);
    expect(row).toMatchObject({ status: 'confirmed', topics: { [topics[0]!]: 'confirmed' }, stopped: false });

    const { body } = await read(`/subscriptions/${row.id}`);
    expect(body).toMatchObject({ address, version: 3 });
    expect(body.consents).toMatchObject([
      { act: 'asked', how: 'questionnaire', text: consentText, textVersion: null, language: 'ro' },
      { act: 'confirmed', how: 'link', topics },
    ]);
    const before = (await read(`/subscriptions/${row.id}?asOf=2000-01-01T00:00:00Z`)).status;
    expect(before).toBe(404);
  });

  it('gets one message about a report, and leaves with one click', async () => {
    const { id } = await subscriberOf(address);
    const report = { civicEventId: randomUUID(), programmeId: null };
    await announced(() => tellReport(test, report));
    const mail = await mails.waitFor(address, 'Raportul este publicat: Sesiune de consultare II');
    expect(mail.text).toContain(`https://ecou.test/events/v1/civic-events/${report.civicEventId}/reports/1?`);
    expect(mail.html).toContain('lang="ro"');

    const unsubscribe = pathOf(mail, 'unsubscribe');
    expect(mail.headers.get('list')).toMatchObject({ unsubscribe: { url: `https://ecou.test${unsubscribe}` } });
    expect(mail.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line).toBe(
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    );

    const shown = await test.visitor.get(unsubscribe);
    expect(shown.body).toContain('<button type="submit">Renunț</button>');
    expect(await subscriberOf(address)).toMatchObject({ status: 'confirmed' });
    const click = await test.visitor.post(unsubscribe, 'List-Unsubscribe=One-Click', { headers: form });
    expect(click).toMatchObject({ status: 200 });
    expect(click.body).toContain('Ați renunțat');
    expect((await read(`/subscriptions/${id}`)).body.consents.at(-1)).toMatchObject({ act: 'ended', how: 'one-click' });

    await announced(() => tellReport(test, { ...report, version: 2 }));
    expect(await messagesOf(id, 'report-published')).toHaveLength(1);
  });

  it('leaves by the body that RFC 8058 prefers as well', async () => {
    const other = 'multipart@example.org';
    const id = await subscribed(other, ['civic-event:0b5a2a06-5f57-4f0b-8a0c-0d7f3b1f7a01']);
    await announced(() =>
      tellReport(test, { civicEventId: '0b5a2a06-5f57-4f0b-8a0c-0d7f3b1f7a01', programmeId: null }),
    );
    const mail = await mails.waitFor(other, 'Raportul');
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    const response = await fetch(`${test.process.url}${pathOf(mail, 'unsubscribe')}`, { method: 'POST', body });
    expect(response.status).toBe(200);
    expect((await read(`/subscriptions/${id}`)).body.consents.at(-1)).toMatchObject({ act: 'ended', how: 'one-click' });
  });

  it('may come from a form, and says nothing of what is known of the address', async () => {
    const { body: consent } = await test.visitor.get(`${base}/consent`);
    const wish = {
      id: randomUUID(),
      address: 'Ion@example.org',
      topics: ['facility-kind:charging-point'],
      language: 'en',
      consentVersion: consent.version,
    };
    expect(await test.visitor.post(`${base}/subscriptions`, wish)).toMatchObject({
      status: 202,
      body: { id: wish.id },
    });
    const mail = await mails.waitFor('Ion@example.org', 'Please confirm');
    expect(mail.text).toContain(consent.text.en);

    // The same again, and the same address spelt otherwise.
    const again = [wish, { ...wish, id: randomUUID(), address: 'ion@example.org' }];
    for (const body of again) {
      const answer = await test.visitor.post(`${base}/subscriptions`, body, {
        headers: { 'idempotency-key': randomUUID() },
      });
      expect(answer).toMatchObject({ status: 202, body: { id: body.id } });
      expect(answer.headers.get('ecou-position')).toBeNull();
      expect(answer.headers.get('etag')).toBeNull();
    }
    const { items } = (await read('/subscriptions?topic=facility-kind:charging-point')).body;
    expect(items).toMatchObject([{ address: 'Ion@example.org', status: 'asked' }]);
    expect(await messagesOf(items[0].id, 'confirmation')).toHaveLength(1);
  });

  it('says nothing of it to If-Match either', async () => {
    const wish = { topics: ['series:versions'], consentVersion: 1 };
    await test.visitor.post(`${base}/subscriptions`, { ...wish, address: 'known@example.org' });
    for (const address of ['known@example.org', 'unknown@example.org']) {
      const ifMatch = { headers: { 'if-match': '"2"' } };
      const { status } = await test.visitor.post(`${base}/subscriptions`, { ...wish, address }, ifMatch);
      expect(status).toBe(202);
    }
  });

  it('is ended by staff for somebody who asked', async () => {
    const id = await subscribed('dan@example.org', ['programme:1', 'programme:2']);
    const some = await test.api.post(`${base}/subscriptions/${id}/end`, { topics: ['programme:1'] });
    expect(some).toMatchObject({ status: 200, body: { id } });
    expect((await read(`/subscriptions/${id}`)).body.topics).toEqual({
      'programme:1': 'ended',
      'programme:2': 'confirmed',
    });
    await test.api.with(test.keys.staff).post(`${base}/subscriptions/${id}/end`);
    expect((await read(`/subscriptions/${id}`)).body.consents.at(-1)).toMatchObject({
      act: 'ended',
      how: 'staff',
      topics: ['programme:2'],
    });
  });
});

describe('a sending without an outcome, where mail is kept as files', () => {
  /** A message whose process died inside its first attempt. */
  async function interrupted(id: string): Promise<void> {
    const people = await confirmedSubscribers(test, [`${id}@example.org`], ['programme:cut']);
    const at = test.clock.now();
    const queued = {
      ...{
        subscriberId: people[0]!.id,
        purpose: 'deliverable-published',
        channel: 'email',
        topics: ['programme:cut'],
        round: null,
      },
      ...{ language: 'ro', template: { name: 'deliverable-published', version: 1 }, variables: {} },
      ...{ causeId: randomUUID(), announcementId: null, ...news, queuedAt: at },
    };
    const events = [
      { id: randomUUID(), type: 'MessageQueued', data: queued },
      { id: randomUUID(), type: 'SendingStarted', data: { attempt: 1, transport: 'file', startedAt: at } },
    ];
    const metadata = { actor: 'system', correlationId: randomUUID(), causationId: randomUUID() };
    const writes = [{ stream: `message-${id}`, expected: 'any' as const, events }];
    await test.context('notifications').store.append({ metadata, writes });
  }
  const ended = (id: string) =>
    until(async () => {
      const { body } = await read(`/messages/${id}`);
      return body.status !== 'sending' && body;
    }, 'an outcome');

  it('is sent where its file stands, and uncertain where it does not', async () => {
    const [kept, lost] = [randomUUID(), randomUUID()];
    await writeFile(join(mails.folder, `${kept}.1.eml`), 'Subject: Ecou\r\n\r\n');
    await interrupted(kept);
    await interrupted(lost);
    expect(await ended(kept)).toMatchObject({ status: 'sent', attempts: [{ file: `${kept}.1.eml`, outcome: 'sent' }] });
    expect(await ended(lost)).toMatchObject({ status: 'uncertain', attempts: [{ file: null, outcome: 'uncertain' }] });
    await rm(join(mails.folder, `${kept}.1.eml`));
  });
});

describe('the preferences', () => {
  it('are shown and changed by the link in a mail', async () => {
    const address = 'maria@example.org';
    const [programme, civicEventId] = [randomUUID(), randomUUID()];
    const topics = [`programme:${programme}`, `civic-event:${civicEventId}`];
    const id = await subscribed(address, topics);
    await announced(() => tellReport(test, { civicEventId, programmeId: programme, version: 3 }));
    const path = pathOf(await mails.waitFor(address, 'Raport actualizat'), 'preferences');

    const page = await test.visitor.get(path);
    expect(page.body).toContain(`<input type="checkbox" name="${topics[0]}" checked/>`);
    expect(page.body).toMatch(/<input type="radio" name="language" value="ro" checked\/>/);

    const chosen = new URLSearchParams({ [topics[1]!]: 'on', language: 'en' }).toString();
    const saved = await test.visitor.post(path, chosen, { headers: form });
    expect(saved.body).toContain('Your choice has been saved.');
    expect((await read(`/subscriptions/${id}`)).body).toMatchObject({
      language: 'en',
      topics: { [topics[0]!]: 'ended', [topics[1]!]: 'confirmed' },
    });

    const refused = await test.visitor.post(path, 'language=de', { headers: form });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'language' }] } });

    const title = { ro: 'Dezbatere', en: 'Debate' };
    await announced(() => tellReport(test, { civicEventId, programmeId: programme, title }));
    const english = await mails.waitFor(address, 'The report is published: Debate');
    expect(english.headers.get('content-language')).toBe('en');
  });
});

describe('an announcement', () => {
  it('is one message for each confirmed subscriber, however many of its topics they chose, across all pages', async () => {
    const [programme, civicEventId] = [randomUUID(), randomUUID()];
    const both = [`programme:${programme}`, `civic-event:${civicEventId}`];
    const addresses = Array.from({ length: 210 }, (_, index) => `citizen-${index}@example.org`);
    const people = await confirmedSubscribers(test, addresses, both);
    const [other] = await confirmedSubscribers(test, ['stranger@example.org'], ['programme:other']);
    const { pool } = test.context('notifications');
    await announced(() => tellReport(test, { civicEventId, programmeId: programme }));
    const { rows } = await pool.query(
      `SELECT data->>'subscriberId' AS id, count(*)::int AS count FROM notifications.events
       WHERE type = 'MessageQueued' AND data->>'purpose' = 'report-published' AND data->'topics' @> $1 GROUP BY 1`,
      [JSON.stringify([both[0]])],
    );
    expect(rows).toHaveLength(people.length);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(people.map(({ id }) => id)));
    expect(rows.every(({ count }) => count === 1)).toBe(true);
    expect(await messagesOf(other!.id, 'report-published')).toEqual([]);

    const sent = async () => {
      const { body } = await read(`/messages?status=sent&purpose=report-published&subscriber=${people.at(-1)!.id}`);
      return body.items.length === 1;
    };
    await until(sent, 'the message of the last subscriber');
    const pages = await until(async () => {
      const all = (await mails.all()).filter((mail) => mail.text?.includes(civicEventId));
      return all.length === people.length && all;
    }, 'every mail');
    expect(new Set(pages.map(({ messageId }) => messageId)).size).toBe(people.length);
  });

  it('tells of a deliverable, with its address', async () => {
    const programmeId = randomUUID();
    const [reader] = await confirmedSubscribers(test, ['reader@example.org'], [`programme:${programmeId}`], 'en');
    const address = 'https://example.org/study.pdf?a=1&b=2';
    await announced(() => tellDeliverable(test, { programmeId, address }));
    const mail = await mails.waitFor('reader@example.org', 'Published: Study of participation');
    expect(mail.text).toContain(address);
    expect(await messagesOf(reader!.id, 'deliverable-published')).toMatchObject([{ status: 'sent', attemptCount: 1 }]);
  });

  it('tells what became of a recommendation, and not that its review began', async () => {
    const recommendation = randomUUID();
    const topic = `recommendation:${recommendation}`;
    const [reader] = await confirmedSubscribers(test, ['follows@example.org'], [topic], 'en');
    await announced(() => tellDecision(test, recommendation, 'accepted'));
    const mail = await mails.waitFor('follows@example.org', 'Recommendation accepted: Benches in the park');
    expect(mail.text).toContain(`/events/v1/recommendations/${recommendation}?format=html&lang=en`);
    await tellProgress(test, recommendation, 'review-started');
    await announced(() => tellProgress(test, recommendation, 'completed'));
    await mails.waitFor('follows@example.org', 'Recommendation done');
    const messages = (await messagesOf(reader!.id, 'recommendation-progressed')) as unknown[];
    expect(messages).toHaveLength(2);
  });

  it('withholds a message from somebody who left while it waited', async () => {
    const topic = `programme:${randomUUID()}`;
    const [one] = await confirmedSubscribers(test, ['leaves@example.org'], [topic]);
    await test.api.post(`${base}/subscriptions/${one!.id}/end`);
    const [messageId, correlationId] = [randomUUID(), randomUUID()];
    const data = {
      subscriberId: one!.id,
      purpose: 'report-published',
      channel: 'email',
      topics: [topic],
      round: null,
      language: 'ro',
      template: { name: 'report-published', version: 1 },
      variables: { title: 'Raport', civicEventId: randomUUID(), version: '1' },
      causeId: randomUUID(),
      announcementId: null,
      ...news,
      queuedAt: test.clock.now(),
    };
    await test.context('notifications').store.append({
      metadata: { actor: 'test', correlationId, causationId: correlationId },
      writes: [
        { stream: `message-${messageId}`, expected: 0, events: [{ id: randomUUID(), type: 'MessageQueued', data }] },
      ],
    });
    const message = await until(async () => {
      const { body } = await read(`/messages/${messageId}`);
      return body.status !== 'queued' && body;
    }, 'the message is withheld');
    expect(message).toMatchObject({ status: 'withheld', withheld: 'not-wanted', attempts: [] });
    expect(await mails.to('leaves@example.org')).toEqual([]);
  });
});

describe('mail that is kept as files', () => {
  it('is listed for administrators and staff, and read by them', async () => {
    const page = (await read('/mails?limit=2')).body;
    expect(page.items).toHaveLength(2);
    expect(page.next).toEqual(expect.any(String));
    const [{ file, to, messageId }] = page.items;
    const raw = await read(`/mails/${file}`);
    expect(raw.headers.get('content-type')).toBe('message/rfc822');
    expect(raw.body).toContain(to);
    const decoded = await read(`/mails/${file}?format=text`);
    expect(decoded.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    // Whoever it went to may have got several.
    const kept = (await mails.to(to)).map(({ subject, text }) => `To: ${to}\nSubject: ${subject}\n\n${text}`);
    expect(kept).toContain(decoded.body);
    expect((await read(`/messages/${messageId}`)).body.attempts).toMatchObject([
      { transport: 'file', outcome: 'sent', file },
    ]);
    // Whoever sends messages reads no answers to petitions, and no links of others.
    for (const role of ['communicator', 'auditor', 'analyst', 'system', 'operator'] as const)
      for (const path of ['/mails', `/mails/${file}`])
        expect(await test.api.with(test.keys[role]).get(`${base}${path}`)).toMatchObject({ status: 403 });
    expect(await read(`/mails/${randomUUID()}.1.eml`)).toMatchObject({ status: 404, body: { code: 'MAIL_UNKNOWN' } });
    expect(await read('/mails/..%2F..%2Fetc%2Fpasswd')).toMatchObject({ status: 400 });
  });
});

describe('addresses', () => {
  it('are seen by staff only', async () => {
    const analyst = test.api.with(test.keys.analyst);
    const { items } = (await analyst.get(`${base}/subscriptions`)).body;
    expect(items.length).toBeGreaterThan(0);
    expect(items.every((row: { address: string | null }) => row.address === null)).toBe(true);
    expect((await analyst.get(`${base}/subscriptions/${items[0].id}`)).body.address).toBeNull();
    expect(await test.visitor.get(`${base}/subscriptions`)).toMatchObject({ status: 401 });
  });

  it('stand in their envelope only, and in nothing that leaves the context', async () => {
    const { pool } = test.context('notifications');
    const { rows } = await pool.query(
      `SELECT (SELECT count(*)::int FROM notifications.events WHERE data::text LIKE '%@example.org%' AND type <> 'SubscriberRegistered') AS events,
              (SELECT count(*)::int FROM notifications.outbox o WHERE o::text LIKE '%example.org%') AS outbox,
              (SELECT count(*)::int FROM notifications.claims c WHERE c::text LIKE '%example.org%') AS claims`,
    );
    expect(rows).toEqual([{ events: 0, outbox: 0, claims: 0 }]);
    const { rows: published } = await pool.query(`SELECT DISTINCT type FROM notifications.outbox ORDER BY 1`);
    expect(published.map(({ type }) => type)).toEqual([
      'ecou.notifications.message-delivered.v1',
      'ecou.notifications.subscription-confirmed.v1',
      'ecou.notifications.subscription-ended.v1',
    ]);
  });
});

describe('bad input', () => {
  const wish = { address: 'x@example.org', topics: ['series:a'], consentVersion: 1 };
  const cases: [string, object, string, string][] = [
    ['an unknown field', { ...wish, admin: true }, 'admin', 'UNKNOWN_FIELD'],
    ['an address that is none', { ...wish, address: 'x@' }, 'address', 'INVALID_FORMAT'],
    ['a topic of no kind', { ...wish, topics: ['weather:today'] }, 'topics.0', 'INVALID_FORMAT'],
    ['an address as a topic', { ...wish, topics: ['series:https://evil.example/'] }, 'topics.0', 'INVALID_FORMAT'],
    ['a topic that is shown backwards', { ...wish, topics: ['series:a\u202Eb'] }, 'topics.0', 'INVALID_FORMAT'],
    ['a programme without its id', { ...wish, topics: ['programme:1'] }, 'topics.0', 'INVALID_FORMAT'],
    ['no topic', { ...wish, topics: [] }, 'topics', 'TOO_SMALL'],
    ['a language that we do not speak', { ...wish, language: 'de' }, 'language', 'INVALID_VALUE'],
    ['a channel that we do not have', { ...wish, channel: 'fax' }, 'channel', 'INVALID_VALUE'],
  ];

  it.each(cases)('is refused: %s', async (_, body, path, code) => {
    const before = await wishes();
    const answer = await test.visitor.post(`${base}/subscriptions`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT', errors: [{ path, code }] } });
    expect(await wishes()).toBe(before);
  });

  it.each(['confirm', 'unsubscribe', 'preferences'])('a token of %s that was not made here', async (page) => {
    const token = page === 'confirm' ? 'x' : 'A'.repeat(60);
    const answers = [
      await test.visitor.get(`${base}/${page}/${token}`),
      await test.visitor.post(`${base}/${page}/${token}`, 'language=ro', { headers: form }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.body).toContain('Legătura nu este valabilă');
    }
  });

  it('a token of one page is none of another', async () => {
    const mail = await mails.waitFor('reader@example.org', 'Published');
    const token = pathOf(mail, 'unsubscribe').split('/').at(-1);
    expect(await test.visitor.get(`${base}/preferences/${token}`)).toMatchObject({ status: 404 });
  });

  it.each([
    ['/messages/6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11', 404, 'MESSAGE_UNKNOWN'],
    ['/subscriptions/6f9a4a52-98a4-4a8e-9d4e-0b9c1f8f3a11', 404, 'SUBSCRIBER_UNKNOWN'],
    ['/messages/nobody', 400, 'INVALID_INPUT'],
    ['/messages?status=lost', 400, 'INVALID_INPUT'],
    ['/messages?cursor=x', 400, 'CURSOR_INVALID'],
  ])('%s is answered %s', async (path, status, code) => {
    expect(await read(path)).toMatchObject({ status, body: { code } });
  });
});

describe('the API pages', () => {
  it('describe every route', async () => {
    const { body } = await test.visitor.get('/notifications/openapi.json');
    const routes = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const pages = ['confirm', 'unsubscribe', 'preferences'].map((page) => `${base}/${page}/{token}`);
    expect(routes).toEqual(
      expect.arrayContaining([
        `post ${base}/subscriptions`,
        `get ${base}/messages/{id}`,
        ...pages.flatMap((page) => [`get ${page}`, `post ${page}`]),
      ]),
    );
    expect(body.components.schemas.Message.properties.attempts).toBeDefined();
  });
});

describe('each view', () => {
  const views: readonly View[] = notificationsContext.views;

  it('equals what its events fold to, also when it was rebuilt while messages went out', async () => {
    const programmeId = randomUUID();
    const addresses = Array.from({ length: 100 }, (_, index) => `late-${index}@example.org`);
    await confirmedSubscribers(test, addresses, [`programme:${programmeId}`]);
    const sentBefore = await count('MessageSent');
    await tellReport(test, { civicEventId: randomUUID(), programmeId });
    const service = test.context('notifications');
    await until(async () => (await count('MessageSent')) > sentBefore, 'the first message is sent');
    for (const { name } of views) await service.views.rebuild(name);
    await until(async () => (await count('MessageSent')) === sentBefore + addresses.length, 'every message is sent');
    await until(async () => {
      const { rows } = await service.pool.query(`SELECT 1 FROM notifications.views WHERE state = 'building'`);
      return rows.length === 0;
    }, 'the rebuilt views are live');
    await test.settle();
    for (const view of views) {
      const byKey = (rows: object[]) => rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      const keyOf = (row: object) => (row as Record<string, string>)[view.key]!;
      const rows = await service.readModels.repository(view).find();
      expect(byKey(rows.map((row) => ({ ...row })))).toEqual(byKey(await replayed(service.store, view)));
    }
  });

  it.each(views)('$name equals its replay from nothing', ({ name }) =>
    test.replayEqualsIncremental('notifications', name),
  );
});
