import { randomUUID } from 'node:crypto';
import { analyticsContext } from '@ecou/analytics';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { identityContext } from '@ecou/identity';
import { integrationsContext } from '@ecou/integrations';
import { notificationsContext } from '@ecou/notifications';
import { boundsOf } from '@ecou/runtime';
import { proofOf, startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess(
    [
      eventsContext,
      facilitiesContext,
      feedbackContext,
      notificationsContext,
      integrationsContext,
      analyticsContext,
      identityContext,
    ],
    {
      env: { ECOU_LIMITS: 'on', ECOU_PROOF_COST: '500' },
    },
  );
});
afterAll(() => test.stop());

/** Facts of a type that a context has on record. */
async function recorded(context: string, type: string): Promise<number> {
  const { pool } = test.context(context);
  const { rows } = await pool.query(`SELECT count(*)::int AS count FROM ${context}.events WHERE type = $1`, [type]);
  return rows[0].count as number;
}

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
/** The number of answers of each status. */
function statusesOf(answers: readonly { readonly status: number }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('what strangers may do', () => {
  it('is bounded on every public route that is not for reading', () => {
    const open = test.process.routes.filter(({ method, rules }) => method !== 'GET' && rules.permission === null);
    const bounds = Object.fromEntries(
      open.map(({ method, path, rules }) => [`${method} ${path}`, boundsOf(rules).name]),
    );
    expect(bounds).toEqual({
      'POST /events/v1/civic-events/:id/registration-form': 'registrations',
      'POST /events/v1/civic-events/:id/registrations': 'registrations',
      'POST /events/v1/civic-events/:id/registrations/:registrationId/cancel': 'public',
      'POST /events/v1/civic-events/:id/registrations/:registrationId/confirm': 'public',
      'POST /events/v1/invitations/:id/:token': 'pages',
      'POST /events/v1/registrations/:id/:token': 'pages',
      'POST /events/v1/registrations/:id/confirm/:token': 'pages',
      'POST /feedback/v1/facility-feedback': 'facility-feedback',
      'POST /feedback/v1/files': 'files',
      'POST /feedback/v1/petition-form': 'petitions',
      'POST /feedback/v1/petitions': 'petitions',
      'POST /feedback/v1/questionnaires/:id/answers': 'ballot-answers',
      'POST /feedback/v1/questionnaires/:id/ballots': 'ballots',
      'POST /feedback/v1/questionnaires/:id/responses': 'answers',
      'POST /feedback/v1/questionnaires/:id/updates-requests': 'updates-requests',
      'POST /feedback/v1/status': 'pages',
      'POST /feedback/v1/status/:number/callback': 'pages',
      'POST /feedback/v1/status/:number/follow': 'pages',
      'POST /feedback/v1/status/:number/messages': 'files',
      'POST /feedback/v1/status/:number/reopen': 'pages',
      'POST /feedback/v1/status/:number/satisfaction': 'pages',
      'POST /feedback/v1/status/:number/withdraw': 'pages',
      'POST /identity/v1/backchannel-logout': 'pages',
      'POST /identity/v1/invitation/options': 'passkeys',
      'POST /identity/v1/invitation/passkeys': 'passkeys',
      'POST /identity/v1/login/options': 'passkeys',
      'POST /identity/v1/login/passkey': 'passkeys',
      'POST /identity/v1/logout': 'pages',
      'POST /identity/v1/passkeys': 'passkeys',
      'POST /identity/v1/passkeys/:id/remove': 'pages',
      'POST /identity/v1/passkeys/options': 'passkeys',
      'POST /notifications/v1/address/:token': 'pages',
      'POST /notifications/v1/confirm/:token': 'pages',
      'POST /notifications/v1/inbound-mails': 'inbound-mails',
      'POST /notifications/v1/mail-reports': 'mail-reports',
      'POST /notifications/v1/telegram/webhook': 'telegram-webhook',
      'POST /notifications/v1/whatsapp/webhook': 'whatsapp-webhook',
      'POST /notifications/v1/preferences/:token': 'pages',
      'POST /notifications/v1/preferences/:token/addresses': 'subscriptions',
      'POST /notifications/v1/preferences/:token/addresses/:number/remove': 'pages',
      'POST /notifications/v1/preferences/:token/end': 'pages',
      'POST /notifications/v1/renewal/:token': 'pages',
      'POST /notifications/v1/subscription-form': 'subscriptions',
      'POST /notifications/v1/subscriptions': 'subscriptions',
      'POST /notifications/v1/unsubscribe/:token': 'pages',
    });
  });

  it('is to petition now and then: 150 petitions at once from one address are stopped', async () => {
    const name = { ro: 'Sintetic' };
    await test.api.put('/feedback/v1/directory/departments/synthetic', { name });
    await test.api.put('/feedback/v1/directory/categories/synthetic', { name, department: 'synthetic' });
    const petition = (index: number) => ({
      kind: 'complaint',
      category: 'synthetic',
      text: 'O groapă sintetică.',
      petitioner: { name: 'Ana Sintetică', channel: 'email', contact: `ana${index}@example.org` },
    });
    const send = (index: number, headers: Record<string, string> = {}) =>
      test.visitor.post('/feedback/v1/petitions', petition(index), {
        headers: { ...from('203.0.113.1').headers, ...headers },
      });
    const answers = await Promise.all(Array.from({ length: 150 }, (_, index) => send(index)));
    expect(statusesOf(answers)).toEqual({ 201: 20, 429: 130 });
    expect(await recorded('feedback', 'PetitionRegistered')).toBe(20);
    // Somebody behind the same address, whose browser solves what it is asked.
    const asked = await send(150);
    expect((await send(150, { 'ecou-proof': await proofOf(asked.body.challenge) })).status).toBe(201);
    expect((await test.api.post('/feedback/v1/petitions', petition(151), from('203.0.113.1'))).status).toBe(201);
  });

  it('is to name a mailbox now and then: 180 requests for one mailbox from 180 addresses are stopped', async () => {
    const { body: consent } = await test.visitor.get('/notifications/v1/consent');
    const ask = (index: number, headers: Record<string, string> = {}) =>
      test.visitor.post(
        '/notifications/v1/subscriptions',
        {
          address: `victim+${index}@example.org`,
          topics: [`programme:${randomUUID()}`],
          consentVersion: consent.version,
        },
        { headers: { ...from(`198.51.100.${index}`).headers, ...headers } },
      );
    const answers = await Promise.all(Array.from({ length: 180 }, (_, index) => ask(index)));
    expect(statusesOf(answers)).toEqual({ 202: 5, 429: 175 });
    // Proofs make it twenty, and no more.
    const passed: number[] = [];
    for (let index = 0; index < 17; index += 1) {
      const { body } = await ask(index);
      if (body.code !== 'PROOF_NEEDED') throw new Error(JSON.stringify(body));
      const { status } = await ask(index, { 'ecou-proof': await proofOf(body.challenge) });
      passed.push(status);
    }
    expect(statusesOf(passed.map((status) => ({ status })))).toEqual({ 202: 15, 429: 2 });
    expect(await recorded('notifications', 'SubscriptionAsked')).toBe(20);
  });

  it('is to answer as a class does: 150 answers to an open questionnaire from one address are stopped', async () => {
    const draft = {
      title: { ro: 'Chestionar sintetic' },
      about: { theme: 'synthetic' },
      items: [{ kind: 'yes-no', id: 'objectives', wording: { ro: 'Și-a atins obiectivele?' } }],
    };
    const { body } = await test.api.post('/feedback/v1/questionnaires', draft);
    const path = `/feedback/v1/questionnaires/${body.id}`;
    expect((await test.api.post(`${path}/open`)).status).toBe(200);
    const answer = () =>
      test.visitor.post(`${path}/responses`, { answers: [{ item: 'objectives', yes: true }] }, from('203.0.113.2'));
    const answers = await Promise.all(Array.from({ length: 150 }, answer));
    expect(statusesOf(answers)).toEqual({ 201: 40, 429: 110 });
  });
});
