import { randomUUID } from 'node:crypto';
import { TestClock } from '@ecou/event-sourcing/testing';
import { notifications, startTestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsContext } from '../context.js';
import { RegistrationApi } from './testing/registrations.js';

let api: RegistrationApi;
beforeAll(async () => {
  api = new RegistrationApi(await startTestProcess([eventsContext, notifications], { clock: new TestClock() }));
});
afterAll(() => api.test.stop());

const pathOf = (id: string) => `/events/v1/civic-events/${id}/registration-form`;
const show = (id: string, lang = 'ro') => api.test.visitor.get(`${pathOf(id)}?lang=${lang}`);

let people = 0;
const filled = () => ({
  id: randomUUID(),
  lang: 'ro',
  name: 'Ana Sintetică',
  email: `form-${(people += 1)}@example.org`,
  category: 'citizen',
  needs: 'O rampă',
});

const send = (id: string, form: Readonly<Record<string, string>>) =>
  api.test.visitor.call('POST', pathOf(id), new URLSearchParams(form).toString(), {
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
  });

describe('the form that registers for a civic event', () => {
  it('stands on the page of the event while registration is open, with a label for each field', async () => {
    const id = await api.opened();
    const page = await api.test.visitor.get(`/events/v1/civic-events/${id}?format=html`);
    expect(page.body).toContain('/registration-form?lang=ro">Înscrieți-vă la acest eveniment</a>');
    const { status, body } = await show(id);
    expect(status).toBe(200);
    const ids = [...String(body).matchAll(/<(?:input|select|textarea) id="([^"]+)"/g)].map(([, field]) => field);
    expect(ids).toEqual(['field-name', 'field-email', 'field-category', 'field-needs']);
    for (const field of ids) expect(body).toContain(`<label for="${field}">`);
    expect(body).toMatch(/<option value="citizen">/);
    expect(String((await show(id, 'en')).body)).toContain('You take part as');
  });

  it('gives a seat once, however often it is sent, and the way to the page of its holder', async () => {
    const id = await api.opened();
    const form = filled();
    const [first, again] = [await send(id, form), await send(id, form)];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(first.body).toContain('Aveți un loc');
    const own = /href="(\/events\/v1\/registrations\/[^"]+)"/.exec(first.body)?.[1] ?? '';
    expect((await api.test.visitor.get(own)).body).toContain('Arătați codul de mai jos la intrare');
    expect((await api.get(`/civic-events/${id}/registration`)).body).toMatchObject({ taken: 1 });
  });

  it('asks to look into the mail where people confirm, whoever holds the address', async () => {
    const id = await api.opened({ confirmation: 'link' });
    const form = filled();
    const [first, second] = [await send(id, form), await send(id, { ...form, id: randomUUID() })];
    for (const { status, body } of [first, second]) {
      expect(status).toBe(200);
      expect(body).toContain('Verificați-vă e-mailul');
      expect(body).not.toContain('/events/v1/registrations/');
    }
  });

  const wrong: readonly (readonly [what: string, change: Readonly<Record<string, string>>, rule: string])[] = [
    ['no name', { name: '' }, 'Numele și prenumele: scrieți-le, în cel mult 200 de caractere.'],
    ['a name that nobody sees', { name: '\u200b' }, 'Numele și prenumele: scrieți-le, în cel mult 200 de caractere.'],
    ['no address', { email: 'ana' }, 'Adresa de e-mail: scrieți una întreagă, de exemplu ana@example.ro.'],
    ['no category', { category: '' }, 'Participați ca: alegeți una dintre categorii.'],
    ['a category that there is not', { category: 'none-such' }, 'Participați ca: alegeți una dintre categorii.'],
    ['too long a need', { needs: 'x'.repeat(1001) }, 'De ce aveți nevoie: scrieți cel mult 1000 de caractere.'],
  ];
  it.each(wrong)('is shown again where there is %s, with the field and its rule', async (_what, change, rule) => {
    const id = await api.opened();
    const { status, body } = await send(id, { ...filled(), ...change });
    expect(status).toBe(400);
    expect(body).toContain(`<a href="#field-${Object.keys(change)[0]}">${rule}</a>`);
    expect(body).toContain('aria-invalid="true"');
    expect((await api.get(`/civic-events/${id}/registration`)).body).toMatchObject({ taken: 0 });
  });

  it('says why where there is no seat left, or registration is not open', async () => {
    const full = await api.opened({ capacity: 1, waitingList: false });
    await send(full, filled());
    const refused = await send(full, filled());
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('Nu mai sunt locuri.');
    const shut = await api.civicEvent('published', {
      startsAt: '2031-05-01T10:00:00Z',
      endsAt: '2031-05-01T12:00:00Z',
    });
    expect((await show(shut)).body).toContain('Înscrierile pentru acest eveniment nu sunt deschise.');
    const late = await send(shut, filled());
    expect([late.status, String(late.body).includes('<form')]).toEqual([409, false]);
  });

  it('is unknown for what was never announced', async () => {
    const hidden = await api.civicEvent('planned');
    expect((await show(hidden)).status).toBe(404);
    expect((await send(hidden, filled())).status).toBe(404);
  });
});
