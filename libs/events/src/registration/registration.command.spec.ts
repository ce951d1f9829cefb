import { randomUUID } from 'node:crypto';
import { EventRegistry, MemoryEventStore, streamOf } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { expect, it, jest } from '@jest/globals';
import { civicEventEvents } from '../civic-event/civic-event.events.js';
import { SeatDesk } from '../seat-ledger/seat-desk.js';
import { seatLedgerEvents } from '../seat-ledger/seat-ledger.events.js';
import { occasion, settings } from '../testing/occasions.js';
import { RegistrationCommand, RegistrationHandler } from './registration.command.js';
import { registrationEvents } from './registration.events.js';

const [id, civicEventId] = [randomUUID(), randomUUID()];
const at = '2024-03-20T10:00:00.000Z';
const metadata = { actor: 'system', correlationId: id, causationId: id } as const;
const place = { registrationId: id, category: 'citizen' };
const planned = {
  ...occasion,
  description: null,
  activity: null,
  audience: null,
  capacity: null,
  kindsVersion: 1,
};

it('who gets a seat while they confirm is told of a seat', async () => {
  const store = new MemoryEventStore({
    registry: new EventRegistry([seatLedgerEvents, civicEventEvents, registrationEvents]),
  });
  const write = (stream: string, type: string, data: object) =>
    store.append({ metadata, writes: [{ stream, expected: 'any', events: [{ id: randomUUID(), type, data }] }] });
  const ledger = streamOf('seat-ledger', civicEventId);
  const { startsAt } = occasion;
  await write(streamOf('civic-event', civicEventId), 'CivicEventPlanned', planned);
  await write(ledger, 'RegistrationArranged', { ...settings, startsAt, arrangedAt: at });
  await write(ledger, 'WaitingJoined', place);
  await write(streamOf('registration', id), 'PersonRegistered', {
    civicEventId,
    occasion,
    category: 'citizen',
    language: 'ro',
    name: { subject: id, codec: 'plain', value: 'Ana Exemplu' },
    contact: null,
    needs: null,
    place: 'waiting',
    via: 'public',
    confirmBy: startsAt,
    registeredAt: at,
  });

  const aggregates = new Aggregates(store);
  const unused = {} as never;
  const handler = new RegistrationHandler(aggregates, unused, unused, new SeatDesk(aggregates));
  const append = store.append.bind(store);
  jest.spyOn(store, 'append').mockImplementationOnce(async (unit) => {
    await write(ledger, 'WaitingPromoted', place);
    return append(unit);
  });
  const context = { metadata, commandId: randomUUID(), now: at };
  await handler.execute(new RegistrationCommand(id, { type: 'ConfirmRegistration', by: 'link' }, context));
  const facts = await store.readStream(streamOf('registration', id));
  expect(facts.slice(1).map(({ type, data }) => [type, data])).toMatchObject([
    ['RegistrationConfirmed', { place: 'seat' }],
  ]);
});
