import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { notificationsContext } from '@ecou/notifications';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { simpleParser } from 'mailparser';
import { loadSample } from './index.ts';

const contexts = [eventsContext, feedbackContext, facilitiesContext, notificationsContext];
const views = contexts.flatMap(({ name, views: all }) => all.map((view) => [name, view.name] as const));

/** No link is asked for here, so none is found broken; nobody leaves by a link in a mail, and nobody writes one. */
const withoutRows = ['broken_links', 'message_departures', 'conversation_list'];

describe('every view of every context, rebuilt again and again while the sample goes in and people write', () => {
  let test: TestProcess;
  let mailDir: string;
  let rebuilt = 0;

  beforeAll(async () => {
    mailDir = await mkdtemp(join(tmpdir(), 'ecou-mail-'));
    test = await startTestProcess(contexts, { env: { ECOU_MAIL_DIR: mailDir } });
    // What is held in the sample lies in the past.
    test.clock.set('2024-05-20T10:00:00.000Z');
    const done = new AbortController();
    const rebuilding = (async () => {
      while (!done.signal.aborted) {
        for (const [context, view] of views) await test.context(context).views.rebuild(view);
        rebuilt += 1;
        await sleep(300);
      }
    })();
    await Promise.all([
      loadSample({ url: test.process.url, key: test.keys.administrator }),
      answer(),
      subscribe(),
      attend(),
      write(),
    ]);
    done.abort();
    await rebuilding;
    await test.settle();
  });

  afterAll(async () => {
    await test.stop();
    await rm(mailDir, { recursive: true, force: true });
  });

  it('was rebuilt more than once, and holds something', async () => {
    expect(rebuilt).toBeGreaterThan(1);
    for (const [context, view] of views.filter(([, name]) => !withoutRows.includes(name))) {
      const { rowCount } = await test.context(context).pool.query(`SELECT FROM ${context}.${view} LIMIT 1`);
      expect({ context, view, rowCount }).toEqual({ context, view, rowCount: 1 });
    }
  });

  it.each(views)('%s: %s equals its replay', (context, view) => test.replayEqualsIncremental(context, view));

  /** People answer a questionnaire, and some wish to be informed. */
  async function answer(): Promise<void> {
    const path = '/feedback/v1/questionnaires';
    const { body } = await test.api.post(path, {
      title: { ro: 'Chestionar sintetic' },
      about: { theme: 'synthetic' },
      items: [
        { id: 'grade', kind: 'grade', aspect: 'programme', wording: { ro: 'Programul' } },
        { id: 'updates', kind: 'wish', wording: { ro: 'Doriți să fiți informat(ă)?' } },
      ],
      topics: ['series:synthetic'],
      consentText: { ro: 'Sunt de acord.' },
    });
    await test.api.post(`${path}/${body.id}/open`);
    for (let index = 0; index < 40; index += 1) {
      const wish = index % 2 === 0 ? { email: `wish-${index}@example.org` } : {};
      const answers = [
        { item: 'grade', grade: 1 + (index % 5) },
        { item: 'updates', wish: index % 2 === 0 },
      ];
      expect(await test.visitor.post(`${path}/${body.id}/responses`, { answers, ...wish })).toMatchObject({
        status: 201,
      });
    }
  }

  /** People ask to be told, and those whose mail has come by then confirm. */
  async function subscribe(): Promise<void> {
    for (let index = 0; index < 30; index += 1) {
      const body = {
        id: randomUUID(),
        address: `reader-${index}@example.org`,
        topics: ['series:x'],
        consentVersion: 1,
      };
      expect(await test.visitor.post('/notifications/v1/subscriptions', body)).toMatchObject({ status: 202 });
    }
    // Among those of the sample.
    const read = new Set<string>();
    const tokens: string[] = [];
    while (tokens.length < 10) {
      await sleep(100);
      const { items } = (await test.api.get('/notifications/v1/mails?limit=200')).body as { items: { file: string }[] };
      for (const { file } of items) {
        if (read.has(file)) continue;
        read.add(file);
        const { text } = await simpleParser((await test.api.get(`/notifications/v1/mails/${file}`)).body);
        const token = /\/notifications\/v1\/confirm\/([\w.-]+)/.exec(text ?? '')?.[1];
        if (token !== undefined) tokens.push(token);
      }
    }
    for (const token of tokens)
      expect((await test.visitor.post(`/notifications/v1/confirm/${token}`)).status).toBe(200);
  }

  /** Staff write words of their own, and campaigns. */
  async function write(): Promise<void> {
    const text = { subject: 'Sintetic: {{title}}', body: 'Text sintetic.', action: 'Citiți' };
    for (const language of ['ro', 'en'])
      expect(
        await test.api.post(`/notifications/v1/templates/report-published/${language}/every/draft`, { text }),
      ).toMatchObject({ status: 200 });
    for (const name of ['Campanie sintetică', 'Altă campanie sintetică'])
      expect(
        await test.api.post('/notifications/v1/campaigns', {
          ...{
            name,
            subject: { ro: name, en: name },
            text: { ro: 'Text sintetic.', en: 'Synthetic.' },
            link: 'https://example.org/sintetic',
          },
          segment: { topics: ['series:x'], match: 'any' },
        }),
      ).toMatchObject({ status: 201 });
  }

  /** People register for a session, give seats up, come, and walk in. */
  async function attend(): Promise<void> {
    const sessions = '/events/v1/civic-events';
    const { body } = await test.api.post(sessions, {
      kind: 'consultation',
      title: { ro: 'Sesiune sintetică' },
      startsAt: '2024-05-20T17:00:00+03:00',
      endsAt: '2024-05-20T19:00:00+03:00',
    });
    const path = `${sessions}/${body.id}`;
    await test.api.post(`${path}/publish`);
    await test.api.put(`${path}/registration`, { capacity: 8, confirmation: 'none' });
    await test.api.post(`${path}/registration/open`);
    for (let index = 0; index < 24; index += 1) {
      const contact = { channel: 'email', address: `participant-${index}@example.org` };
      const person = { name: `Participant Sintetic ${index}`, contact, category: 'citizen' };
      const { status, body: registered } = await test.visitor.post(`${path}/registrations`, person, {
        headers: { 'x-forwarded-for': `192.0.2.${index}` },
      });
      expect(status).toBe(201);
      const { id, token, state } = registered as { id: string; token: string; state: string };
      if (index % 6 === 5) await test.visitor.post(`${path}/registrations/${id}/cancel`, { token });
      else if (state === 'confirmed-seat') await test.api.post(`${path}/check-ins`, { registrationId: id });
      if (index % 8 === 0) await test.api.post(`${path}/walk-ins`, { category: 'citizen', count: 1 + index });
    }
  }
});
