import { randomUUID } from 'node:crypto';
import {
  EventRegistry,
  MemoryEventStore,
  Personal,
  streamOf,
  UnitsOfWork,
  Vault,
  type CommandContext,
} from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { civicEventEvents } from '../../consultations/civic-event/civic-event.events.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { taxonomyEvents } from '../../consultations/taxonomy/taxonomy.events.js';
import { InvitationHandler } from '../invitation/invitation.command.js';
import { invitationEvents } from '../invitation/invitation.events.js';
import { RegistrationCommand, RegistrationHandler, type RegisterOrder } from '../registration/registration.command.js';
import { registrationEvents } from '../registration/registration.events.js';
import { SeatLedgerCommand, SeatLedgerHandler, type SeatLedgerOrder } from '../seat-ledger/seat-ledger.command.js';
import type { RegistrationSettings } from '../seat-ledger/seat-ledger.events.js';
import { seatLedgerEvents } from '../seat-ledger/seat-ledger.events.js';
import { occasion, settings } from '../seat-ledger/testing/occasions.js';

export const metadata = { actor: 'system', correlationId: 'c', causationId: 'c' } as const;
/** ISO 8601: before the civic event of `occasion` starts. */
export const at = '2024-03-20T10:00:00.000Z';

/** A store in memory for everything that registration concerns. */
export const registrationStore = (): MemoryEventStore =>
  new MemoryEventStore({
    registry: new EventRegistry([
      civicEventEvents,
      invitationEvents,
      registrationEvents,
      seatLedgerEvents,
      taxonomyEvents,
    ]),
  });

/** Writes one event as another process would, whatever the version of the stream. */
export const write = (store: MemoryEventStore, stream: string, type: string, data: object) =>
  store.append({ metadata, writes: [{ stream, expected: 'any', events: [{ id: randomUUID(), type, data }] }] });

/** A published civic event with registration open; answers its id. */
export async function openedIn(store: MemoryEventStore, change: Partial<RegistrationSettings> = {}): Promise<string> {
  const id = randomUUID();
  const planned = { ...occasion, description: null, activity: null, audience: null, capacity: null, kindsVersion: 1 };
  const arranged = { ...settings, ...change };
  const { startsAt } = occasion;
  const { capacity, waitingList } = arranged;
  const ledger = streamOf(seatLedgerEvents.category, id);
  await write(store, streamOf(civicEventEvents.category, id), 'CivicEventPlanned', planned);
  await write(store, streamOf(civicEventEvents.category, id), 'CivicEventPublished', occasion);
  await write(store, ledger, 'RegistrationArranged', { ...arranged, startsAt, arrangedAt: at });
  const opened = { occasion, capacity, waitingList, closesAt: startsAt, openedAt: at };
  await write(store, ledger, 'RegistrationOpened', opened);
  return id;
}

/** One process over a store: its handlers, with the states that it keeps. */
export class RegistrationProcess {
  readonly units: UnitsOfWork;
  readonly aggregates: Aggregates;
  readonly taxonomies: Taxonomies;
  readonly registrations: RegistrationHandler;
  readonly invitations: InvitationHandler;
  private readonly ledgers: SeatLedgerHandler;

  constructor(store: MemoryEventStore) {
    this.units = new UnitsOfWork(store);
    this.aggregates = new Aggregates(this.units);
    this.taxonomies = new Taxonomies(this.aggregates);
    const vault = new Vault();
    this.registrations = new RegistrationHandler(this.units, vault);
    this.invitations = new InvitationHandler(this.units, vault);
    this.ledgers = new SeatLedgerHandler(this.units, this.taxonomies);
  }

  /** Somebody whom nobody knows yet registers. */
  register(civicEventId: string, change: Partial<RegisterOrder> = {}) {
    const context = contextOf();
    const order: RegisterOrder = {
      type: 'Register',
      civicEventId,
      category: 'citizen',
      language: 'ro',
      name: new Personal('Persoană Sintetică'),
      contact: { channel: 'email', address: new Personal(`${context.commandId}@example.org`) },
      needs: null,
      byStaff: false,
      ...change,
    };
    return this.registrations.execute(new RegistrationCommand(context.commandId, order, context));
  }

  cancel(id: string) {
    const order = { type: 'CancelRegistration', reason: 'holder' } as const;
    return this.registrations.execute(new RegistrationCommand(id, order, contextOf()));
  }

  ledger(id: string, order: SeatLedgerOrder, more: Partial<CommandContext> = {}) {
    return this.ledgers.execute(new SeatLedgerCommand(id, order, { ...contextOf(), ...more }));
  }
}

export const contextOf = (): CommandContext => ({ metadata, commandId: randomUUID(), now: at });
