import { randomUUID } from 'node:crypto';
import { TestClock, until } from '@ecou/event-sourcing/testing';
import { notifications, startTestProcess, tellOutcome } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsContext } from '../context.js';
import { RegistrationApi } from './testing/registrations.js';

let api: RegistrationApi;
beforeAll(async () => {
  api = new RegistrationApi(
    await startTestProcess([eventsContext, notifications], { clock: new TestClock(), env: { ECOU_LIMITS: 'on' } }),
  );
});
afterAll(() => api.test.stop());

const desk = async (id: string) => (await api.get(`/civic-events/${id}/registration`)).body;

describe('registering', () => {
  it('gives seats, then places on the waiting list, and a secret to see and cancel them', async () => {
    const id = await api.opened();
    const answers = [await api.register(id), await api.register(id), await api.register(id)];
    expect(answers.map(({ status, body }) => [status, body.state, body.place])).toEqual([
      [201, 'confirmed-seat', 'seat'],
      [201, 'confirmed-seat', 'seat'],
      [201, 'waiting', 'waiting'],
    ]);
    expect(await desk(id)).toMatchObject({ state: 'open', capacity: 2, free: 0, taken: 2, waiting: 1 });
    const [first] = answers.map(({ body }) => body);
    const path = `/civic-events/${id}/registrations/${first.id}`;
    expect((await api.get(path)).status).toBe(404);
    expect((await api.get(`${path}?token=${'x'.repeat(22)}`)).status).toBe(404);
    expect((await api.get(`${path}?token=${first.token}`)).body).toMatchObject({
      state: 'confirmed-seat',
      name: expect.stringContaining('Persoană Sintetică'),
      via: 'public',
    });
    const page = new URL(first.page);
    expect((await api.test.visitor.get(page.pathname)).body).toContain('Aveți un loc');
  });

  it('is repeated without another place: by id, by Idempotency-Key, with the same secret', async () => {
    const id = await api.opened({ capacity: 9 });
    const person = { id: randomUUID(), ...api.person({ needs: 'O rampă' }) };
    const first = await api.register(id, person);
    const again = await api.register(id, person);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(await api.register(id, { ...person, name: 'Altcineva' })).toMatchObject({
      status: 409,
      body: { code: 'REGISTRATION_EXISTS' },
    });
    const other = api.person();
    const keyed = () =>
      api.test.visitor.post(`/events/v1/civic-events/${id}/registrations`, other, {
        headers: { 'idempotency-key': 'once' },
      });
    const [one, two] = [await keyed(), await keyed()];
    expect(two).toMatchObject({ status: 201, body: one.body });
    expect((await desk(id)).taken).toBe(2);
  });

  it('refuses a contact that is registered, however it is written, and tells its owner only, once a day', async () => {
    const id = await api.opened({ capacity: 9 });
    const person = api.person({ contact: { channel: 'email', address: 'Ana@Example.org' } });
    const first = await api.register(id, person);
    const again = await api.register(id, {
      ...api.person(),
      contact: { channel: 'email', address: 'ana@example.ORG' },
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'CONTACT_REGISTERED' } });
    expect(JSON.stringify(again.body)).not.toContain(first.body.id);
    await api.register(id, { ...api.person(), contact: { channel: 'email', address: 'ana@example.org' } });
    const phone = { channel: 'phone', address: '0722 000 111' };
    expect((await api.register(id, api.person({ contact: phone }))).status).toBe(201);
    const same = { channel: 'phone', address: '+40722000111' };
    expect((await api.register(id, api.person({ contact: same }))).body.code).toBe('CONTACT_REGISTERED');
    expect((await desk(id)).taken).toBe(2);
    const repeated = await until(async () => {
      const found = await api.messages('registration-repeated');
      return found.length === 2 && found;
    }, 'both to be told');
    expect(repeated.filter(([, key]) => key === first.body.id)).toHaveLength(1);
    // Another civic event is another matter.
    expect((await api.register(await api.opened(), person)).status).toBe(201);
  });

  it('is done by staff before it opens and without a contact, and by the public only while it is open', async () => {
    const id = await api.opened({ opensAt: null });
    expect(await api.register(id)).toMatchObject({ status: 409, body: { code: 'REGISTRATION_NOT_OPEN' } });
    const byStaff = await api.post(`/civic-events/${id}/registrations`, { ...api.person(), contact: null });
    expect(byStaff).toMatchObject({ status: 201, body: { state: 'confirmed-seat', token: null, page: null } });
    expect(await api.post(`/civic-events/${id}/registration/open`)).toMatchObject({ status: 200 });
    expect((await api.register(id)).body.state).toBe('confirmed-seat');
    await api.post(`/civic-events/${id}/registration/close`);
    expect((await api.register(id)).body.code).toBe('REGISTRATION_NOT_OPEN');
    const told = await until(async () => {
      const found = await api.publicMessages('registration-opened', 'registration-closed');
      const ofIt = found.filter(([, key]) => key === id);
      return ofIt.length === 2 && ofIt;
    }, 'both messages');
    expect(told.map(([name]) => name)).toEqual(['registration-opened', 'registration-closed']);
  });

  it('is listed for staff in the order in which people came, and for nobody else', async () => {
    const id = await api.opened({ capacity: 1 });
    const [first, second] = await api.registered(id, 2);
    await api.test.settle();
    const path = `/civic-events/${id}/registrations`;
    const { body } = await api.getAsStaff(path);
    expect(body.items.map(({ id: each, state }: { id: string; state: string }) => [each, state])).toEqual([
      [first, 'confirmed-seat'],
      [second, 'waiting'],
    ]);
    expect(body.items[0]).toMatchObject({ name: expect.stringContaining('Persoană'), contact: { channel: 'email' } });
    expect((await api.getAsStaff(`${path}?state=waiting`)).body.items).toHaveLength(1);
    expect((await api.getAsStaff(`${path}?checkedIn=true`)).body.items).toHaveLength(0);
    expect((await api.get(path)).status).toBe(401);
    const csv = await api.getAsStaff(`${path}?format=csv`);
    expect(csv.body).toContain('confirmed-seat');
  });
});

describe('what became of a message', () => {
  const outcomeOf = async (path: string) => (await api.getAsStaff(path)).body.delivery?.outcome;

  it('stands beside who registered, to staff only; that of the latest occasion counts', async () => {
    const id = await api.opened({ capacity: 2 });
    const { body } = await api.register(id);
    const [list, about] = [`/civic-events/${id}/registrations`, { kind: 'registration', id: body.id }];
    const path = `${list}/${body.id}`;
    const before = await api.getAsStaff(path);
    expect(before.body.delivery).toBeNull();
    const messageId = randomUUID();
    await tellOutcome(api.test, about, 'uncertain', { messageId });
    await until(async () => (await outcomeOf(path)) === 'uncertain', 'it is uncertain');
    await tellOutcome(api.test, about, 'bounced', { messageId });
    await until(async () => (await outcomeOf(path)) === 'bounced', 'it came back');
    const after = await api.getAsStaff(path);
    expect(after.body).toMatchObject({
      delivery: { occasion: 'registration-confirmed', channel: 'email', outcome: 'bounced' },
      version: before.body.version,
    });
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect((await api.getAsStaff(`${list}?delivered=bounced`)).body.items).toMatchObject([{ id: body.id }]);
    expect((await api.getAsStaff(`${list}?delivered=sent`)).body.items).toEqual([]);
    expect((await api.get(`${path}?token=${body.token}`)).body.delivery).toBeNull();

    await tellOutcome(api.test, about, 'sent', { occasionAt: '2024-02-01T09:00:00.000Z' });
    await tellOutcome(api.test, about, 'sent', {
      occasion: 'registration-reminder',
      occasionAt: '2024-03-02T09:00:00.000Z',
    });
    await until(async () => (await outcomeOf(path)) === 'sent', 'the reminder went out');
    expect((await api.getAsStaff(path)).body.delivery.occasion).toBe('registration-reminder');
  });

  it('stands beside who was invited', async () => {
    const id = await api.opened({ capacity: 2 });
    const { name, contact, category } = api.person();
    const list = `/civic-events/${id}/invitations`;
    const { body } = await api.post(list, { invitations: [{ name, contact, category }] });
    const about = { kind: 'invitation', id: body.items[0].id };
    await tellOutcome(api.test, about, 'bounced', { occasion: 'person-invited' });
    const found = await until(async () => {
      const { items } = (await api.getAsStaff(`${list}?delivered=bounced`)).body;
      return items.length > 0 && items;
    }, 'the list to have it');
    expect(found).toMatchObject([{ id: about.id, delivery: { occasion: 'person-invited', outcome: 'bounced' } }]);
  });

  it('of anything else is none of ours', async () => {
    await tellOutcome(api.test, { kind: 'petition', id: randomUUID() }, 'sent');
    await api.test.settle();
    const { rows } = await api.test
      .context('events')
      .pool.query(`SELECT 1 FROM events.events WHERE type = 'DeliveryLearned' AND data->'about'->>'kind' = 'petition'`);
    expect(rows).toEqual([]);
  });
});

describe('who registered, who was invited, and who came', () => {
  it.each(['analyst', 'system', 'operator'] as const)('is not told to a key of the role %s', async (role) => {
    const id = await api.opened({ capacity: 5 });
    const needs = 'Rampă sintetică';
    const { body } = await api.register(id, api.person({ needs }));
    await api.test.settle();
    const as = (path: string, key: string) => api.test.visitor.get(`/events/v1/civic-events/${id}/${path}`, { key });
    const one = `registrations/${body.id}`;
    const { [role]: key, staff } = api.test.keys;
    for (const path of ['registrations', 'registrations?format=csv', 'invitations', 'walk-ins']) {
      expect(await as(path, key)).toMatchObject({ status: 403, body: { code: 'PERMISSION_MISSING' } });
      expect((await as(path, staff)).status).toBe(200);
    }
    for (const path of [one, `${one}/code`]) {
      expect((await as(path, key)).status).toBe(404);
      expect((await as(path, staff)).status).toBe(200);
    }
    expect((await as(one, staff)).body.needs).toBe(needs);
    if (role !== 'operator') expect((await as('participation', key)).status).toBe(200);
  });
});

describe('too many registrations', () => {
  const tooMany = { status: 429, body: { code: 'PROOF_NEEDED', challenge: { algorithm: 'SHA-256' } } };

  it('of one address need a proof of work, but for staff and others', async () => {
    const id = await api.opened({ capacity: 40, confirmation: 'link' });
    const from = { 'x-forwarded-for': '203.0.113.7' };
    for (let left = 30; left > 0; left -= 1) expect((await api.register(id, api.person(), from)).status).toBe(201);
    const other = await api.opened();
    const before = await api.head();
    expect(await api.register(id, api.person(), from)).toMatchObject(tooMany);
    expect(await api.register(other, api.person(), from)).toMatchObject(tooMany);
    expect(await api.head()).toBe(before);
    expect((await desk(id)).taken).toBe(30);
    expect((await api.register(id)).status).toBe(201);
    expect((await api.post(`/civic-events/${id}/registrations`, api.person(), from)).status).toBe(201);
  });

  it.each(['registered', 'pending'])(
    'with one contact need a proof alike, from wherever they come, for whichever event: %s',
    async (stands) => {
      const id = await api.opened({ capacity: 20, confirmation: 'link' });
      const contact = { channel: 'email', address: `Inundata.${stands}@example.org` };
      const first = await api.register(id, api.person({ contact }));
      if (stands === 'registered') await api.press(api.links.confirm(first.body.id), 'confirm');
      const again = { channel: 'email', address: `inundata.${stands}+more@EXAMPLE.org` };
      for (let left = 4; left > 0; left -= 1) {
        expect(await api.register(id, api.person({ contact: again }))).toMatchObject({
          status: 201,
          body: { state: 'pending-confirmation' },
        });
      }
      expect(await api.register(id, api.person({ contact: again }))).toMatchObject(tooMany);
      expect((await desk(id)).taken).toBe(5);
      expect(await api.register(await api.opened(), api.person({ contact }))).toMatchObject(tooMany);
    },
  );
});

describe('a place that is given up', () => {
  it('goes to the first who waits, in the same moment, and they are told once', async () => {
    const id = await api.opened();
    const [first, second, third, fourth] = await api.registered(id, 4);
    const page = api.links.manage(first!);
    expect((await api.test.visitor.get(page)).body).toContain('<form');
    expect(await api.states(id, [first!])).toEqual(['confirmed-seat']);
    expect((await api.press(page, 'cancel')).body).toContain('Înscrierea a fost anulată');
    expect(await api.states(id, [first!, second!, third!, fourth!])).toEqual([
      'cancelled',
      'confirmed-seat',
      'confirmed-seat',
      'waiting',
    ]);
    expect((await api.press(page, 'cancel')).body).toContain('Înscrierea a fost anulată');
    await until(async () => (await api.messages('registration-promoted')).some(([, key]) => key === third));
    expect((await api.messages('registration-promoted')).filter(([, key]) => key === third)).toHaveLength(1);
    // Whoever cancelled may register again, and waits behind the others.
    await api.post(`/civic-events/${id}/registrations/${second}/cancel`, {});
    expect(await api.states(id, [fourth!])).toEqual(['confirmed-seat']);
  });

  it('is made by more seats, and reserved ones are respected', async () => {
    const id = await api.opened({ capacity: 2, reserved: [{ category: 'ngo-member', seats: 1 }] });
    const [citizen, late] = await api.registered(id, 2);
    const [member, second] = await api.registered(id, 2, { category: 'ngo-member' });
    expect(await api.states(id, [citizen!, late!, member!, second!])).toEqual([
      'confirmed-seat',
      'waiting',
      'confirmed-seat',
      'waiting',
    ]);
    await api.post(`/civic-events/${id}/registrations/${member}/cancel`, {});
    expect(await api.states(id, [late!, second!])).toEqual(['waiting', 'confirmed-seat']);
    const before = await desk(id);
    const raised = await api.put(
      `/civic-events/${id}/registration`,
      { capacity: 3, confirmation: 'none', reserved: [{ category: 'ngo-member', seats: 1 }] },
      { 'if-match': `"${before.version}"` },
    );
    expect(raised).toMatchObject({ status: 200 });
    expect(await api.states(id, [late!])).toEqual(['confirmed-seat']);
    expect(await api.put(`/civic-events/${id}/registration`, { capacity: 1, confirmation: 'none' })).toMatchObject({
      status: 409,
      body: { code: 'SEATS_TAKEN' },
    });
    const stale = { 'if-match': `"${before.version}"` };
    expect(
      (await api.put(`/civic-events/${id}/registration`, { capacity: 9, confirmation: 'none' }, stale)).status,
    ).toBe(412);
  });
});

describe('confirmation by a link', () => {
  it('answers everybody alike, keeps the place, and gives it on when nobody confirms', async () => {
    const id = await api.opened({ capacity: 1, confirmation: 'link', confirmWithinHours: 24 });
    const [pending, waiting] = [await api.register(id), await api.register(id)];
    expect(pending.body).toMatchObject({ state: 'pending-confirmation', place: 'seat' });
    expect(waiting.body).toMatchObject({ state: 'pending-confirmation', place: 'waiting' });
    expect((await api.test.visitor.get(api.links.confirm(waiting.body.id))).body).toContain('Confirmați înscrierea?');
    expect((await api.press(api.links.confirm(waiting.body.id), 'confirm')).body).toContain('lista de așteptare');
    // The holder’s secret does not confirm.
    const confirm = `/events/v1/civic-events/${id}/registrations/${pending.body.id}/confirm`;
    expect((await api.test.visitor.post(confirm, { token: pending.body.token })).status).toBe(404);
    api.test.clock.advance(24 * 3_600_000);
    await until(async () => {
      const [first, second] = await api.states(id, [pending.body.id, waiting.body.id]);
      return first === 'cancelled' && second === 'confirmed-seat';
    }, 'the seat to be given on');
    expect((await api.press(api.links.confirm(pending.body.id), 'confirm')).body).toContain('prea târziu');
    const told = await until(async () => {
      const found = await api.messages();
      return found.some(([name, key]) => name === 'registration-promoted' && key === waiting.body.id) && found;
    }, 'the promoted to be told');
    expect(told.filter(([, key]) => key === pending.body.id).map(([name]) => name)).toEqual([
      'registration-to-confirm',
      'registration-cancelled',
    ]);
    expect(told.filter(([, key]) => key === waiting.body.id).map(([name]) => name)).toEqual([
      'registration-to-confirm',
      'registration-waiting',
      'registration-promoted',
    ]);
  });

  it('leads to a page whose button gives the place up', async () => {
    const id = await api.opened({ confirmation: 'link' });
    const { body } = await api.register(id);
    const confirm = api.links.confirm(body.id);
    const pages = [await api.press(confirm, 'confirm'), await api.test.visitor.get(confirm)];
    const [once, later] = pages.map((page) => /<form method="post" action="([^"]+)"/.exec(page.body as string)?.[1]);
    expect(later).toBe(once);
    expect(await api.press(once ?? confirm, 'cancel')).toMatchObject({ status: 200 });
    expect(await api.states(id, [body.id])).toEqual(['cancelled']);
  });

  it('shows a stranger nothing of who is registered: the second of one contact is answered as the first', async () => {
    const id = await api.opened({ capacity: 2, confirmation: 'link' });
    const contact = { channel: 'email', address: 'de-doua-ori@example.org' };
    const first = await api.register(id, api.person({ contact }));
    await api.press(api.links.confirm(first.body.id), 'confirm');
    const second = await api.register(id, api.person({ contact }));
    const shape = ({ status, body }: typeof first) => [status, Object.keys(body), body.state];
    expect(shape(second)).toEqual(shape(first));
    // Its owner learns it by the link, and the second place is free again.
    expect((await desk(id)).taken).toBe(2);
    expect((await api.press(api.links.confirm(second.body.id), 'confirm')).body).toContain('Sunteți deja înscris');
    expect((await desk(id)).taken).toBe(1);
    expect(await api.states(id, [first.body.id, second.body.id])).toEqual(['confirmed-seat', 'cancelled']);
    const path = `/civic-events/${id}/registrations/${second.body.id}`;
    expect((await api.get(`${path}?token=${second.body.token}`)).body).toMatchObject({ cancelReason: 'not-confirmed' });
    expect((await api.getAsStaff(path)).body).toMatchObject({ cancelReason: 'registered-already' });
  });
});
