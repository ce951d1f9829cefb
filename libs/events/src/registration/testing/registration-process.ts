import { randomUUID } from 'node:crypto';
import {
  EventRegistry,
  MemoryEventStore,
  Personal,
  streamOf,
  type CommandContext,
  type CommandResult,
} from '@ecou/event-sourcing';
import { startPart } from '@ecou/runtime/testing';
import { CommandBus } from '@nestjs/cqrs';
import type { TestingModule } from '@nestjs/testing';
import { civicEventEvents } from '../../consultations/civic-event/civic-event.events.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { taxonomyEvents } from '../../consultations/taxonomy/taxonomy.events.js';
import { InvitationLists } from '../invitation/invitation-lists.js';
import { InvitationHandler } from '../invitation/invitation.command.js';
import { invitationEvents } from '../invitation/invitation.events.js';
import { RegistrationCommand, RegistrationHandler } from '../registration/registration.command.js';
import { registrationEvents } from '../registration/registration.events.js';
import { SeatLedgerCommand, SeatLedgerHandler } from '../seat-ledger/seat-ledger.command.js';
import type { RegistrationSettings } from '../seat-ledger/seat-ledger.events.js';
import { seatLedgerEvents } from '../seat-ledger/seat-ledger.events.js';
import { occasion, settings } from '../seat-ledger/testing/occasions.js';

export const metadata = { actor: 'system', correlationId: 'c', causationId: 'c' } as const;
/** ISO 8601: before the civic event of `occasion` starts. */
export const at = '2024-03-20T10:00:00.000Z';

type RegisterBody = Extract<RegistrationCommand['command'], { type: 'Register' }>;

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
  private readonly commands: CommandBus;

  private constructor(private readonly part: TestingModule) {
    this.commands = part.get(CommandBus);
  }

  static async start(store: MemoryEventStore): Promise<RegistrationProcess> {
    const handlers = [RegistrationHandler, InvitationHandler, SeatLedgerHandler];
    return new RegistrationProcess(await startPart(store, [...handlers, Taxonomies, InvitationLists]));
  }

  get lists(): InvitationLists {
    return this.part.get(InvitationLists);
  }

  execute(command: RegistrationCommand | SeatLedgerCommand): Promise<CommandResult> {
    return this.commands.execute(command);
  }

  /** Somebody whom nobody knows yet registers. */
  register(civicEventId: string, change: Partial<RegisterBody> = {}) {
    const context = contextOf();
    const command: RegisterBody = {
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
    return this.execute(new RegistrationCommand(context.commandId, command, context));
  }

  cancel(id: string) {
    const command = { type: 'CancelRegistration', reason: 'holder' } as const;
    return this.execute(new RegistrationCommand(id, command, contextOf()));
  }

  ledger(id: string, command: SeatLedgerCommand['command'], more: Partial<CommandContext> = {}) {
    return this.execute(new SeatLedgerCommand(id, command, { ...contextOf(), ...more }));
  }
}

export const contextOf = (): CommandContext => ({ metadata, commandId: randomUUID(), now: at });
