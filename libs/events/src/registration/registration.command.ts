import {
  assertNever,
  ClaimTaken,
  Rejected,
  streamOf,
  Unknown,
  Vault,
  type Loaded,
  type UnitExtras,
  CommandResult,
  type CommandContext,
} from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import { announcementOf } from '../civic-event/civic-event.decider.js';
import { ledgerWrite, SeatDesk } from '../seat-ledger/seat-desk.js';
import { seatLedger } from '../seat-ledger/seat-ledger.aggregate.js';
import { placeOf } from '../seat-ledger/seat-ledger.decider.js';
import { refuseAtDoor } from '../walk-in/walk-in.decider.js';
import { contactClaim, openContact, PersonSealer, type Contact } from './contact.js';
import { readOf, Registrar } from './registrar.js';
import { registration } from './registration.aggregate.js';
import {
  knownRegistration,
  registrationDecider,
  type CancelReason,
  type Registering,
  type Registration,
  type RegistrationCommandBody,
} from './registration.decider.js';

/** Somebody registers, or staff register them; what is personal is sealed by the handler. */
export type RegisterOrder = {
  readonly type: 'Register';
  readonly civicEventId: string;
  readonly category: string;
  readonly language: Registering['language'];
  readonly name: string;
  readonly contact: Contact | null;
  readonly needs: string | null;
  readonly byStaff: boolean;
};

/** What callers, policies and timers say. `civicEventId`: the registration must be one of it, else it is unknown. */
export type RegistrationOrder =
  | RegisterOrder
  | { readonly type: 'ConfirmRegistration'; readonly by: 'link' | 'staff'; readonly civicEventId?: string }
  | { readonly type: 'CancelRegistration'; readonly reason: CancelReason; readonly civicEventId?: string }
  | { readonly type: 'CheckIn'; readonly by: 'code' | 'hand'; readonly civicEventId: string }
  | { readonly type: 'NotePromotion' }
  | { readonly type: 'NoteMove'; readonly startsAt: string }
  | { readonly type: 'Remind'; readonly hours: number; readonly startsAt: string };

export class RegistrationCommand extends AggregateCommand<RegistrationOrder> {}

@CommandHandler(RegistrationCommand)
export class RegistrationHandler implements ICommandHandler<RegistrationCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly registrar: Registrar,
    private readonly desk: SeatDesk,
  ) {}

  async execute({ id, command, context }: RegistrationCommand): Promise<CommandResult> {
    if (command.type === 'Register') return this.register(id, command, context);
    const loaded = await this.aggregates.load(registration, id);
    const state = knownRegistration(loaded.state);
    switch (command.type) {
      case 'ConfirmRegistration':
        refuseElsewhere(state, command.civicEventId);
        return this.confirm(id, { ...loaded, state }, command.by, context);
      case 'CancelRegistration':
        refuseElsewhere(state, command.civicEventId);
        return this.cancel(id, state.person.civicEventId, command.reason, context);
      case 'CheckIn':
        return settled(context, () => this.checkIn(id, state, command, context));
      case 'NotePromotion':
      case 'NoteMove':
      case 'Remind': {
        const { event } = await this.registrar.read(state.person.civicEventId, true);
        return this.run(id, { ...command, occasion: announcementOf(event), at: context.now }, context);
      }
      default:
        return assertNever(command);
    }
  }

  private register(id: string, order: RegisterOrder, context: CommandContext): Promise<CommandResult> {
    const { type: _type, byStaff, name, contact, needs, ...rest } = order;
    const via = byStaff ? ('staff' as const) : ('public' as const);
    const seal = async (standing: Registration | null): Promise<Registering> => {
      const before = standing?.person;
      const sealer = new PersonSealer(this.vault, before?.name);
      return {
        ...rest,
        via: before?.via ?? via,
        name: await sealer.seal(name, before?.name),
        contact: contact && (await sealer.contact(contact, before?.contact)),
        needs: await sealer.maybe(needs, before?.needs),
      };
    };
    return this.registrar.enter(id, { ...rest, contact, via, seal }, context);
  }

  /**
   * Confirming claims the contact. Whoever has another registration by then keeps that one, and this one's place is given on. The ledger is
   * as it was read, so that nobody is told of another place than they have.
   */
  private async confirm(
    id: string,
    { state, version, position }: Loaded<Registration>,
    by: 'link' | 'staff',
    context: CommandContext,
  ): Promise<CommandResult> {
    if (state.confirmed) return new CommandResult(id, version, position, { changed: false });
    const { civicEventId } = state.person;
    const contact = await openContact(this.vault, state.person.contact);
    const claims = contact ? [contactClaim(civicEventId, contact, id)] : [];
    try {
      return await this.desk.serve(civicEventId, context, async ({ ledger, civicEvent }) => {
        const { event, check } = readOf(civicEventId, civicEvent, true);
        const place = placeOf(ledger.state, id) ?? 'waiting';
        const occasion = announcementOf(event);
        const command = { type: 'ConfirmRegistration', place, by, occasion, at: context.now } as const;
        const seats = { stream: streamOf(seatLedger.category, civicEventId), expected: ledger.version };
        return { result: await this.run(id, command, context, { claims, checks: [check, seats] }), wrote: [] };
      });
    } catch (error) {
      if (!(error instanceof ClaimTaken)) throw error;
      const { metadata, commandId, now } = context;
      await this.cancel(id, civicEventId, 'registered-already', {
        metadata,
        commandId: uuidv5('twice', commandId),
        now,
      });
      throw new Rejected('REGISTERED_ALREADY', 'You are registered already; that registration stands.');
    }
  }

  /**
   * The place is freed, and given to the first whom it fits, in the same unit. Ledger and registration are both as they were read: what is
   * no cancellation any more frees nothing.
   */
  private cancel(
    id: string,
    civicEventId: string,
    reason: CancelReason,
    context: CommandContext,
  ): Promise<CommandResult> {
    return this.desk.serve(civicEventId, context, async (seen) => {
      const { event, check } = readOf(civicEventId, seen.civicEvent, true);
      const { state, version } = await this.aggregates.load(registration, id);
      const occasion = announcementOf(event);
      const command = { type: 'CancelRegistration', reason, status: event.status, occasion, at: context.now } as const;
      const asRead = { ifMatch: version, ...context };
      if (registrationDecider.decide(command, state).length === 0) {
        return { result: await this.run(id, command, asRead), wrote: [] };
      }
      const free = { type: 'FreePlace', registrationId: id, at: context.now } as const;
      const { wrote, extras } = ledgerWrite(civicEventId, seen.ledger, free, context.commandId);
      const contact = await openContact(this.vault, knownRegistration(state).person.contact);
      const releases = contact ? [contactClaim(civicEventId, contact, id)] : [];
      return { result: await this.run(id, command, asRead, { ...extras, checks: [check], releases }), wrote };
    });
  }

  private async checkIn(
    id: string,
    { person }: Registration,
    { civicEventId, by }: Extract<RegistrationOrder, { type: 'CheckIn' }>,
    context: CommandContext,
  ): Promise<CommandResult> {
    if (person.civicEventId !== civicEventId) {
      throw new Rejected('REGISTRATION_OF_ANOTHER_EVENT', 'This registration is for another civic event.');
    }
    const [{ event, check }, ledger] = await Promise.all([
      this.registrar.read(civicEventId, true),
      this.aggregates.load(seatLedger, civicEventId),
    ]);
    refuseAtDoor(event);
    const command = { type: 'CheckIn', by, place: placeOf(ledger.state, id), at: context.now } as const;
    return this.run(id, command, context, { checks: [check] });
  }

  private run(
    id: string,
    command: RegistrationCommandBody,
    context: CommandContext,
    extras: UnitExtras = {},
  ): Promise<CommandResult> {
    return this.aggregates.execute(registration, id, command, context, { extras });
  }
}

function refuseElsewhere({ person }: Registration, civicEventId: string | undefined): void {
  if (civicEventId === undefined || person.civicEventId === civicEventId) return;
  throw new Unknown('REGISTRATION_UNKNOWN', 'The civic event has no such registration.');
}
