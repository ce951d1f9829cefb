import { instant, language } from '@ecou/contracts';
import { listOf, newId, optional, pageQuery, personalOrNull, personalText, text } from '@ecou/runtime';
import { z } from 'zod';
import { entryOf, slug } from '../../formats/slug.js';
import { deliveryState } from '../delivery/delivery.events.js';
import { givenContact } from './contact.js';
import { cancelReasons } from './registration.events.js';
import { registrationStates } from './registration.state.js';

/** The number of registrations of one address a day, in any form. */
export const registrationBounds = { free: 30, most: 300, seconds: 24 * 60 * 60 };

export const contactField = z
  .discriminatedUnion('channel', [
    z.strictObject({ channel: z.literal('email'), address: z.email().max(254) }),
    z.strictObject({
      channel: z.literal('phone'),
      address: z
        .string()
        .trim()
        .max(32)
        .regex(/^\+?[0-9][0-9 .()/-]{5,}$/, 'A telephone number'),
    }),
  ])
  .describe('Where they are told of their seat.');

export const registerBody = z
  .strictObject({
    id: newId,
    name: personalText(200),
    contact: optional(contactField)
      .describe('Only staff may leave it out, for somebody who cannot be written to.')
      .transform((contact) => contact && givenContact(contact)),
    language: language.default('ro').describe('In which they are written to.'),
    category: entryOf('attendance-categories', 'citizen').describe(
      'Of the taxonomy `attendance-categories`, such as `citizen` or `ngo-member`.',
    ),
    needs: optional(text(1000))
      .describe('What they need to take part, such as a ramp or an interpreter.')
      .transform(personalOrNull),
  })
  .meta({
    id: 'Register',
    example: { name: 'Ana Exemplu', category: 'citizen', contact: { channel: 'email', address: 'ana@example.ro' } },
  });

export const registrationParams = z.strictObject({ id: z.uuid(), registrationId: z.uuid() });

const token = z.string().max(200).optional();

/** The secret of the holder; staff need none. */
export const holderQuery = z.strictObject({ token: token.describe('The secret of the holder; staff need none.') });

export const codeQuery = holderQuery.extend({ format: z.enum(['svg', 'png', 'text']).default('svg') });

export const cancelRegistrationBody = z
  .strictObject({ token: token.describe('The secret of the holder; staff need none.') })
  .meta({ id: 'CancelRegistration' });

export const confirmRegistrationBody = z
  .strictObject({ token: token.describe('The secret of the link; staff, who have spoken to them, need none.') })
  .meta({ id: 'ConfirmRegistration' });

const place = z.enum(['seat', 'waiting']).nullable().describe('null: none any more.');
const state = z
  .enum(registrationStates)
  .describe('`pending-confirmation`: the place is kept until `confirmBy`, and given on if nobody confirms by then.');

export const registeredAnswer = z
  .object({
    id: z.uuid(),
    version: z.int(),
    state,
    place,
    confirmBy: instant.nullable(),
    token: z.string().nullable().describe('The secret of the holder: see, cancel, show the code. null: to staff.'),
    page: z.url().nullable().describe('Address of the page on which the holder sees and cancels it. null: to staff.'),
  })
  .meta({ id: 'Registered' });

export const shownContact = z
  .object({ channel: z.enum(['email', 'phone']), address: z.string() })
  .nullable()
  .describe('null: none, or erased.');

export const shownDelivery = deliveryState
  .nullable()
  .describe('Of the latest message to them; null: none was sent yet, or they left no contact.')
  .meta({ id: 'MessageDelivery' });

export const deliveredQuery = slug
  .optional()
  .describe('What became of the latest message: `sent`, `bounced`, `failed`, `uncertain` or `withheld`.');

export const registrationAnswer = z
  .object({
    id: z.uuid(),
    civicEventId: z.uuid(),
    category: z.string(),
    state,
    place,
    cancelReason: z.enum(cancelReasons).nullable(),
    via: z.enum(['public', 'staff', 'invitation']),
    name: z.string().nullable().describe('null: erased.'),
    contact: shownContact,
    language,
    needs: z.string().nullable(),
    confirmBy: instant.nullable(),
    registeredAt: instant,
    checkedInAt: instant.nullable(),
    delivery: shownDelivery,
  })
  .meta({ id: 'ListedRegistration' });
export type ListedRegistration = z.output<typeof registrationAnswer>;

export const oneRegistrationAnswer = registrationAnswer.extend({ version: z.int() }).meta({ id: 'Registration' });
export type OneRegistration = z.output<typeof oneRegistrationAnswer>;

export const registrationsQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(registrationStates).optional(),
  category: entryOf('attendance-categories', 'citizen').optional(),
  checkedIn: z.stringbool().optional().describe('Whether they came.'),
  delivered: deliveredQuery,
});
export const registrationsAnswer = listOf(registrationAnswer, 'Registrations');

const whyForStaff = text(1000).describe('Why; for staff only.');

export const undoCheckInBody = z.strictObject({ reason: whyForStaff }).meta({ id: 'UndoCheckIn' });

export const recategoriseBody = z
  .strictObject({
    category: entryOf('attendance-categories', 'citizen').describe('Of the taxonomy `attendance-categories`.'),
    reason: whyForStaff,
  })
  .meta({ id: 'RecategoriseRegistration' });

export const checkInBody = z
  .union([
    z.strictObject({ code: z.string().max(200).describe('What the holder shows at the door.') }),
    z.strictObject({ registrationId: z.uuid() }),
  ])
  .meta({ id: 'CheckIn', example: { registrationId: '378c7af5-5c42-5b21-aea5-25d81a8c2d17' } });
