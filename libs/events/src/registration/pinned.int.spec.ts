import { randomUUID } from 'node:crypto';
import { TestClock } from '@ecou/event-sourcing/testing';
import { startTestProcess, unitsSince, type Answer } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsContext } from '../context.js';
import { RegistrationApi, today } from './testing/registrations.js';

// What callers and other contexts rely on beyond each rule: which of several refusals is told, what stands in one unit, and what a repeat comes to.

const nothing = '00000000-0000-4000-8000-000000000009';
const stale = { 'if-match': '"99"' };
const taken = { channel: 'email', address: 'luat@example.org' };
const settings = { capacity: 5, confirmation: 'none' };

let api: RegistrationApi;
let known: Record<'open' | 'full' | 'closed' | 'cancelled' | 'held' | 'bare', string>;
/** Registrations: of the open one, with its secret; one that was cancelled; one that waits; one that came. */
let seat: { readonly id: string; readonly token: string };
let gone: string;
let waiting: string;
let came: string;

beforeAll(async () => {
  api = new RegistrationApi(await startTestProcess([eventsContext], { clock: new TestClock() }));
  known = {
    open: await api.opened({ capacity: 2 }, today),
    full: await api.opened({ capacity: 1, waitingList: false }, today),
    closed: await api.opened({ capacity: 2 }),
    cancelled: await api.opened({ capacity: 1 }),
    held: await api.opened({ capacity: 1 }, today),
    bare: await api.civicEvent('published', {
      startsAt: '2024-04-10T09:30:00+03:00',
      endsAt: '2024-04-10T16:00:00+03:00',
    }),
  };
  const contact = { contact: taken };
  for (const id of [known.full, known.closed]) expect((await api.register(id, api.person(contact))).status).toBe(201);
  const { body } = await api.register(known.open, api.person(contact));
  seat = body as typeof seat;
  [gone] = (await api.registered(known.open, 1)) as [string];
  await api.post(`/civic-events/${known.open}/registrations/${gone}/cancel`, {});
  await api.registered(known.open, 1);
  [waiting] = (await api.registered(known.open, 1)) as [string];
  [came] = (await api.registered(known.held, 1)) as [string];
  await api.registered(known.cancelled, 1);
  await api.post(`/civic-events/${known.closed}/registration/close`);
  await api.post(`/civic-events/${known.held}/check-ins`, { registrationId: came });
  await api.heldEarlier(known.held);
  await api.post(`/civic-events/${known.cancelled}/cancel`, { reason: { ro: 'Sintetic' } });
  await api.test.settle();
  // What follows from events by policies has been written too.
  await new Promise((resolve) => setTimeout(resolve, 500));
});
afterAll(() => api.test.stop());

type Known = keyof typeof known;
type Send = () => Promise<Answer>;

const registering =
  (to: Known | null, more: object = {}): Send =>
  () =>
    api.register(to === null ? nothing : known[to], api.person(more));
const arranging =
  (to: Known, more: object = {}, headers = stale): Send =>
  () =>
    api.put(`/civic-events/${known[to]}/registration`, { ...settings, ...more }, headers);
const acting =
  (to: Known, registration: () => string, verb: string, body: object = {}): Send =>
  () =>
    api.post(`/civic-events/${known[to]}/registrations/${registration()}/${verb}`, body);
const checkingIn =
  (to: Known, registration: () => string): Send =>
  () =>
    api.post(`/civic-events/${known[to]}/check-ins`, { registrationId: registration() });
const seatId = () => seat.id;

const cases: readonly (readonly [name: string, send: Send, status: number, code: string])[] = [
  [
    'an unknown civic event, before an unknown category',
    registering(null, { category: 'martian' }),
    404,
    'CIVIC_EVENT_UNKNOWN',
  ],
  [
    'a cancelled civic event, before an unknown category',
    registering('cancelled', { category: 'martian' }),
    409,
    'CIVIC_EVENT_CANCELLED',
  ],
  [
    'a civic event that was held, before an unknown category',
    registering('held', { category: 'martian' }),
    409,
    'CIVIC_EVENT_HELD',
  ],
  [
    'an unknown category, before registration that is closed',
    registering('closed', { category: 'martian' }),
    400,
    'CATEGORY_UNKNOWN',
  ],
  [
    'an unknown category, before registration that is not arranged',
    registering('bare', { category: 'martian' }),
    400,
    'CATEGORY_UNKNOWN',
  ],
  [
    'an unknown category, before a contact that is taken',
    registering('open', { category: 'martian', contact: taken }),
    400,
    'CATEGORY_UNKNOWN',
  ],
  [
    'registration that is closed, before a contact that is taken',
    registering('closed', { contact: taken }),
    409,
    'REGISTRATION_NOT_OPEN',
  ],
  ['no seat, before a contact that is taken', registering('full', { contact: taken }), 409, 'NO_SEAT_LEFT'],
  [
    'a known id, before registration that is closed',
    async () => {
      const id = randomUUID();
      const event = await api.opened();
      await api.register(event, { ...api.person(), id });
      await api.post(`/civic-events/${event}/registration/close`);
      return api.register(event, { ...api.person(), id });
    },
    409,
    'REGISTRATION_EXISTS',
  ],
  [
    'a known id, before an unknown category',
    () => api.register(known.open, api.person({ id: seat.id, category: 'martian' })),
    409,
    'REGISTRATION_EXISTS',
  ],
  [
    'a known id, before a contact that is taken',
    () => api.register(known.open, api.person({ id: waiting, contact: taken })),
    409,
    'REGISTRATION_EXISTS',
  ],

  ['a civic event that was held, before a stale If-Match', arranging('held'), 409, 'CIVIC_EVENT_HELD'],
  [
    'an unknown category, before a stale If-Match',
    arranging('open', { reserved: [{ category: 'martian', seats: 1 }] }),
    400,
    'CATEGORY_UNKNOWN',
  ],
  ['a stale If-Match, before seats that are taken', arranging('open', { capacity: 1 }), 412, 'PRECONDITION_FAILED'],
  [
    'a stale If-Match, before closing after the start',
    arranging('open', { closesAt: '2024-04-11T10:00:00Z' }),
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'a stale If-Match, before opening what is not arranged',
    () => api.post(`/civic-events/${known.bare}/registration/open`, undefined, stale),
    412,
    'PRECONDITION_FAILED',
  ],
  [
    'a cancelled civic event, before opening under a stale If-Match',
    () => api.post(`/civic-events/${known.cancelled}/registration/open`, undefined, stale),
    409,
    'CIVIC_EVENT_CANCELLED',
  ],

  [
    'a registration of another civic event, before one that came',
    acting('open', () => came, 'cancel'),
    404,
    'REGISTRATION_UNKNOWN',
  ],
  [
    'a registration of another civic event, before one that was cancelled',
    acting('full', () => gone, 'confirm'),
    404,
    'REGISTRATION_UNKNOWN',
  ],
  [
    'who came, before a civic event that was held',
    acting('held', () => came, 'cancel'),
    409,
    'REGISTRATION_CHECKED_IN',
  ],

  [
    'a registration of another civic event, before one that was cancelled, at the door',
    checkingIn('full', () => gone),
    409,
    'REGISTRATION_OF_ANOTHER_EVENT',
  ],
  [
    'a registration of another civic event, before a cancelled one',
    checkingIn('cancelled', seatId),
    409,
    'REGISTRATION_OF_ANOTHER_EVENT',
  ],
  ['a cancelled registration, before one that waits', checkingIn('open', () => gone), 409, 'REGISTRATION_CANCELLED'],
  ['one that waits', checkingIn('open', () => waiting), 409, 'REGISTRATION_WAITING'],

  [
    'an unknown civic event, before an unknown category of a walk-in',
    () => api.post(`/civic-events/${nothing}/walk-ins`, { category: 'martian' }),
    404,
    'CIVIC_EVENT_UNKNOWN',
  ],
  [
    'an unknown category of a walk-in, before a cancelled civic event',
    () => api.post(`/civic-events/${known.cancelled}/walk-ins`, { category: 'martian' }),
    400,
    'CATEGORY_UNKNOWN',
  ],
];

describe('of several refusals, registration tells', () => {
  it.each(cases.map(([name, send, status, code]) => ({ name, send, status, code })))(
    '$name',
    async ({ send, status, code }) => {
      const { status: answered, body } = await send();
      const codes = [body.code as string, ...((body.errors ?? []) as { code: string }[]).map((each) => each.code)];
      expect([answered, codes]).toEqual([status, expect.arrayContaining([code])]);
    },
  );

  it('nothing of a category that is unknown or a registration that is closed, where the same is sent again', async () => {
    const event = await api.opened();
    const person = { ...api.person(), id: randomUUID() };
    const first = await api.register(event, person);
    await api.post(`/civic-events/${event}/registration/close`);
    expect(await api.register(event, person)).toMatchObject({ status: 200, body: first.body });
  });
});

/** The result of a call: its answer, the event that it writes first, and the others in no order. */
async function unitOf(call: Send) {
  const events = api.test.context('events');
  const before = await events.head();
  const answer = await call();
  expect(answer.status).toBeLessThan(300);
  const [unit = [], ...more] = await unitsSince(events, before);
  expect(more).toEqual([]);
  const [first, ...others] = unit;
  return { id: answer.body.id as string, first, others: others.sort() };
}

const invite = async (event: string, more: object = {}) =>
  (await api.post(`/civic-events/${event}/invitations`, { invitations: [api.person(more)] })).body.items[0]
    .id as string;

describe('one unit holds', () => {
  it('a registration, before its seat or its place among those who wait', async () => {
    const event = await api.opened({ capacity: 1 });
    const [first, second] = [await unitOf(() => api.register(event)), await unitOf(() => api.register(event))];
    expect(first).toMatchObject({
      first: `PersonRegistered registration-${first.id}`,
      others: [`SeatTaken seat-ledger-${event}`],
    });
    expect(second).toMatchObject({
      first: `PersonRegistered registration-${second.id}`,
      others: [`WaitingJoined seat-ledger-${event}`],
    });
  });

  it('a cancellation, before the seat that it frees and who gets it', async () => {
    const event = await api.opened({ capacity: 1 });
    const [first, second] = await api.registered(event, 2);
    const path = `/civic-events/${event}/registrations`;
    expect(await unitOf(() => api.post(`${path}/${first}/cancel`, {}))).toMatchObject({
      first: `RegistrationCancelled registration-${first}`,
      others: [`SeatFreed seat-ledger-${event}`, `WaitingPromoted seat-ledger-${event}`],
    });
    expect((await unitOf(() => api.post(`${path}/${first}/cancel`, {}))).first).toBeUndefined();
    expect(await api.states(event, [second!])).toEqual(['confirmed-seat']);
  });

  it('a confirmation, and nothing of the seats', async () => {
    const event = await api.opened({ capacity: 1, confirmation: 'link' });
    const { body } = await api.register(event);
    const head = await api.head();
    expect((await api.press(api.links.confirm(body.id), 'confirm')).status).toBe(200);
    expect(await unitsSince(api.test.context('events'), head)).toEqual([
      [`RegistrationConfirmed registration-${body.id}`],
    ]);
  });

  it('a registration by invitation, before its seat and the answer to the invitation', async () => {
    const event = await api.opened({ capacity: 1 });
    const invitation = await invite(event);
    const head = await api.head();
    expect((await api.press(api.links.invitation(invitation), 'accept')).status).toBe(200);
    const [unit = [], ...more] = await unitsSince(api.test.context('events'), head);
    expect(more).toEqual([]);
    expect(unit[0]).toMatch(/^PersonRegistered registration-/);
    expect(unit.slice(1).sort()).toEqual([
      `InvitationAccepted invitation-${invitation}`,
      `SeatTaken seat-ledger-${event}`,
    ]);
  });

  it('the answer to an invitation alone, where its contact has registered; who owns that is told of it', async () => {
    const event = await api.opened({ capacity: 5 });
    const person = api.person();
    const invitation = await invite(event, person);
    const { id } = (await api.register(event, person)).body;
    const head = await api.head();
    expect((await api.press(api.links.invitation(invitation), 'accept')).status).toBe(200);
    const written = (await unitsSince(api.test.context('events'), head)).flat();
    expect(written.sort()).toEqual([
      `InvitationAccepted invitation-${invitation}`,
      `RegistrationRepeated registration-${id}`,
    ]);
  });

  it('who came, and nothing of the seats', async () => {
    const event = await api.opened({}, today);
    const [id] = await api.registered(event, 1);
    expect(await unitOf(() => api.post(`/civic-events/${event}/check-ins`, { registrationId: id }))).toMatchObject({
      first: `CheckedIn registration-${id}`,
      others: [],
    });
  });
});

/** Calls the same several times at once: the answers, and what was written. */
async function atOnce(call: Send, times = 4) {
  const events = api.test.context('events');
  const before = await events.head();
  const answers = await Promise.all(Array.from({ length: times }, call));
  const written = (await unitsSince(events, before)).flat().map((event) => event.split(' ')[0]);
  return {
    statuses: answers.map(({ status }) => status).sort(),
    bodies: new Set(answers.map(({ body }) => JSON.stringify(body))),
    written: written.sort(),
  };
}
const once = (written: string[], statuses: number[] = Array<number>(4).fill(200)) => ({
  statuses,
  bodies: expect.objectContaining({ size: 1 }),
  written,
});

describe('the same several times at once has one effect and one answer', () => {
  const keyed = () => ({ ...api.from(), 'idempotency-key': randomUUID() });

  it.each([
    ['a seat', 2, 'SeatTaken'],
    ['a place among those who wait', 0, 'WaitingJoined'],
  ])('%s, by the id that its sender made, and by its key', async (_what, free, type) => {
    const event = await api.opened({ capacity: 2 });
    await api.registered(event, 2 - free);
    const person = { ...api.person(), id: randomUUID() };
    const byId = await atOnce(() => api.register(event, person));
    expect(byId).toEqual(once(['PersonRegistered', type], [200, 200, 200, 201]));
    const [other, headers] = [api.person({ contact: null }), keyed()];
    const byStaff = () => api.post(`/civic-events/${event}/registrations`, other, headers);
    expect(await atOnce(byStaff)).toEqual(once(['PersonRegistered', type], [201, 201, 201, 201]));
  });

  it('cancelling, by its holder and by staff', async () => {
    const event = await api.opened({ capacity: 1 });
    const { body } = await api.register(event);
    await api.registered(event, 1);
    const path = `/civic-events/${event}/registrations/${body.id}/cancel`;
    const cancelled = ['RegistrationCancelled', 'SeatFreed', 'WaitingPromoted'];
    expect(await atOnce(() => api.test.visitor.post(`/events/v1${path}`, { token: body.token }))).toEqual(
      once(cancelled),
    );
    expect((await atOnce(() => api.post(path, {}))).written).toEqual([]);
  });

  it('confirming', async () => {
    const event = await api.opened({ capacity: 1, confirmation: 'link' });
    const { body } = await api.register(event);
    expect((await atOnce(() => api.press(api.links.confirm(body.id), 'confirm'))).written).toEqual([
      'RegistrationConfirmed',
    ]);
    expect(await api.states(event, [body.id])).toEqual(['confirmed-seat']);
  });

  it('accepting an invitation', async () => {
    const event = await api.opened({ capacity: 5 });
    const invitation = await invite(event);
    const { written } = await atOnce(() => api.press(api.links.invitation(invitation), 'accept'));
    expect(written).toEqual(['InvitationAccepted', 'PersonRegistered', 'SeatTaken']);
  });

  it('checking in, and noting who walks in', async () => {
    const event = await api.opened({}, today);
    const [id] = await api.registered(event, 1);
    const checkIn = () => api.post(`/civic-events/${event}/check-ins`, { registrationId: id });
    expect(await atOnce(checkIn)).toEqual(once(['CheckedIn']));
    const noted = { id: randomUUID(), category: 'citizen', count: 2 };
    const walkIn = await atOnce(() => api.post(`/civic-events/${event}/walk-ins`, noted));
    expect(walkIn).toEqual(once(['WalkInRecorded'], [200, 200, 200, 201]));
  });

  it('noting by name who walks in, which a twin may be told of instead of being answered the same', async () => {
    const event = await api.opened({}, today);
    const noted = { id: randomUUID(), category: 'citizen', name: 'Persoană Sintetică' };
    const { statuses, written } = await atOnce(() => api.post(`/civic-events/${event}/walk-ins`, noted));
    expect(written).toEqual(['WalkInRecorded']);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect((await api.post(`/civic-events/${event}/walk-ins`, noted)).status).toBe(200);
  });

  it('opening and closing registration', async () => {
    const event = await api.opened({ opensAt: null });
    const path = `/civic-events/${event}/registration`;
    expect(await atOnce(() => api.post(`${path}/open`))).toEqual(once(['RegistrationOpened']));
    expect(await atOnce(() => api.post(`${path}/close`))).toEqual(once(['RegistrationClosed']));
  });
});

describe('the settings of registration', () => {
  it('have a version that places do not move, and more seats are given in the same unit', async () => {
    const event = await api.opened({ capacity: 1 });
    const path = `/civic-events/${event}/registration`;
    const etag = (await api.get(path)).headers.get('etag') ?? '';
    const [, second] = await api.registered(event, 2);
    expect((await api.get(path)).body.version).toBe(Number(/\d+/.exec(etag)?.[0]));
    const version = `"${(await api.get(path)).body.version}"`;
    const { first, others } = await unitOf(() => api.put(path, { ...settings, capacity: 2 }, { 'if-match': version }));
    expect([first, others]).toEqual([
      `RegistrationArranged seat-ledger-${event}`,
      [`WaitingPromoted seat-ledger-${event}`],
    ]);
    expect(await api.states(event, [second!])).toEqual(['confirmed-seat']);
  });
});
