import {
  apart,
  type CommandContext,
  type CommandResult,
  type UnitOfWork,
  type UnitsOfWork,
} from '@ecou/event-sourcing';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import {
  announcementOf,
  requireCivicEvent,
  refuseUnlessAhead,
  type CivicEvent,
} from '../../consultations/civic-event/civic-event.decider.js';
import { seatLedger } from '../seat-ledger/seat-ledger.aggregate.js';
import { hourMs, placeOf } from '../seat-ledger/seat-ledger.decider.js';
import type { SeatLedger } from '../seat-ledger/seat-ledger.state.js';
import { contactClaim, type Contact } from './contact.js';
import { registration } from './registration.aggregate.js';
import type { Registering } from './registration.decider.js';
import { registrationStateOf } from './registration.state.js';

/** Somebody who wants a place at a civic event. */
interface Entry {
  /** With what is personal sealed. */
  readonly person: Registering;
  /** In the clear. */
  readonly contact: Contact | null;
  readonly event: CivicEvent;
}

/**
 * Registers somebody with the place that the ledger gives them; the contact is theirs in the same unit, and `taken` says what follows
 * where another registration holds it. Adds to the answer what the holder is told (`state`, `place`, `confirmBy`). Throws `Rejected`: no
 * seat, not open, or a civic event that is over or not published.
 */
export async function register(
  work: UnitOfWork,
  id: string,
  { person, contact, event }: Entry,
  taken: (holder: string) => Promise<CommandResult>,
): Promise<void> {
  refuseUnlessAhead(event);
  const { civicEventId, category, via } = person;
  const early = via !== 'public';
  const take = { type: 'TakePlace', registrationId: id, category, early, at: work.now } as const;
  const { after: ledger } = await work.decide(seatLedger, civicEventId, take);
  const place = placeOf(ledger, id) ?? 'waiting';
  const confirmBy = via === 'public' ? confirmationEnd(ledger, work.now) : null;
  const occasion = announcementOf(event);
  await work.decide(registration, id, { type: 'Register', person, place, confirmBy, occasion, at: work.now });
  // Somebody who is asked to confirm has not shown yet that the contact is theirs.
  if (contact && confirmBy === null) work.claim(contactClaim(civicEventId, contact, id), taken);
  const state = registrationStateOf({ place, confirmed: confirmBy === null, cancelled: false });
  work.answer({ state, place, confirmBy });
}

/** The end of the time in which somebody confirms: so many hours, and before the civic event starts. `null`: nobody is asked to. */
function confirmationEnd({ settings, startsAt }: SeatLedger, at: string): string | null {
  if (!settings || settings.confirmWithinHours === null || startsAt === null) return null;
  const end = Math.min(Date.parse(at) + settings.confirmWithinHours * hourMs, Date.parse(startsAt));
  return new Date(end).toISOString();
}

/**
 * Notes that somebody registered with the contact of this registration once more: they are shown nothing of it, and its owner is sent
 * their link again. In a unit of its own.
 */
export const noteRepeat = (
  units: UnitsOfWork,
  id: string,
  civicEventId: string,
  context: CommandContext,
): Promise<CommandResult> =>
  units.run(apart(context, 'repeat'), async (work) => {
    const event = requireCivicEvent(await work.look(civicEvent, civicEventId));
    return work.decide(registration, id, { type: 'NoteRepeat', occasion: announcementOf(event), at: work.now });
  });
