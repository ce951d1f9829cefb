import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { announcement } from '../../consultations/civic-event/civic-event.events.js';
import { slug } from '../../formats/slug.js';

const hours = z.number().int().min(1);

export const registrationSettings = z.object({
  /** `null`: as many as come. */
  capacity: z.number().int().min(1).nullable(),
  reserved: z.array(z.object({ category: slug, seats: z.number().int().min(1) })),
  /** True where somebody who finds no seat may wait for one. */
  waitingList: z.boolean(),
  /** Hours within which somebody confirms by a link; `null`: nobody is asked to. */
  confirmWithinHours: hours.nullable(),
  /** `null`: when staff say so. */
  opensAt: instant.nullable(),
  /** `null`: when the civic event starts. */
  closesAt: instant.nullable(),
  /** Hours before the start at which people are reminded, each once. */
  reminders: z.array(hours),
});
export type RegistrationSettings = z.output<typeof registrationSettings>;

export const closingReasons = ['staff', 'time', 'civic-event-cancelled', 'civic-event-held'] as const;

const place = z.object({ registrationId: z.uuid(), category: slug });

/** One stream per civic event, with its id: who has a seat and who waits, by ids and categories only. */
export const seatLedgerEvents = defineEvents('seat-ledger', {
  RegistrationArranged: z.object({ ...registrationSettings.shape, startsAt: instant, arrangedAt: instant }),
  RegistrationOpened: z.object({
    occasion: announcement,
    capacity: registrationSettings.shape.capacity,
    waitingList: z.boolean(),
    closesAt: instant,
    openedAt: instant,
  }),
  RegistrationClosed: z.object({ occasion: announcement, reason: z.enum(closingReasons), closedAt: instant }),
  /** The civic event was held or cancelled: nobody gets a place any more. */
  RegistrationEnded: z.object({ reason: z.enum(['civic-event-cancelled', 'civic-event-held']), endedAt: instant }),
  /** It was not held after all: places count again. Staff open it anew. */
  RegistrationResumed: z.object({ resumedAt: instant }),
  StartMoved: z.object({ startsAt: instant, movedAt: instant }),
  SeatTaken: place,
  WaitingJoined: place,
  WaitingPromoted: place,
  SeatFreed: place,
  WaitingLeft: place,
  /** The civic event was cancelled, and so was this place. */
  PlaceLost: z.object({ ...place.shape, place: z.enum(['seat', 'waiting']) }),
  /** The civic event starts at another time, and so does what this place is for. */
  PlaceMoved: z.object({ registrationId: z.uuid(), startsAt: instant }),
  /** Something that was said of the civic event was wrong; whoever has a place is told. `correctionId`: of the fact. */
  CorrectionDue: z.object({
    registrationId: z.uuid(),
    correctionId: z.uuid(),
    changed: z.array(z.string()),
    reason: localizedText.nullable(),
  }),
  ReminderDue: z.object({ registrationId: z.uuid(), hours, startsAt: instant }),
});
export type SeatLedgerEvent = EventOf<typeof seatLedgerEvents>;
