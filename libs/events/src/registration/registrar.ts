import { ClaimTaken, idOf, Rejected, streamOf, type StreamCheck, type UnitExtras } from '@ecou/event-sourcing';
import { Aggregates, type CommandContext, type CommandResult } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { shownEvent } from '../civic-event/answers.js';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { announcementOf, refuseUnlessAhead, type CivicEvent } from '../civic-event/civic-event.decider.js';
import { ledgerWrite, SeatDesk } from '../seat-ledger/seat-desk.js';
import { hourMs } from '../seat-ledger/seat-ledger.decider.js';
import { contactClaim, type Contact } from './contact.js';
import { registration } from './registration.aggregate.js';
import type { Registering, Registration } from './registration.decider.js';

/** Who wants a place, and how they came. */
export interface Entry {
  readonly civicEventId: string;
  readonly category: string;
  readonly contact: Contact | null;
  readonly via: Registering['via'];
  /** The person with what is personal sealed; the same as they stand, where the same was said before. */
  readonly seal: (standing: Registration | null) => Promise<Registering>;
  /** Further parts of the unit. */
  readonly extras?: UnitExtras;
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
  ) {}

  /** Throws `Rejected`: no seat, not open, or a contact that is registered already, whose owner is told. */
  async enter(id: string, entry: Entry, context: CommandContext): Promise<CommandResult> {
    try {
      return await this.desk.serve(entry.civicEventId, context, (ledger) => this.attempt(id, entry, ledger, context));
    } catch (error) {
      if (!(error instanceof ClaimTaken)) throw error;
      await this.noteRepeat(idOf(error.holder), entry.civicEventId, context);
      throw new Rejected('CONTACT_REGISTERED', 'This contact is taken for this civic event. Its owner has been told.');
    }
  }

  /** The civic event, where the caller may know of it. */
  async read(civicEventId: string, forStaff: boolean): Promise<Read> {
    const { state, version } = await this.aggregates.load(civicEvent, civicEventId);
    const check = { stream: streamOf(civicEvent.category, civicEventId), expected: version };
    return { event: shownEvent(state, forStaff), check };
  }

  private async attempt(
    id: string,
    { civicEventId, category, contact, via, seal, extras = {} }: Entry,
    ledger: Parameters<Parameters<SeatDesk['serve']>[2]>[0],
    context: CommandContext,
  ): Promise<CommandResult> {
    const [{ event, check }, { state: standing }] = await Promise.all([
      this.read(civicEventId, via !== 'public'),
      id === context.commandId ? { state: null } : this.aggregates.load(registration, id),
    ]);
    const [person, occasion, at] = [await seal(standing), announcementOf(event), context.now];
    const register = { type: 'Register', person, occasion, at } as const;
    if (standing) {
      return this.aggregates.execute(registration, id, { ...register, place: 'seat', confirmBy: null }, context);
    }
    refuseUnlessAhead(event);
    const take = { type: 'TakePlace', registrationId: id, category, early: via !== 'public', at } as const;
    const written = ledgerWrite(civicEventId, ledger, take, context.commandId);
    const place = written.events.some(({ type }) => type === 'WaitingJoined') ? 'waiting' : 'seat';
    const within = via === 'public' ? (ledger.state.settings?.confirmWithinHours ?? null) : null;
    const confirmBy = within === null ? null : confirmation(at, within, event.details.startsAt);
    // Who is asked to confirm has not shown yet that the contact is theirs.
    const claims = contact && confirmBy === null ? [contactClaim(civicEventId, contact, id)] : [];
    return this.aggregates.execute(registration, id, { ...register, place, confirmBy }, context, {
      extras: {
        ...written.extras,
        ...extras,
        writes: [...(written.extras.writes ?? []), ...(extras.writes ?? [])],
        checks: [check],
        claims,
      },
    });
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

/** Until when somebody confirms: so many hours, and before the civic event starts. */
const confirmation = (at: string, hours: number, startsAt: string): string =>
  new Date(Math.min(Date.parse(at) + hours * hourMs, Date.parse(startsAt))).toISOString();
