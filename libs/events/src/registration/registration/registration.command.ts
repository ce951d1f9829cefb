import { randomUUID } from 'node:crypto';
import {
  apart,
  assertNever,
  Rejected,
  Sealing,
  UnitsOfWork,
  Unknown,
  Vault,
  type CommandContext,
  type CommandResult,
  type UnitOfWork,
} from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { shownEvent } from '../../consultations/civic-event/answers.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import {
  announcementOf,
  requireCivicEvent,
  refuseUnlessAhead,
} from '../../consultations/civic-event/civic-event.decider.js';
import { readVocabulary } from '../../consultations/taxonomy/taxonomies.js';
import { refuseUnchoosable } from '../../consultations/taxonomy/vocabulary.js';
import { seatLedger } from '../seat-ledger/seat-ledger.aggregate.js';
import { placeOf } from '../seat-ledger/seat-ledger.decider.js';
import { contactClaim, inTheClear, openContact } from './contact.js';
import { refuseAtDoor, refuseBeforeDay } from './door.js';
import { noteRepeat, register } from './registering.js';
import { registration } from './registration.aggregate.js';
import {
  refuseOther,
  requireRegistration,
  type CancelReason,
  type NoteCorrection,
  type Registering,
  type Registration,
} from './registration.decider.js';
import type { registerBody } from './registration.schemas.js';

/** Somebody registers, or staff register them. What is personal is sealed once what stands is loaded. */
type RegisterBody = Omit<z.output<typeof registerBody>, 'id'> & {
  readonly type: 'Register';
  readonly civicEventId: string;
  readonly byStaff: boolean;
};

/** Of callers, policies and timers. `civicEventId`: the registration must be one of it, else it is unknown. */
type Body =
  | RegisterBody
  | { readonly type: 'ConfirmRegistration'; readonly by: 'link' | 'staff'; readonly civicEventId?: string }
  | { readonly type: 'CancelRegistration'; readonly reason: CancelReason; readonly civicEventId?: string }
  | { readonly type: 'CheckIn'; readonly by: 'code' | 'hand'; readonly civicEventId: string }
  | { readonly type: 'UndoCheckIn'; readonly reason: string; readonly civicEventId: string }
  | { readonly type: 'Recategorise'; readonly category: string; readonly reason: string; readonly civicEventId: string }
  | { readonly type: 'NotePromotion' }
  | { readonly type: 'NoteMove'; readonly startsAt: string }
  | Pick<NoteCorrection, 'type' | 'correctionId' | 'changed' | 'reason'>
  | { readonly type: 'Remind'; readonly hours: number; readonly startsAt: string };

type BodyOf<Type extends Body['type']> = Extract<Body, { type: Type }>;

export class RegistrationCommand extends AggregateCommand<Body> {}

@CommandHandler(RegistrationCommand)
export class RegistrationHandler implements ICommandHandler<RegistrationCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: RegistrationCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(registration, id);
      if (command.type === 'Register') return this.register(id, command, work, context);
      const { person } = requireRegistration(await work.read(registration, id));
      switch (command.type) {
        case 'ConfirmRegistration':
          refuseElsewhere(person, command.civicEventId);
          return this.confirm(id, person, command, work, context);
        case 'CancelRegistration':
          refuseElsewhere(person, command.civicEventId);
          return this.cancel(id, person, command, work);
        case 'CheckIn':
          return checkIn(id, person, command, work);
        case 'UndoCheckIn':
        case 'Recategorise':
          refuseElsewhere(person, command.civicEventId);
          return putRight(id, command, work);
        case 'NotePromotion':
        case 'NoteMove':
        case 'NoteCorrection':
        case 'Remind': {
          const event = requireCivicEvent(await work.look(civicEvent, person.civicEventId));
          const told = { occasion: announcementOf(event), at: work.now };
          if (command.type !== 'NoteMove') return work.decide(registration, id, { ...command, ...told });
          return work.decide(registration, id, { ...command, ...told, reason: event.moveReason });
        }
        default:
          return assertNever(command);
      }
    });
  }

  private async register(id: string, body: RegisterBody, work: UnitOfWork, context: CommandContext): Promise<void> {
    const { civicEventId, category, contact, byStaff } = body;
    // Read before the turn at the ledger has come: of a list that was never changed nothing is kept, and others wait for their turn.
    const categories = await readVocabulary(work, 'attendance-categories');
    const [standing] = await Promise.all([work.read(registration, id), work.read(seatLedger, civicEventId)]);
    // Read when the turn has come, so that those who waited for it do not each read it from the store.
    const event = shownEvent(await work.read(civicEvent, civicEventId), byStaff);
    if (standing) {
      refuseOther(standing, await this.sealed(body, standing));
      return;
    }
    refuseUnlessAhead(event);
    refuseUnchoosable(categories, [{ id: category, path: ['category'] }]);
    const person = await this.sealed(body, null);
    await register(work, id, { person, contact: contact && inTheClear(contact), event }, async (holder) => {
      await noteRepeat(this.units, holder, civicEventId, context);
      throw new Rejected('CONTACT_REGISTERED', 'This contact is taken for this civic event. Its owner has been told.');
    });
  }

  /** The person with what is personal sealed; the same as they stand, where the same was said before. */
  private sealed(
    { type: _type, byStaff, ...person }: RegisterBody,
    standing: Registration | null,
  ): Promise<Registering> {
    const before = standing?.person;
    const sealing = new Sealing(this.vault, before?.name.subject ?? randomUUID(), before);
    return sealing.seal<Registering>({ ...person, via: before?.via ?? (byStaff ? 'staff' : 'public') });
  }

  /**
   * Confirming claims the contact. Whoever has another registration by then keeps that one, and this one's place is given on. The ledger
   * stays as it was read, so that nobody is told of another place than they have.
   */
  private async confirm(
    id: string,
    { civicEventId, contact: sealed }: Registering,
    { type, by }: BodyOf<'ConfirmRegistration'>,
    work: UnitOfWork,
    context: CommandContext,
  ): Promise<void> {
    const ledger = await work.read(seatLedger, civicEventId);
    const occasion = announcementOf(requireCivicEvent(await work.read(civicEvent, civicEventId)));
    const place = placeOf(ledger, id) ?? 'waiting';
    await work.decide(registration, id, { type, place, by, occasion, at: work.now });
    const contact = await openContact(this.vault, sealed);
    if (!contact) return;
    work.claim(contactClaim(civicEventId, contact, id), async () => {
      const cancel = { type: 'CancelRegistration', reason: 'registered-already' } as const;
      await this.execute(new RegistrationCommand(id, cancel, apart(context, 'twice')));
      throw new Rejected('REGISTERED_ALREADY', 'You are registered already; that registration stands.');
    });
  }

  /** The place is freed, and given to the first whom it fits, in the same unit. */
  private async cancel(
    id: string,
    { civicEventId, contact: sealed }: Registering,
    { type, reason }: BodyOf<'CancelRegistration'>,
    work: UnitOfWork,
  ): Promise<void> {
    const event = requireCivicEvent(await work.read(civicEvent, civicEventId));
    const { status, cancelled } = event;
    const told = { explanation: cancelled?.reason ?? null, status, occasion: announcementOf(event), at: work.now };
    const { changed } = await work.decide(registration, id, { type, reason, ...told });
    if (!changed) return;
    await work.decide(seatLedger, civicEventId, { type: 'FreePlace', registrationId: id, at: work.now });
    const contact = await openContact(this.vault, sealed);
    if (contact) work.release(contactClaim(civicEventId, contact, id));
  }
}

/** The ledger is only looked at: whoever stands at the door does not wait for those who register meanwhile. */
async function checkIn(
  id: string,
  person: Registering,
  { type, by, civicEventId }: BodyOf<'CheckIn'>,
  work: UnitOfWork,
) {
  if (person.civicEventId !== civicEventId) {
    throw new Rejected('REGISTRATION_OF_ANOTHER_EVENT', 'This registration is for another civic event.');
  }
  const [found, ledger] = await Promise.all([work.read(civicEvent, civicEventId), work.look(seatLedger, civicEventId)]);
  const event = requireCivicEvent(found);
  refuseAtDoor(event);
  refuseBeforeDay({ ...event.details, status: event.status }, work.now);
  return work.decide(registration, id, { type, by, place: placeOf(ledger, id), at: work.now });
}

/** Notes of the door are put right as long as it may be used; later, the attendance is corrected. */
async function putRight(id: string, command: BodyOf<'UndoCheckIn' | 'Recategorise'>, work: UnitOfWork) {
  const { civicEventId, ...body } = command;
  refuseAtDoor(requireCivicEvent(await work.read(civicEvent, civicEventId)));
  if (body.type === 'Recategorise') {
    const categories = await readVocabulary(work, 'attendance-categories');
    refuseUnchoosable(categories, [{ id: body.category, path: ['category'] }]);
  }
  return work.decide(registration, id, { ...body, at: work.now });
}

function refuseElsewhere(person: Registering, civicEventId: string | undefined): void {
  if (civicEventId === undefined || person.civicEventId === civicEventId) return;
  throw new Unknown('REGISTRATION_UNKNOWN', 'The civic event has no such registration.');
}
