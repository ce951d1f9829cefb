import { randomUUID } from 'node:crypto';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, textOf, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { toBuffer } from 'qrcode';
import { notificationsContext } from './context.js';
import { Links } from './subscribers/links/links.js';
import { Mailbox } from './testing/mailbox.js';
import {
  publishers,
  tellCancellation,
  tellInvitation,
  tellPause,
  tellPetitioner,
  tellSeat,
} from './testing/publishers.js';

const base = '/notifications/v1';

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

const read = (path: string) => test.api.get(`${base}${path}`);

describe('what somebody was promised', () => {
  /** The messages about a registration, an invitation or a petition. */
  const messagesAbout = async (id: string) => {
    await test.settle();
    return (await read(`/messages?about=${id}`)).body.items;
  };
  const outcomes = async (id: string) => {
    const { rows } = await test
      .context('notifications')
      .pool.query(
        `SELECT data FROM notifications.outbox WHERE type = 'ecou.notifications.message-outcome.v1' AND data->'about'->>'id' = $1`,
        [id],
      );
    return rows.map(({ data }) => data);
  };

  it('goes to who is no subscriber, with the code for the door and the event for a calendar', async () => {
    const id = await tellSeat(test, { address: 'loc@example.org' });
    const mail = await mails.waitFor('loc@example.org', 'Aveți un loc: Sesiune de consultare II');
    const links = new Links({ secret: test.process.config.secret, publicUrl: 'https://ecou.test' });
    for (const text of [mail.text, mail.html || '']) {
      expect(text).toContain(links.registration(id));
      expect(text).toContain(links.doorCode(id));
      expect(text).toMatch(/vineri, 11 aprilie 2031.*09:30/);
    }
    expect(mail.headers.get('list-unsubscribe-post')).toBeUndefined();
    const [code, calendar] = mail.attachments;
    expect(code).toMatchObject({ contentType: 'image/png', filename: 'cod-de-intrare.png' });
    const picture = await toBuffer(links.doorCode(id), { errorCorrectionLevel: 'M', scale: 8 });
    expect(code!.content.equals(picture)).toBe(true);
    expect(calendar).toMatchObject({ contentType: 'text/calendar', filename: 'ecou.ics' });
    const [event] = new ICAL.Component(ICAL.parse(calendar!.content.toString())).getAllSubcomponents('vevent');
    const { summary, startDate, location } = new ICAL.Event(event);
    expect({ summary, location, starts: startDate.toJSDate().toISOString() }).toEqual({
      summary: 'Sesiune de consultare II',
      location: 'Sala Exemplu, Strada Exemplului nr. 8',
      starts: '2031-04-11T06:30:00.000Z',
    });

    expect(await messagesAbout(id)).toMatchObject([
      {
        subscriberId: null,
        purpose: 'registration-confirmed',
        status: 'sent',
        promise: { kind: 'registration', id, occasion: 'registration-confirmed', channel: 'email' },
      },
    ]);
    expect(await outcomes(id)).toMatchObject([{ about: { kind: 'registration', id }, outcome: 'sent', reason: null }]);
    const [{ id: messageId, file }] = await messagesAbout(id);
    const { items } = (await read('/mails')).body;
    expect(items).toContainEqual(
      expect.objectContaining({ file, to: 'loc@example.org', purpose: 'registration-confirmed' }),
    );
    // Nobody can leave what was promised to them.
    const leave = new URL(links.unsubscribe(messageId)).pathname;
    expect(await test.visitor.get(leave)).toMatchObject({ status: 404 });
  });

  it('tells whoever looks after an endpoint that it is paused', async () => {
    const id = await tellPause(test, 'gis@example.org');
    const mail = await mails.waitFor('gis@example.org', 'Mesajele către gis.example.ro sunt oprite');
    expect(mail.text).toContain('Ultimul răspuns: HTTP 500');
    expect(mail.text).toContain('de la poziția 41 a jurnalului');
    expect(mail.text).toContain(`https://ecou.test/integrations/v1/endpoints/${id}`);
    expect(await messagesAbout(id)).toMatchObject([{ purpose: 'endpoint-paused', promise: { kind: 'endpoint', id } }]);
  });

  it('is said in the language of the person', async () => {
    await tellInvitation(test, { address: 'guest@example.org', language: 'en' });
    const mail = await mails.waitFor('guest@example.org', 'You are invited: Consultation session II');
    expect(mail.headers.get('content-language')).toBe('en');
    expect(mail.text).toMatch(/Friday, 11 April 2031/);
  });

  it('is an answer with its text, and the address of the petition', async () => {
    const sendingId = randomUUID();
    const id = await tellPetitioner(
      test,
      { address: 'petent@example.org' },
      'answered',
      'Am înlocuit lampa.\n\nCu stimă,\nDirecția',
      { salutation: 'Stimată doamnă Sintetică,', numbers: ['2024-000007', '2024-000009'], sendingId },
    );
    const mail = await mails.waitFor('petent@example.org', 'Răspuns la petiție: 2024-000007');
    expect(mail.text).toContain('Am înlocuit lampa.\n\nCu stimă,\nDirecția');
    expect(mail.text).toMatch(
      /^Ecou\n\nStimată doamnă Sintetică,\n\nNumerele de înregistrare: 2024-000007, 2024-000009\n/,
    );
    expect(mail.text).toContain(
      new Links({ secret: test.process.config.secret, publicUrl: 'https://ecou.test' }).petition({
        ...{ number: '2024-000007', id, contact: 'petent@example.org' },
      }),
    );
    await until(async () => (await outcomes(id)).length > 0, 'feedback is told');
    expect(await outcomes(id)).toMatchObject([
      { about: { kind: 'petition', id }, occasion: 'answered', sendingId, outcome: 'sent' },
    ]);
  });

  it('is an answer with its letter, on the letterhead that it went out with', async () => {
    const address = 'scrisoare@example.org';
    const letter = {
      institution: 'Primăria Exemplu',
      lines: ['Strada Primăriei 1'],
      recipient: { name: 'Ana Sintetică', address },
      inReplyTo: [{ number: '2024-000007', registeredOn: '2024-02-03' }],
      signatories: [{ office: { ro: 'Primar' }, name: 'Ada Sintetică' }],
      enclosures: ['schita.pdf'],
    };
    const answer = { outgoingNumber: 'E-2024-000003', letter, sendingId: randomUUID(), legalBasis: 'OG 27/2002' };
    await tellPetitioner(test, { address }, 'answered', 'Am înlocuit lampa.\r\n\r\nCu stimă', answer);
    const mail = await mails.waitFor(address, 'Răspuns la petiție: 2024-000007');
    expect(mail.text).toContain('Răspunsul este atașat ca scrisoare, cu numărul de ieșire E-2024-000003.');
    expect(mail.attachments).toMatchObject([{ filename: 'E-2024-000003.pdf', contentType: 'application/pdf' }]);
    const text = (await textOf(mail.attachments[0]!.content)).replaceAll(/\s+/g, ' ');
    for (const said of [
      ...['Primăria Exemplu Strada Primăriei 1', 'Nr. de ieșire E-2024-000003', 'Data 1 martie 2024'],
      ...['nr. 2024-000007 din 3 februarie 2024', 'Am înlocuit lampa. Cu stimă', 'Temei legal: OG 27/2002'],
      ...['Primar Ada Sintetică', 'schita.pdf'],
    ])
      expect(text).toContain(said);
  });

  it('is not sent where they named no address for mail, and that is told', async () => {
    const id = await tellPetitioner(test, { address: '+40 700 000 001', channel: 'phone' }, 'acknowledged');
    await until(async () => (await outcomes(id)).length > 0, 'feedback is told');
    expect(await outcomes(id)).toMatchObject([{ channel: 'phone', outcome: 'withheld', reason: 'channel-not-served' }]);
    expect(await messagesAbout(id)).toMatchObject([{ status: 'withheld', attemptCount: 0 }]);
  });

  it('is not sent once nobody needs it any more', async () => {
    const id = await tellSeat(test, { address: 'tarziu@example.org' }, '2001-04-11T13:00:00+03:00');
    await until(async () => (await outcomes(id)).length > 0, 'events is told');
    expect(await outcomes(id)).toMatchObject([{ outcome: 'withheld', reason: 'out-of-date' }]);
    expect(await mails.to('tarziu@example.org')).toEqual([]);
  });

  it('is told of an end that they brought about or must know of, and of no other', async () => {
    const address = 'renunt@example.org';
    const ends = ['not-confirmed', 'registered-already', 'civic-event-cancelled'];
    const ids = [];
    for (const reason of ends) ids.push(await tellCancellation(test, { address }, reason));
    expect((await mails.waitFor(address, 'Înscrierea a fost anulată')).text).toContain('De ce: Vreme rea');
    await test.settle();
    expect(await Promise.all(ids.map(async (id) => (await messagesAbout(id)).length))).toEqual([0, 0, 1]);
  });

  it('is nothing of steps inside the city hall', async () => {
    const id = await tellPetitioner(test, { address: 'pas@example.org' }, 'assigned');
    await test.settle();
    expect(await messagesAbout(id)).toEqual([]);
  });

  it('leaves addresses and names in their envelopes, and tells nobody else of them', async () => {
    const { pool } = test.context('notifications');
    const { rows } = await pool.query(
      `SELECT (SELECT count(*)::int FROM notifications.events WHERE type = 'MessageQueued' AND data->'recipient'->'address'->>'codec' = 'aes-256-gcm') AS sealed,
              (SELECT count(*)::int FROM notifications.events WHERE data::text ~ 'example.org|Sintetică') AS events,
              (SELECT count(*)::int FROM notifications.outbox o WHERE o::text ~ 'example.org|Sintetică') AS outbox`,
    );
    expect(rows).toEqual([{ sealed: expect.any(Number), events: 0, outbox: 0 }]);
    expect(rows[0].sealed).toBeGreaterThan(3);
    const { rows: published } = await pool.query(`SELECT DISTINCT type FROM notifications.outbox`);
    expect(published).toEqual([{ type: 'ecou.notifications.message-outcome.v1' }]);
  });

  it('stands in a list that equals its replay', () => test.replayEqualsIncremental('notifications', 'message_list'));
});
