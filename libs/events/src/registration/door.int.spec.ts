import { randomUUID } from 'node:crypto';
import { TestClock, until } from '@ecou/event-sourcing/testing';
import { startTestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsContext } from '../context.js';
import { occasion } from './seat-ledger/testing/occasions.js';
import { RegistrationApi, today } from './testing/registrations.js';

let api: RegistrationApi;
beforeAll(async () => {
  api = new RegistrationApi(await startTestProcess([eventsContext], { clock: new TestClock() }));
});
afterAll(() => api.test.stop());

const hour = 3_600_000;
const start = Date.parse('2024-04-10T06:30:00Z');

describe('at the door', () => {
  const codeOf = async (id: string, registrationId: string) =>
    (await api.getAsStaff(`/civic-events/${id}/registrations/${registrationId}/code?format=text`)).body as string;
  const checkIn = (id: string, body: object) => api.post(`/civic-events/${id}/check-ins`, body);

  it('a code checks its holder in, once, and at its own civic event only', async () => {
    const [id, other] = [await api.opened({ capacity: 1 }, today), await api.opened({}, today)];
    const [seated, waiting] = await api.registered(id, 2);
    const code = await codeOf(id, seated!);
    expect(code).toMatch(/^[\w-]{44}$/);
    expect(await checkIn(other, { code })).toMatchObject({
      status: 409,
      body: { code: 'REGISTRATION_OF_ANOTHER_EVENT' },
    });
    expect(await checkIn(id, { code })).toMatchObject({ status: 200, body: { id: seated, version: 2 } });
    expect(await checkIn(id, { code })).toMatchObject({ status: 200, body: { id: seated, version: 2 } });
    expect(await checkIn(id, { registrationId: seated })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await checkIn(id, { registrationId: waiting })).toMatchObject({
      status: 409,
      body: { code: 'REGISTRATION_WAITING' },
    });
    expect(await checkIn(id, { code: `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}` })).toMatchObject({
      status: 400,
      body: { code: 'CODE_UNKNOWN', errors: [{ path: 'code' }] },
    });
    expect((await api.press(api.links.manage(seated!), 'cancel')).body).toContain('prea târziu');
    expect((await api.test.visitor.get(api.links.manage(seated!))).body).toContain('Ați participat');
  });

  it('the code is shown as SVG and PNG, to its holder and to staff', async () => {
    const id = await api.opened();
    const { body } = await api.register(id);
    const path = `/events/v1/civic-events/${id}/registrations/${body.id}/code`;
    const svg = await api.test.visitor.get(`${path}?token=${body.token}`);
    expect(svg.headers.get('content-type')).toContain('image/svg+xml');
    expect(svg.body).toContain('<svg');
    const png = await fetch(`${api.test.process.url}${path}?format=png&token=${body.token}`);
    expect(png.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect((await api.test.visitor.get(path)).status).toBe(404);
    expect((await api.test.visitor.get(api.links.manage(body.id))).body).toContain('<svg');
  });

  it('nobody comes before the day of the civic event, and no figures before it begins', async () => {
    const id = await api.opened();
    const [registrationId] = await api.registered(id, 1);
    const ahead = { status: 409, body: { code: 'CIVIC_EVENT_AHEAD' } };
    expect(await checkIn(id, { registrationId })).toMatchObject(ahead);
    expect(await api.post(`/civic-events/${id}/walk-ins`, { category: 'citizen' })).toMatchObject(ahead);
    await api.post(`/civic-events/${id}/reschedule`, today);
    expect(await checkIn(id, { registrationId })).toMatchObject({ status: 200 });
    expect(await api.post(`/civic-events/${id}/walk-ins`, { category: 'citizen' })).toMatchObject({ status: 201 });
    const figures = { categories: [{ category: 'citizen', count: 2 }], total: 2 };
    expect(await api.put(`/civic-events/${id}/attendance`, figures)).toMatchObject(ahead);
    const said = { kind: 'suggestion', text: { ro: 'Bănci' } };
    expect(await api.post(`/civic-events/${id}/discussion-points`, said)).toMatchObject(ahead);
    expect(await api.post(`/civic-events/${id}/cancel`, { reason: { ro: 'Vreme rea' } })).toMatchObject({
      status: 200,
    });
  });

  it('check-ins and walk-ins become a proposal, which staff confirm by reporting it', async () => {
    const id = await api.opened({ capacity: 9 }, today);
    const citizens = await api.registered(id, 2);
    const [member] = await api.registered(id, 1, { category: 'ngo-member' });
    const proposal = async () => (await api.getAsStaff(`/civic-events/${id}/attendance/proposal`)).body;
    expect(await proposal()).toMatchObject({ proposed: null, state: 'nothing-to-propose' });
    for (const registrationId of [...citizens, member!]) await checkIn(id, { registrationId });
    const walkIn = { id: randomUUID(), category: 'citizen', name: 'Ion Exemplu' };
    expect((await api.post(`/civic-events/${id}/walk-ins`, walkIn)).status).toBe(201);
    expect((await api.post(`/civic-events/${id}/walk-ins`, walkIn)).status).toBe(200);
    const noted = await api.post(`/civic-events/${id}/walk-ins`, { category: 'university', count: 5 });
    // One of them was noted twice, one stood in the wrong column, and one was checked in by somebody else's code.
    const four = { count: 4, reason: 'One was counted twice' };
    const corrections = `/civic-events/${id}/walk-ins/${noted.body.id}/corrections`;
    expect(await api.post(corrections, four)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await api.post(corrections, four)).toMatchObject({ status: 200, body: { version: 2 } });
    const [absent, misplaced] = await api.registered(id, 2, { category: 'university' });
    await checkIn(id, { registrationId: absent });
    await checkIn(id, { registrationId: misplaced });
    const undo = `/civic-events/${id}/registrations/${absent}/undo-check-in`;
    expect(await api.post(undo, { reason: 'The code of another' })).toMatchObject({ status: 200 });
    const category = `/civic-events/${id}/registrations/${misplaced}/category`;
    const right = { category: 'citizen', reason: 'The wrong column' };
    expect(await api.post(category, right)).toMatchObject({ status: 200 });
    expect(await api.post(category, { ...right, category: 'weather' })).toMatchObject({ status: 400 });
    expect(await api.post(undo, {})).toMatchObject({ status: 400 });
    await api.heldEarlier(id);
    await api.test.settle();
    expect(await proposal()).toMatchObject({ state: 'open' });
    await api.post(`/civic-events/${id}/close`);
    const proposed = {
      categories: [
        { category: 'citizen', count: 4 },
        { category: 'ngo-member', count: 1 },
        { category: 'university', count: 4 },
      ],
      total: 9,
    };
    await api.test.settle();
    expect(await proposal()).toMatchObject({ state: 'to-confirm', proposed, reported: null });
    expect((await api.get(`/civic-events/${id}/attendance`)).body).toMatchObject({ state: 'not-reported' });
    expect((await api.post(`/civic-events/${id}/walk-ins`, { category: 'citizen' })).body.code).toBe(
      'CIVIC_EVENT_CLOSED',
    );
    expect(await api.put(`/civic-events/${id}/attendance`, proposed)).toMatchObject({ status: 200 });
    expect(await proposal()).toMatchObject({ state: 'confirmed', reported: proposed });
    expect((await api.getAsStaff(`/civic-events/${id}/walk-ins`)).body.items).toMatchObject([
      { category: 'citizen', count: 1, name: 'Ion Exemplu' },
      { category: 'university', count: 4, name: null },
    ]);
  });
});

describe('invitations', () => {
  const invitee = (n: number, category = 'ngo-member') => ({
    name: `Invitat Sintetic ${n}`,
    contact: { channel: 'email', address: `invitat${n}-${randomUUID()}@example.org` },
    category,
  });

  it('are sent by list, once to each contact, accepted and declined by a link, and counted apart from who registered', async () => {
    const id = await api.opened({ capacity: 2, opensAt: null });
    const people = [invitee(1), invitee(2), invitee(3), invitee(4, 'university')];
    const { body } = await api.post(`/civic-events/${id}/invitations`, { invitations: [...people, people[0]] });
    expect(body.items.map(({ outcome, code }: { outcome: string; code: string }) => [outcome, code])).toEqual([
      ...people.map(() => ['invited', null]),
      ['refused', 'CONTACT_INVITED'],
    ]);
    const [first, second, third, fourth] = body.items.map((each: { id: string }) => each.id) as string[];
    expect((await api.test.visitor.get(api.links.invitation(first!))).body).toContain('Sunteți invitat');
    expect((await api.press(api.links.invitation(first!), 'accept')).body).toContain('Ați acceptat');
    expect((await api.press(api.links.invitation(first!), 'accept')).body).toContain('Ați acceptat');
    expect((await api.press(api.links.invitation(second!), 'decline')).body).toContain('nu puteți veni');
    // Whoever thinks better of it accepts all the same.
    expect((await api.press(api.links.invitation(second!), 'accept')).body).toContain('Ați acceptat');
    expect((await api.press(api.links.invitation(third!), 'decline')).body).toContain('nu puteți veni');
    expect((await api.press(api.links.invitation(fourth!).slice(0, -1), 'accept')).status).toBe(404);
    await api.test.settle();
    expect((await api.getAsStaff(`/civic-events/${id}/participation`)).body).toMatchObject({
      invited: 4,
      accepted: 2,
      declined: 1,
      responseRate: 0.75,
      registered: 2,
      waiting: 0,
      checkedIn: 0,
      attended: null,
      categories: [
        { category: 'ngo-member', invited: 3, registered: 2 },
        { category: 'university', invited: 1, registered: 0 },
      ],
    });
    await until(async () => {
      const found = await api.messages('person-invited');
      return [first, second, third, fourth].every((each) => found.some(([, key]) => key === each));
    }, 'everybody to be invited');
    // A seat less: the fourth finds none, and may wait.
    expect((await api.press(api.links.invitation(fourth!), 'accept')).body).toContain('Ați acceptat');
    await api.test.settle();
    const { items } = (await api.getAsStaff(`/civic-events/${id}/registrations`)).body;
    expect(items.map(({ via, state }: { via: string; state: string }) => [via, state])).toEqual([
      ['invitation', 'confirmed-seat'],
      ['invitation', 'confirmed-seat'],
      ['invitation', 'waiting'],
    ]);
    const listed = (await api.getAsStaff(`/civic-events/${id}/invitations?answer=declined`)).body.items;
    expect(listed).toMatchObject([{ id: third, name: 'Invitat Sintetic 3', answer: 'declined' }]);
  });

  it('that are accepted by somebody who has registered keep that registration', async () => {
    const id = await api.opened();
    const person = invitee(9);
    const { body } = await api.post(`/civic-events/${id}/invitations`, { invitations: [person] });
    const registered = await api.register(id, { ...person, category: 'citizen' });
    const page = await api.press(api.links.invitation(body.items[0].id), 'accept');
    expect(page.body).toContain(api.links.manage(registered.body.id));
    expect((await api.get(`/civic-events/${id}/registration`)).body.taken).toBe(1);
  });
});

describe('by the clock', () => {
  const remindersOf = async (ids: readonly string[]) =>
    (await api.messages('registration-reminder')).filter(([, key]) => ids.includes(key)).length;

  const dataOf = async (name: string, key: string) => {
    const { rows } = await api.test
      .context('events')
      .pool.query<{ data: object }>(`SELECT data FROM events.outbox WHERE type = $1 AND key = $2`, [
        `ecou.events.${name}.v1`,
        key,
      ]);
    return rows[0]?.data;
  };

  const timersOf = async (id: string) => {
    const { rows } = await api.test
      .context('events')
      .pool.query<{ name: string; dueAt: number }>(
        `SELECT name, (extract(epoch FROM due_at) * 1000)::float8 AS "dueAt" FROM events.timers WHERE subject = $1 ORDER BY due_at`,
        [id],
      );
    return rows;
  };

  it('registration opens and closes, reminders go out once each, and move with the civic event', async () => {
    const id = await api.opened({ capacity: 2, opensAt: '2024-03-05T08:00:00Z', closesAt: '2024-04-08T06:30:00Z' });
    const state = async () => (await api.get(`/civic-events/${id}/registration`)).body.state as string;
    expect(await state()).toBe('scheduled');
    api.test.clock.set('2024-03-05T08:00:00Z');
    await until(async () => (await state()) === 'open');
    const seated = await api.registered(id, 2);
    const [waiting] = await api.registered(id, 1);
    // It moves two days: the reminder of the old start is none any more.
    const times = { startsAt: '2024-04-12T09:30:00+03:00', endsAt: '2024-04-12T16:00:00+03:00' };
    const reason = { ro: 'Sala nu este liberă.', en: 'The room is not free.' };
    await api.post(`/civic-events/${id}/reschedule`, { ...times, reason });
    await until(async () => {
      const reminder = (await timersOf(id)).find(({ name }) => name === 'registration-reminder');
      return reminder?.dueAt === start - 24 * hour;
    }, 'the reminder to move');
    const moved = await until(async () => {
      const found = await api.messages('registration-rescheduled');
      const own = found.filter(([, key]) => [...seated, waiting].includes(key));
      return [...seated, waiting!].every((each) => own.some(([, key]) => key === each)) && own;
    }, 'everybody to be told of the new time');
    expect(moved).toHaveLength(3);
    const previousStart = occasion.startsAt;
    expect(await dataOf('registration-rescheduled', waiting!)).toMatchObject({ ...times, previousStart, reason });
    api.test.clock.set('2024-04-07T06:30:00Z');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await remindersOf([...seated, waiting!])).toBe(0);
    api.test.clock.set('2024-04-09T06:30:00Z');
    await until(async () => (await remindersOf(seated)) === 2);
    await until(async () => (await state()) === 'closed');
    api.test.clock.set('2024-04-11T06:30:00Z');
    await until(async () => (await remindersOf(seated)) === 4);
    expect(await remindersOf([waiting!])).toBe(0);
    expect(await timersOf(id)).toEqual([]);
  });

  it('nothing follows for a civic event that is cancelled, and everybody is told', async () => {
    const id = await api.opened(
      { capacity: 1 },
      { startsAt: '2024-06-10T09:30:00+03:00', endsAt: '2024-06-10T16:00:00+03:00' },
    );
    const ids = await api.registered(id, 2);
    await api.post(`/civic-events/${id}/cancel`, { reason: { ro: 'Vreme rea' } });
    await until(async () => (await api.states(id, ids)).every((state) => state === 'cancelled'));
    const told = await until(async () => {
      const found = await api.messages('registration-cancelled', 'registration-promoted');
      return ids.every((each) => found.some(([, key]) => key === each)) && found;
    }, 'everybody to be told');
    expect(told.filter(([name, key]) => name === 'registration-promoted' && ids.includes(key))).toEqual([]);
    expect(await dataOf('registration-cancelled', ids[0]!)).toMatchObject({
      reason: 'civic-event-cancelled',
      explanation: { ro: 'Vreme rea' },
    });
    expect((await api.register(id)).body.code).toBe('CIVIC_EVENT_CANCELLED');
    await until(async () => (await api.publicMessages('registration-closed')).some(([, key]) => key === id));
    expect(await timersOf(id)).toEqual([]);
  });
});

describe('the views', () => {
  it.each(['registration_list', 'participation', 'invitation_list', 'walk_in_list'])(
    '%s is what a replay of all events makes of it',
    (view) => api.test.replayEqualsIncremental('events', view),
  );

  it('keep names and addresses sealed', async () => {
    const { rows } = await api.test
      .context('events')
      .pool.query(`SELECT registered FROM events.registration_list LIMIT 1`);
    expect(await api.test.opened(rows[0].registered)).toMatchObject({ name: expect.any(String) });
    const streams = await api.test
      .context('events')
      .pool.query(
        `SELECT count(*)::int AS count FROM events.events WHERE stream_id LIKE 'seat-ledger-%' AND data::text ~ '(Sintetic|@example)'`,
      );
    expect(streams.rows[0].count).toBe(0);
  });
});
