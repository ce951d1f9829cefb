import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notificationsContext } from './context.js';
import { Mailbox, pathOf } from './testing/mailbox.js';
import {
  publishers,
  tellCivicEvent,
  tellDecision,
  tellRecommendation,
  tellRedaction,
  tellWish,
} from './testing/publishers.js';
import { confirmedSubscribers } from './testing/subscribers.js';

let test: TestProcess;
const mails = new Mailbox();

beforeAll(async () => {
  test = await startTestProcess([...publishers, notificationsContext], {
    env: { ECOU_MAIL_DIR: mails.folder, PUBLIC_URL: 'https://ecou.test', ECOU_INSTITUTION: 'Primăria Exemplu' },
  });
  mails.openedBy(test);
});
afterAll(async () => {
  await test.stop();
  await mails.remove();
});

/** The number of events that hold some words, or are of some type. */
async function count(where: string, value: string): Promise<number> {
  const { pool } = test.context('notifications');
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM notifications.events WHERE ${where}`,
    [value],
  );
  return rows[0]?.count ?? 0;
}
const ofType = (type: string) => count('type = $1', type);
const holding = (words: string) => count(`data::text LIKE '%' || $1 || '%'`, words);

describe('what somebody asked to be told of', () => {
  const [event, other] = [randomUUID(), randomUUID()];
  const series = `sessions-${randomUUID().slice(0, 8)}`;
  const address = 'ana@example.org';

  beforeAll(async () => {
    await tellCivicEvent(test, event, { ro: 'Sesiune de consultare I', en: 'Consultation session I' }, series);
    await until(async () => (await ofType('TopicNamed')) === 2, 'the event and its series to have names');
    await tellCivicEvent(test, other, { ro: 'Sesiune de consultare II', en: 'Consultation session II' }, series);
    await until(async () => (await ofType('TopicNamed')) === 4, 'the series to be called what both begin with');
  });

  it('is named by its title, in the mail and on the pages, in both languages', async () => {
    await tellWish(test, {
      address,
      topics: [`civic-event:${event}`, `series:${series}`, 'facility-kind:library'],
      consentText: 'Da.',
    });
    const mail = await mails.waitFor(address, 'Confirmați');
    expect(mail.text).toContain(
      '• Evenimentul „Sesiune de consultare I”\n• Seria „Sesiune de consultare”\n• Facilități digitale de felul „bibliotecă”\n',
    );
    expect(mail.text?.startsWith('Primăria Exemplu\n')).toBe(true);
    expect(mail.html).toContain('Primăria Exemplu');
    for (const [lang, named] of [
      ['ro', 'Seria „Sesiune de consultare”'],
      ['en', 'The series “Consultation session”'],
    ]) {
      const { body } = await test.visitor.get(`${pathOf(mail, 'confirm')}?lang=${lang}`);
      expect(body).toContain(`>${named}</a>`);
      // Links lead to the pages of them, and no id stands there to be read.
      expect(String(body).replaceAll(/(?:href|name)="[^"]*"/g, '')).not.toContain(event);
    }
  });
});

describe('the form that asks to be told of something', () => {
  const event = randomUUID();
  const path = '/notifications/v1/subscription-form';
  const filled = {
    id: randomUUID(),
    lang: 'ro',
    topic: `civic-event:${event}`,
    email: 'form@example.org',
    agree: 'on',
    consentVersion: '1',
  };
  const send = (form: Readonly<Record<string, string>>) =>
    test.visitor.call('POST', path, new URLSearchParams(form).toString(), {
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    });

  beforeAll(async () => {
    const named = await ofType('TopicNamed');
    await tellCivicEvent(test, event, { ro: 'Dezbatere sintetică', en: 'Synthetic debate' });
    await until(async () => (await ofType('TopicNamed')) > named, 'the event to have a name');
  });

  it('names it, and shows the text to agree to, in both languages', async () => {
    const { status, body } = await test.visitor.get(`${path}?topic=${filled.topic}`);
    expect(status).toBe(200);
    expect(body).toContain('Evenimentul „Dezbatere sintetică”');
    expect(body).toContain('Sunt de acord ca primăria');
    expect(body).toContain('<label for="field-email">');
    expect((await test.visitor.get(`${path}?topic=${filled.topic}&lang=en`)).body).toContain(
      'The event “Synthetic debate”',
    );
  });

  it('has a mail sent, whose link confirms the wish', async () => {
    const sent = await send(filled);
    expect(sent.status).toBe(200);
    expect(sent.body).toContain('Verificați-vă e-mailul');
    const mail = await mails.waitFor(filled.email, 'Confirmați');
    expect(mail.text).toContain('• Evenimentul „Dezbatere sintetică”');
  });

  it.each([
    ['no address', { email: 'x' }, 'email', 'Adresa de e-mail: scrieți una întreagă, de exemplu ana@example.ro.'],
    ['no consent', { agree: '' }, 'agree', 'Acordul: bifați caseta, dacă sunteți de acord cu textul.'],
  ])('is shown again where there is %s, with the field and its rule', async (_what, change, field, rule) => {
    const { agree, ...rest } = { ...filled, ...change };
    const { status, body } = await send(agree === '' ? rest : { ...rest, agree });
    expect(status).toBe(400);
    expect(body).toContain(`<a href="#field-${field}">${rule}</a>`);
    expect(body).toContain('aria-invalid="true"');
  });

  it('is refused for what is no topic, on a page that names the field', async () => {
    const { status, body } = await test.visitor.get(`${path}?topic=weather`, { headers: { accept: 'text/html' } });
    expect(status).toBe(400);
    expect(body).toContain('topic: `everything`, `programme:');
  });
});

describe('a recommendation that is redacted', () => {
  const id = randomUUID();
  const said = { ro: 'Bănci în parc, zice Ion Sintetic', en: 'Benches in the park, says Ion Sintetic' };
  const left = { ro: 'Bănci în parc', en: 'Benches in the park' };

  it('goes out with what is left of it, and the mark of it; the words are nowhere any more', async () => {
    await tellRecommendation(test, id, said);
    const known = () => holding('Ion Sintetic');
    await until(async () => (await known()) === 1, 'the recommendation to have a name');
    // Nothing can be sent meanwhile.
    await rm(mails.folder, { recursive: true, force: true });
    await writeFile(mails.folder, '');
    await confirmedSubscribers(test, ['one@example.org', 'two@example.org'], [`recommendation:${id}`]);
    await tellDecision(test, id, 'declined', said);
    await until(async () => (await ofType('SendingFailed')) >= 2, 'two mails that could not be sent');
    expect(await known()).toBe(4);

    await tellRedaction(test, id, left);
    await until(async () => (await ofType('TopicRedactionCarriedOut')) === 1, 'the redaction to be carried out');
    expect(await known()).toBe(0);
    expect(await holding('[redactat]')).toBeGreaterThan(0);

    await rm(mails.folder);
    test.clock.advance(5_000);
    for (const address of ['one@example.org', 'two@example.org']) {
      const mail = await until(
        async () => (await mails.to(address).catch(() => []))[0],
        `the mail to ${address}, once it is tried again`,
      );
      expect(mail.subject).toBe('Recomandare respinsă: Bănci în parc [redactat]');
      expect(mail.text).toContain('Recomandare respinsă: „Bănci în parc [redactat]”\n\nMotiv');
      expect(`${mail.text}${String(mail.html)}`).not.toContain('Sintetic');
    }
  });

  it('is told of as what is left of it, also by a message that is older and comes later', async () => {
    await tellDecision(test, id, 'accepted', said);
    const mail = await mails.waitFor('one@example.org', 'Recomandare acceptată');
    expect(mail.subject).toBe('Recomandare acceptată: Bănci în parc [redactat]');
    expect(await holding('Ion Sintetic')).toBe(0);
  });

  it('is redacted once: the same told again changes nothing', async () => {
    await tellRedaction(test, id, left);
    await test.settle();
    expect(await ofType('TopicRedacted')).toBe(1);
  });

  it('that nobody was told of is no recommendation, and changes nothing', async () => {
    await tellRedaction(test, randomUUID(), left);
    await test.settle();
    expect(await ofType('TopicRedacted')).toBe(1);
  });
});
