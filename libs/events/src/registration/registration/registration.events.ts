import { instant, language } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
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
  /** The civic event starts at another time. */
  RegistrationMoved: z.object({ ...notice.shape, movedAt: instant }),
  RegistrationReminded: z.object({ ...notice.shape, hours: z.number().int().min(1), remindedAt: instant }),
  /** Somebody registered with the same contact once more. */
  RegistrationRepeated: z.object({ ...notice.shape, repeatedAt: instant }),
  RegistrationCancelled: z.object({ ...notice.shape, reason: z.enum(cancelReasons), cancelledAt: instant }),
  CheckedIn: z.object({
    civicEventId: z.uuid(),
    category: slug,
    by: z.enum(['code', 'hand']),
    checkedInAt: instant,
  }),
});
export type RegistrationEvent = EventOf<typeof registrationEvents>;
