import { instant, language } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { announcement } from '../../consultations/civic-event/civic-event.events.js';
import { slug } from '../../formats/slug.js';
import { sealedContact } from '../registration/registration.events.js';

const about = { civicEventId: z.uuid(), category: slug };

/** One stream per person whom staff invite. */
export const invitationEvents = defineEvents('invitation', {
  PersonInvited: z.object({
    ...about,
    occasion: announcement,
    language,
    name: personal(z.string()),
    contact: sealedContact,
    invitedAt: instant,
  }),
  InvitationAccepted: z.object({
    ...about,
    registrationId: z.uuid(),
    declinedBefore: z.boolean(),
    acceptedAt: instant,
  }),
  InvitationDeclined: z.object({ ...about, declinedAt: instant }),
});
export type InvitationEvent = EventOf<typeof invitationEvents>;
