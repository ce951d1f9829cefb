import { instant, language } from '@ecou/contracts';
import { listOf, newId, pageQuery, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { entryOf } from '../../formats/slug.js';
import { givenContact } from '../registration/contact.js';
import { contactField, deliveredQuery, shownContact, shownDelivery } from '../registration/registration.schemas.js';

export const inviteBody = z
  .strictObject({
    invitations: z
      .array(
        z.strictObject({
          id: newId,
          name: personalText(200),
          contact: contactField.transform(givenContact),
          language: language.default('ro'),
          category: entryOf('attendance-categories', 'ngo-member').describe('Of the taxonomy `attendance-categories`.'),
        }),
      )
      .min(1)
      .max(500),
  })
  .meta({
    id: 'Invite',
    example: {
      invitations: [
        { name: 'Barbu Exemplu', category: 'ngo-member', contact: { channel: 'email', address: 'barbu@example.ro' } },
      ],
    },
  });
export type InviteBody = z.output<typeof inviteBody>;

export const invitedAnswer = z
  .object({
    items: z.array(
      z.object({
        row: z.int().describe('Its place in the list, from 0.'),
        id: z.uuid().nullable(),
        outcome: z.enum(['invited', 'invited-before', 'refused']),
        code: z.string().nullable().describe('Why it was refused, such as `CONTACT_INVITED`.'),
      }),
    ),
  })
  .meta({ id: 'Invited' });
export type InvitedAnswer = z.output<typeof invitedAnswer>;

export const invitationAnswer = z
  .object({
    id: z.uuid(),
    civicEventId: z.uuid(),
    category: z.string(),
    name: z.string().nullable().describe('null: erased.'),
    contact: shownContact,
    language,
    answer: z.enum(['accepted', 'declined', 'none']),
    registrationId: z.uuid().nullable().describe('The registration that came of it.'),
    invitedAt: instant,
    delivery: shownDelivery,
  })
  .meta({ id: 'Invitation' });
export type InvitationAnswer = z.output<typeof invitationAnswer>;

export const invitationsQuery = z.strictObject({
  ...pageQuery,
  answer: z.enum(['accepted', 'declined', 'none']).optional(),
  category: entryOf('attendance-categories', 'ngo-member').optional(),
  delivered: deliveredQuery,
});
export const invitationsAnswer = listOf(invitationAnswer, 'Invitations');
