import { randomUUID } from 'node:crypto';
import { encodeCursor } from '@ecou/runtime';
import { TestClock } from '@ecou/event-sourcing/testing';
import { startTestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventsContext } from '../context.js';
import { RegistrationApi } from './testing/registrations.js';

let api: RegistrationApi;
const known: Record<string, string> = {};

beforeAll(async () => {
  api = new RegistrationApi(await startTestProcess([eventsContext], { clock: new TestClock() }));
  known['planned'] = await api.civicEvent('planned');
  known['bare'] = await api.civicEvent('published', times);
  known['open'] = await api.opened({ capacity: 2 });
  known['full'] = await api.opened({ capacity: 1, waitingList: false });
  known['closed'] = await api.opened({ opensAt: null });
  known['held'] = await api.civicEvent('published', times);
  await api.heldEarlier(known['held']);
  known['cancelled'] = await api.opened();
  await api.post(`/civic-events/${known['cancelled']}/cancel`, { reason: { ro: 'Vreme rea' } });
  const [seat] = await api.registered(known['open'], 1);
  known['seat'] = seat!;
  await api.registered(known['full'], 1);
  const invited = await api.post(`/civic-events/${known['open']}/invitations`, { invitations: [api.person()] });
  known['invitation'] = invited.body.items[0].id as string;
  known['code'] = (await api.getAsStaff(`/civic-events/${known['open']}/registrations/${seat}/code?format=text`)).body;
  await api.test.settle();
  // What follows from events by policies has been written too.
  await new Promise((resolve) => setTimeout(resolve, 500));
});
afterAll(() => api.test.stop());

const times = { startsAt: '2024-04-10T09:30:00+03:00', endsAt: '2024-04-10T16:00:00+03:00' };
const events = '/civic-events';
const ok = { capacity: 5, confirmation: 'none' };
const person = {
  name: 'Ana Exemplu',
  contact: { channel: 'email', address: 'ana@example.org' },
  category: 'citizen',
};
const invitations = (change: object) => ({ invitations: [{ ...person, ...change }] });
const reserved = (...all: [string, number][]) => all.map(([category, seats]) => ({ category, seats }));

/** A caller, a request, with `{open}` and the like for ids, and its fault: a status, and a field's path or a code. */
type Case = readonly [
  name: string,
  who: 'staff' | 'public',
  request: string,
  body: unknown,
  status: number,
  wrong: string,
];

const table: readonly Case[] = [
  ['no capacity', 'staff', `PUT ${events}/{open}/registration`, { confirmation: 'none' }, 400, 'capacity'],
  ['a capacity of 0', 'staff', `PUT ${events}/{open}/registration`, { ...ok, capacity: 0 }, 400, 'capacity'],
  ['no word on confirmation', 'staff', `PUT ${events}/{open}/registration`, { capacity: 5 }, 400, 'confirmation'],
  ['an unknown field', 'staff', `PUT ${events}/{open}/registration`, { ...ok, colour: 'red' }, 400, 'colour'],
  [
    'more reserved than there is',
    'staff',
    `PUT ${events}/{open}/registration`,
    { ...ok, reserved: reserved(['citizen', 3], ['ngo-member', 3]) },
    400,
    'reserved RESERVED_ABOVE_CAPACITY',
  ],
  [
    'seats reserved where there is no limit',
    'staff',
    `PUT ${events}/{open}/registration`,
    { ...ok, capacity: null, reserved: reserved(['citizen', 3]) },
    400,
    'reserved RESERVED_WITHOUT_CAPACITY',
  ],
  [
    'a category twice',
    'staff',
    `PUT ${events}/{open}/registration`,
    { ...ok, reserved: reserved(['citizen', 1], ['citizen', 1]) },
    400,
    'reserved.1.category CATEGORY_REPEATED',
  ],
  [
    'a category that there is not',
    'staff',
    `PUT ${events}/{open}/registration`,
    { ...ok, reserved: reserved(['martian', 1]) },
    400,
    'reserved.0.category CATEGORY_UNKNOWN',
  ],
  [
    'closing before opening',
    'staff',
    `PUT ${events}/{open}/registration`,
    { ...ok, opensAt: '2024-03-10T10:00:00Z', closesAt: '2024-03-09T10:00:00Z' },
    400,
    'closesAt CLOSES_BEFORE_OPENING',
  ],
  [
    'closing after the start',
    'staff',
    `PUT ${events}/{open}/registration`,
    { ...ok, closesAt: '2024-04-11T10:00:00Z' },
    400,
    'closesAt CLOSES_AFTER_START',
  ],
  [
    'a reminder twice',
    'staff',
    `PUT ${events}/{open}/registration`,
    { ...ok, reminders: [24, 24] },
    400,
    'reminders REMINDER_REPEATED',
  ],
  [
    'fewer seats than are taken for others',
    'staff',
    `PUT ${events}/{open}/registration`,
    { capacity: 2, confirmation: 'none', reserved: reserved(['ngo-member', 2]) },
    409,
    'SEATS_TAKEN',
  ],
  [
    'registration for what is planned',
    'staff',
    `PUT ${events}/{planned}/registration`,
    ok,
    409,
    'CIVIC_EVENT_NOT_PUBLISHED',
  ],
  ['registration for what was held', 'staff', `PUT ${events}/{held}/registration`, ok, 409, 'CIVIC_EVENT_HELD'],
  ['registration for nothing', 'staff', `PUT ${events}/${randomUUID()}/registration`, ok, 404, 'CIVIC_EVENT_UNKNOWN'],
  [
    'opening what is not arranged',
    'staff',
    `POST ${events}/{bare}/registration/open`,
    undefined,
    409,
    'REGISTRATION_NOT_ARRANGED',
  ],
  [
    'opening what was cancelled',
    'staff',
    `POST ${events}/{cancelled}/registration/open`,
    undefined,
    409,
    'CIVIC_EVENT_CANCELLED',
  ],
  [
    'closing what is not arranged',
    'staff',
    `POST ${events}/{bare}/registration/close`,
    undefined,
    409,
    'REGISTRATION_NOT_ARRANGED',
  ],

  ['no name', 'public', `POST ${events}/{open}/registrations`, { ...person, name: ' ' }, 400, 'name'],
  [
    'no contact',
    'public',
    `POST ${events}/{open}/registrations`,
    { ...person, contact: null },
    400,
    'contact CONTACT_MISSING',
  ],
  [
    'an address that is none',
    'public',
    `POST ${events}/{open}/registrations`,
    { ...person, contact: { channel: 'email', address: 'ana' } },
    400,
    'contact.address',
  ],
  [
    'a number that is none',
    'public',
    `POST ${events}/{open}/registrations`,
    { ...person, contact: { channel: 'phone', address: 'acasă' } },
    400,
    'contact.address',
  ],
  [
    'a channel that there is not',
    'public',
    `POST ${events}/{open}/registrations`,
    { ...person, contact: { channel: 'pigeon', address: 'x' } },
    400,
    'contact.channel',
  ],
  [
    'a category that there is not',
    'public',
    `POST ${events}/{open}/registrations`,
    { ...person, category: 'martian' },
    400,
    'category CATEGORY_UNKNOWN',
  ],
  [
    'a language that is not spoken',
    'public',
    `POST ${events}/{open}/registrations`,
    { ...person, language: 'fr' },
    400,
    'language',
  ],
  ['an unknown field', 'public', `POST ${events}/{open}/registrations`, { ...person, colour: 'red' }, 400, 'colour'],
  ['a place where all are taken', 'public', `POST ${events}/{full}/registrations`, person, 409, 'NO_SEAT_LEFT'],
  ['a place before it opens', 'public', `POST ${events}/{closed}/registrations`, person, 409, 'REGISTRATION_NOT_OPEN'],
  [
    'a place where nobody arranged it',
    'public',
    `POST ${events}/{bare}/registrations`,
    person,
    409,
    'REGISTRATION_NOT_ARRANGED',
  ],
  [
    'a place at what was cancelled',
    'public',
    `POST ${events}/{cancelled}/registrations`,
    person,
    409,
    'CIVIC_EVENT_CANCELLED',
  ],
  ['a place at what was held', 'public', `POST ${events}/{held}/registrations`, person, 409, 'CIVIC_EVENT_HELD'],
  [
    'a place at what nobody knows',
    'public',
    `POST ${events}/{planned}/registrations`,
    person,
    404,
    'CIVIC_EVENT_UNKNOWN',
  ],

  [
    'a registration without its secret',
    'public',
    `GET ${events}/{open}/registrations/{seat}`,
    undefined,
    404,
    'REGISTRATION_UNKNOWN',
  ],
  [
    'a registration that is not there',
    'staff',
    `GET ${events}/{open}/registrations/${randomUUID()}`,
    undefined,
    404,
    'REGISTRATION_UNKNOWN',
  ],
  [
    'a registration of another civic event',
    'staff',
    `GET ${events}/{full}/registrations/{seat}`,
    undefined,
    404,
    'REGISTRATION_UNKNOWN',
  ],
  [
    'cancelling without the secret',
    'public',
    `POST ${events}/{open}/registrations/{seat}/cancel`,
    {},
    404,
    'REGISTRATION_UNKNOWN',
  ],
  [
    'cancelling with a wrong secret',
    'public',
    `POST ${events}/{open}/registrations/{seat}/cancel`,
    { token: 'x' },
    404,
    'REGISTRATION_UNKNOWN',
  ],
  [
    'cancelling at another civic event',
    'staff',
    `POST ${events}/{full}/registrations/{seat}/cancel`,
    {},
    404,
    'REGISTRATION_UNKNOWN',
  ],
  [
    'confirming without the secret',
    'public',
    `POST ${events}/{open}/registrations/{seat}/confirm`,
    {},
    404,
    'REGISTRATION_UNKNOWN',
  ],
  [
    'a code without the secret',
    'public',
    `GET ${events}/{open}/registrations/{seat}/code`,
    undefined,
    404,
    'REGISTRATION_UNKNOWN',
  ],
  ['a code as a film', 'staff', `GET ${events}/{open}/registrations/{seat}/code?format=mpeg`, undefined, 400, 'format'],
  ['a state that there is not', 'staff', `GET ${events}/{open}/registrations?state=lost`, undefined, 400, 'state'],
  ['a cursor of one’s own', 'staff', `GET ${events}/{open}/registrations?cursor=nonsense`, undefined, 400, 'cursor'],
  [
    'a cursor of another list',
    'staff',
    `GET ${events}/{open}/walk-ins?cursor=${encodeCursor(['a'])}`,
    undefined,
    400,
    'cursor',
  ],

  ['checking in nobody', 'staff', `POST ${events}/{open}/check-ins`, {}, 400, ''],
  [
    'a code that was made up',
    'staff',
    `POST ${events}/{open}/check-ins`,
    { code: 'x'.repeat(44) },
    400,
    'code CODE_UNKNOWN',
  ],
  [
    'a code of another civic event',
    'staff',
    `POST ${events}/{full}/check-ins`,
    { code: '{code}' },
    409,
    'REGISTRATION_OF_ANOTHER_EVENT',
  ],
  [
    'checking in who is not there',
    'staff',
    `POST ${events}/{open}/check-ins`,
    { registrationId: randomUUID() },
    404,
    'REGISTRATION_UNKNOWN',
  ],
  ['a walk-in of nobody', 'staff', `POST ${events}/{open}/walk-ins`, { category: 'citizen', count: 0 }, 400, 'count'],
  [
    'a name of several',
    'staff',
    `POST ${events}/{open}/walk-ins`,
    { category: 'citizen', count: 2, name: 'Ana' },
    400,
    'name NAME_OF_SEVERAL',
  ],
  [
    'a walk-in of no category',
    'staff',
    `POST ${events}/{open}/walk-ins`,
    { category: 'martian' },
    400,
    'category CATEGORY_UNKNOWN',
  ],
  [
    'a walk-in at what was cancelled',
    'staff',
    `POST ${events}/{cancelled}/walk-ins`,
    { category: 'citizen' },
    409,
    'CIVIC_EVENT_CANCELLED',
  ],
  [
    'a walk-in at what is planned',
    'staff',
    `POST ${events}/{planned}/walk-ins`,
    { category: 'citizen' },
    409,
    'CIVIC_EVENT_NOT_PUBLISHED',
  ],

  ['a list of nobody', 'staff', `POST ${events}/{open}/invitations`, { invitations: [] }, 400, 'invitations'],
  [
    'somebody without a contact',
    'staff',
    `POST ${events}/{open}/invitations`,
    invitations({ contact: undefined }),
    400,
    'invitations.0.contact',
  ],
  [
    'somebody of no category',
    'staff',
    `POST ${events}/{open}/invitations`,
    invitations({ category: 'martian' }),
    400,
    'invitations.0.category CATEGORY_UNKNOWN',
  ],
  [
    'an invitation to what was cancelled',
    'staff',
    `POST ${events}/{cancelled}/invitations`,
    invitations({}),
    409,
    'CIVIC_EVENT_CANCELLED',
  ],
  [
    'an invitation to what is planned',
    'staff',
    `POST ${events}/{planned}/invitations`,
    invitations({}),
    409,
    'CIVIC_EVENT_NOT_PUBLISHED',
  ],
  [
    'the numbers of nothing',
    'staff',
    `GET ${events}/${randomUUID()}/participation`,
    undefined,
    404,
    'CIVIC_EVENT_UNKNOWN',
  ],
  [
    'the proposal of nothing',
    'staff',
    `GET ${events}/${randomUUID()}/attendance/proposal`,
    undefined,
    404,
    'CIVIC_EVENT_UNKNOWN',
  ],
];

const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (match, name: string) => known[name] ?? match);

const cases = table.map(([name, who, request, body, status, wrong]) => ({ name, who, request, body, status, wrong }));

it.each(cases)('$name is refused, and nothing is stored', async ({ who, request, body, status, wrong }) => {
  const before = await api.head();
  const [method = '', address = ''] = filled(request).split(' ');
  const client = who === 'staff' ? api.test.api : api.test.visitor;
  const sent = body === undefined ? undefined : (JSON.parse(filled(JSON.stringify(body))) as unknown);
  const answer = await client.call(method, `/events/v1${address}`, sent);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const { code, errors = [] } = answer.body as { code: string; errors?: { path: string; code: string }[] };
  expect(errors.map((each) => each.code)).not.toContain('CUSTOM');
  const [path, rule] = wrong.split(' ');
  const named =
    status === 400 && errors.length > 0 ? errors.map((each) => [each.path, rule && each.code]) : [[code, undefined]];
  expect([answer.status, named]).toEqual([status, [[path, rule]]]);
  expect(await api.head()).toBe(before);
});

it('pages behind links do nothing for a token that is none, and nothing by a GET', async () => {
  const before = await api.head();
  const [seat, invitation] = [known['seat']!, known['invitation']!];
  for (const path of [api.links.manage(seat), api.links.confirm(seat), api.links.invitation(invitation)]) {
    const wrong = `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`;
    expect((await api.test.visitor.get(wrong)).status).toBe(404);
    const action = path.includes('invitations') ? 'accept' : path.includes('confirm') ? 'confirm' : 'cancel';
    expect((await api.press(wrong, action)).status).toBe(404);
    expect((await api.press(path, 'explode')).status).toBe(400);
    const shown = await api.test.visitor.get(path);
    expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(shown.body).not.toContain('<script');
  }
  // A secret is for one purpose.
  const [manage] = api.links.manage(seat).split('/').slice(-1);
  expect((await api.test.visitor.get(api.links.confirm(seat).replace(/[^/]+$/, manage!))).status).toBe(404);
  expect(await api.head()).toBe(before);
});
