import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Personal } from '@ecou/event-sourcing';
import { expect, it, jest } from '@jest/globals';
import { contextOf, openedIn, RegistrationProcess, registrationStore } from './testing/registration-process.js';

const person = (address: string, more: object = {}) => ({
  id: undefined,
  name: new Personal('Invitat Sintetic'),
  contact: { channel: 'email', address: new Personal(address) } as const,
  language: 'ro' as const,
  category: 'ngo-member',
  ...more,
});

it('of two rows with one contact, or with one id, the first is invited, however long it takes', async () => {
  const store = registrationStore();
  const civicEventId = await openedIn(store);
  const { lists } = await RegistrationProcess.start(store);
  const id = randomUUID();
  const list = [
    person('ana@example.org'),
    person('ion@example.org', { id }),
    person('ANA@example.org'),
    person('eva@example.org', { id }),
    person('dan@example.org'),
  ];
  // The first units take longer than those that come after them.
  const append = store.append.bind(store);
  let left = 3;
  jest.spyOn(store, 'append').mockImplementation(async (unit) => {
    left -= 1;
    if (left >= 0) await sleep(10 * (left + 1));
    return append(unit);
  });
  const { items } = await lists.invite(civicEventId, { invitations: list }, contextOf());
  expect(items.map(({ row, outcome, code }) => [row, outcome, code])).toEqual([
    [0, 'invited', null],
    [1, 'invited', null],
    [2, 'refused', 'CONTACT_INVITED'],
    [3, 'refused', 'INVITATION_EXISTS'],
    [4, 'invited', null],
  ]);
});
