import { instant, language, localizedText } from '@ecou/contracts';
import { defineEvents, evolved, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { announcement } from '../../consultations/civic-event/civic-event.events.js';
import { slug } from '../../formats/slug.js';

export const contactChannels = ['email', 'phone'] as const;

export const sealedContact = z.object({ channel: z.enum(contactChannels), address: personal(z.string()) });
export type SealedContact = z.output<typeof sealedContact>;

/** The person whom a fact is about, and the civic event as they are told of it. */
const notice = z.object({
  civicEventId: z.uuid(),
  /** The civic event as it stood then. */
  occasion: announcement,
  category: slug,
  language,
  name: personal(z.string()),
  /** `null`: somebody whom staff registered and who cannot be written to. */
  contact: sealedContact.nullable(),
});
export type Notice = z.output<typeof notice>;

const place = z.enum(['seat', 'waiting']);

export const cancelReasons = [
  'holder',
  'staff',
  'not-confirmed',
  'registered-already',
  'civic-event-cancelled',
] as const;

/** One stream per registration. The ledger says whether it has a seat. */
export const registrationEvents = defineEvents('registration', {
  PersonRegistered: z.object({
    ...notice.shape,
    place,
    via: z.enum(['public', 'staff', 'invitation']),
    /** Needs of theirs for taking part, such as a ramp or an interpreter. */
    needs: personal(z.string()).nullable(),
    /** End of the time in which they confirm by a link; `null`: nobody asks them to. */
    confirmBy: instant.nullable(),
    registeredAt: instant,
  }),
  RegistrationConfirmed: z.object({ ...notice.shape, place, by: z.enum(['link', 'staff']), confirmedAt: instant }),
  /** They have a seat now. `confirmed`: false where they were asked to confirm and have not yet. */
  RegistrationPromoted: z.object({ ...notice.shape, confirmed: z.boolean(), promotedAt: instant }),
  /** The civic event starts at another time. `previousStart`: the one that they were told of before; null, as the reason, before version 2. */
  RegistrationMoved: evolved(
    z.object({
      ...notice.shape,
      previousStart: instant.nullable(),
      reason: localizedText.nullable(),
      movedAt: instant,
    }),
    (data) => ({ ...data, previousStart: null, reason: null }),
  ),
  /** Something that was said of the civic event was wrong. */
  RegistrationCorrected: z.object({
    ...notice.shape,
    correctionId: z.uuid(),
    changed: z.array(z.string()),
    reason: localizedText.nullable(),
    toldAt: instant,
  }),
  RegistrationReminded: z.object({ ...notice.shape, hours: z.number().int().min(1), remindedAt: instant }),
  /** Somebody registered with the same contact once more. */
  RegistrationRepeated: z.object({ ...notice.shape, repeatedAt: instant }),
  /** `explanation`: why the civic event was cancelled, in words; null where it was not, and before version 2. */
  RegistrationCancelled: evolved(
    z.object({
      ...notice.shape,
      reason: z.enum(cancelReasons),
      explanation: localizedText.nullable(),
      cancelledAt: instant,
    }),
    (data) => ({ ...data, explanation: null }),
  ),
  CheckedIn: z.object({
    civicEventId: z.uuid(),
    category: slug,
    by: z.enum(['code', 'hand']),
    checkedInAt: instant,
  }),
  /** They were checked in by mistake. The reason is for staff. */
  CheckInUndone: z.object({ civicEventId: z.uuid(), category: slug, reason: z.string(), undoneAt: instant }),
  /** They are counted in another category from here on; the seat stays the one that they took. The reason is for staff. */
  RegistrationRecategorised: z.object({
    civicEventId: z.uuid(),
    category: slug,
    previous: slug,
    /** True where they were counted at the door already. */
    checkedIn: z.boolean(),
    reason: z.string(),
    recategorisedAt: instant,
  }),
});
export type RegistrationEvent = EventOf<typeof registrationEvents>;
