import { randomUUID } from 'node:crypto';
import { streamOf } from '@ecou/event-sourcing';
import { expect, it, jest } from '@jest/globals';
import { RegistrationCommand } from './registration/registration.command.js';
import { occasion } from './seat-ledger/testing/occasions.js';
import {
  contextOf,
  at,
  openedIn,
  RegistrationProcess,
  registrationStore,
  write,
} from './testing/registration-process.js';

it('who gets a seat while they confirm is told of a seat', async () => {
  const store = registrationStore();
  const [id, civicEventId] = [randomUUID(), await openedIn(store)];
  const ledger = streamOf('seat-ledger', civicEventId);
  const place = { registrationId: id, category: 'citizen' };
  await write(store, ledger, 'WaitingJoined', place);
  await write(store, streamOf('registration', id), 'PersonRegistered', {
    civicEventId,
    occasion,
    category: 'citizen',
    language: 'ro',
    name: { subject: id, codec: 'plain', value: 'Ana Exemplu' },
    contact: null,
    needs: null,
    place: 'waiting',
    via: 'public',
    confirmBy: occasion.startsAt,
    registeredAt: at,
  });

  const append = store.append.bind(store);
  jest.spyOn(store, 'append').mockImplementationOnce(async (unit) => {
    await write(store, ledger, 'WaitingPromoted', place);
    return append(unit);
  });
  const process = await RegistrationProcess.start(store);
  const order = { type: 'ConfirmRegistration', by: 'link' } as const;
  await process.execute(new RegistrationCommand(id, order, contextOf()));
  const facts = await store.readStream(streamOf('registration', id));
  expect(facts.slice(1).map(({ type, data }) => [type, data])).toMatchObject([
    ['RegistrationConfirmed', { place: 'seat' }],
  ]);
});
