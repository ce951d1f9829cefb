import {
  ClaimTaken,
  idOf,
  Rejected,
  streamOf,
  type Loaded,
  type StreamCheck,
  type UnitExtras,
  type CommandContext,
  type CommandResult,
} from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { shownEvent } from '../civic-event/answers.js';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { announcementOf, refuseUnlessAhead, type CivicEvent } from '../civic-event/civic-event.decider.js';
import { ledgerWrite, SeatDesk, type Seen } from '../seat-ledger/seat-desk.js';
import { hourMs } from '../seat-ledger/seat-ledger.decider.js';
import type { SeatLedger } from '../seat-ledger/seat-ledger.state.js';
import { Taxonomies } from '../taxonomy/taxonomies.js';
import { refuseUnchoosable, type Vocabulary } from '../taxonomy/vocabulary.js';
import { contactClaim, type Contact } from './contact.js';
import { registration } from './registration.aggregate.js';
import type { Registering, Registration } from './registration.decider.js';
import { registrationStateOf } from './registration.state.js';

/** Who wants a place, and how they came. */
export interface Entry {
  readonly civicEventId: string;
  readonly category: string;
  readonly contact: Contact | null;
  readonly via: Registering['via'];
  /** The person with what is personal sealed; the same as they stand, where the same was said before. */
  readonly seal: (standing: Registration | null) => Promise<Registering>;
  /** What else the unit writes, as things stand. */
  readonly further?: () => Promise<Pick<UnitExtras, 'writes'>>;
}

/** Says nothing of the registration that stands, but to code that is trusted with it. */
export class ContactRegistered extends Rejected {
  constructor(readonly registrationId: string) {
    super('CONTACT_REGISTERED', 'This contact is taken for this civic event. Its owner has been told.');
  }
}

/** A civic event as it was read, and what makes sure that it has not moved. */
export interface Read {
  readonly event: CivicEvent;
  readonly check: StreamCheck;
}

/** Gives places: a registration, its place in the ledger and the claim on its contact are one unit. */
@Injectable()
export class Registrar {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly desk: SeatDesk,
    private readonly taxonomies: Taxonomies,
  ) {}

  /**
   * Answers what the holder is told (`state`, `place`, `confirmBy`) with the result, where the registration is new. Throws `Rejected`: no
   * seat, not open, or a contact that is registered already, whose owner is told.
   */
  async enter(id: string, entry: Entry, context: CommandContext): Promise<CommandResult> {
    const categories = await this.taxonomies.current('attendance-categories');
    try {
      return await this.desk.serve(entry.civicEventId, context, (seen) =>
        this.turn(id, { ...entry, categories }, seen, context),
      );
    } catch (error) {
      if (!(error instanceof ClaimTaken)) throw error;
      await this.noteRepeat(idOf(error.holder), entry.civicEventId, context);
      throw new ContactRegistered(idOf(error.holder));
    }
  }

  /** The civic event, where the caller may know of it. */
  async read(civicEventId: string, forStaff: boolean): Promise<Read> {
    return readOf(civicEventId, await this.aggregates.load(civicEvent, civicEventId), forStaff);
  }

  private async turn(
    id: string,
    entry: Entry & { readonly categories: Vocabulary },
    seen: Seen,
    context: CommandContext,
  ) {
    const { civicEventId, via, categories } = entry;
    const { event, check } = readOf(civicEventId, seen.civicEvent, via !== 'public');
    const [{ state: standing }, further] = await Promise.all([
      id === context.commandId ? { state: null } : this.aggregates.load(registration, id),
      entry.further?.(),
    ]);
    const [person, occasion, at] = [await entry.seal(standing), announcementOf(event), context.now];
    const register = { type: 'Register', person, occasion, at } as const;
    if (standing) {
      const again = { ...register, place: 'seat', confirmBy: null } as const;
      return { result: await this.aggregates.execute(registration, id, again, context), wrote: [] };
    }
    refuseUnlessAhead(event);
    // Staff chose the category of those whom they invited, when it could be chosen.
    if (via !== 'invitation') refuseUnchoosable(categories, [{ id: entry.category, path: ['category'] }]);
    const { place, confirmBy, wrote, extras } = placed(id, entry, seen.ledger, context);
    const result = await this.aggregates.execute(registration, id, { ...register, place, confirmBy }, context, {
      extras: { ...extras, writes: [...(extras.writes ?? []), ...(further?.writes ?? [])], checks: [check] },
    });
    const state = registrationStateOf({ place, confirmed: confirmBy === null, cancelled: false });
    return { result: result.with({ state, place, confirmBy }), wrote };
  }

  /** A registration by a stranger shows nothing of the one that stands; its owner gets their link again. */
  private async noteRepeat(
    id: string,
    civicEventId: string,
    { metadata, commandId, now }: CommandContext,
  ): Promise<void> {
    const { event } = await this.read(civicEventId, true);
    const command = { type: 'NoteRepeat', occasion: announcementOf(event), at: now } as const;
    const own = { metadata, commandId: uuidv5('repeat', commandId), now };
    await this.aggregates.execute(registration, id, command, own);
  }
}

/** The civic event as it was read, where the caller may know of it. Throws `Unknown`. */
export const readOf = (
  civicEventId: string,
  { state, version }: Loaded<CivicEvent | null>,
  forStaff: boolean,
): Read => ({
  event: shownEvent(state, forStaff),
  check: { stream: streamOf(civicEvent.category, civicEventId), expected: version },
});

/** The place that somebody gets, and what the unit of their registration holds for it. */
function placed(
  id: string,
  { civicEventId, category, contact, via }: Entry,
  ledger: Loaded<SeatLedger>,
  { now: at, commandId }: CommandContext,
) {
  const take = { type: 'TakePlace', registrationId: id, category, early: via !== 'public', at } as const;
  const { wrote, extras } = ledgerWrite(civicEventId, ledger, take, commandId);
  const place = wrote.some(({ type }) => type === 'WaitingJoined') ? ('waiting' as const) : ('seat' as const);
  const confirmBy = via === 'public' ? confirmation(ledger.state, at) : null;
  // Who is asked to confirm has not shown yet that the contact is theirs.
  const claims = contact && confirmBy === null ? [contactClaim(civicEventId, contact, id)] : [];
  return { place, confirmBy, wrote, extras: { ...extras, claims } };
}

/** Until when somebody confirms: so many hours, and before the civic event starts. `null`: nobody is asked to. */
function confirmation({ settings, startsAt }: SeatLedger, at: string): string | null {
  if (!settings || settings.confirmWithinHours === null || startsAt === null) return null;
  const end = Math.min(Date.parse(at) + settings.confirmWithinHours * hourMs, Date.parse(startsAt));
  return new Date(end).toISOString();
}
