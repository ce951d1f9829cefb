import { z } from 'zod';
import { civicEvent } from './civic-event.js';
import { contract, personalEnvelope } from './contract.js';
import { instant, language, localizedText, slug } from './types.js';

export const RegistrationOpenedV1 = contract(
  'ecou.events.registration-opened.v1',
  'People can register for a civic event.',
  z.object({
    ...civicEvent,
    capacity: z.number().int().min(1).nullable().describe('How many seats there are; `null`: as many as come.'),
    waitingList: z.boolean().describe('Whether somebody who finds no seat may wait for one.'),
    closesAt: instant.describe('When registration closes, if nothing closes it before.'),
    openedAt: instant,
  }),
);

export const RegistrationClosedV1 = contract(
  'ecou.events.registration-closed.v1',
  'Nobody can register for a civic event any more, unless it is opened again.',
  z.object({
    ...civicEvent,
    reason: slug.describe('`staff`, `time`, `civic-event-cancelled` or `civic-event-held`; more may follow.'),
    closedAt: instant,
  }),
);

export const RegistrationMovedV1 = contract(
  'ecou.events.registration-moved.v1',
  'A registration for a civic event came a step further; nothing tells whose it is.',
  z.object({
    registrationId: z
      .uuid()
      .describe(
        'The same in each message of one registration, and of use for nothing else: the id in links and routes is another one.',
      ),
    civicEventId: z.uuid(),
    category: slug.describe('In which they are counted after the step; of the taxonomy `attendance-categories`.'),
    step: slug.describe(
      '`registered`, `confirmed`, `promoted` (from waiting to a seat), `cancelled`, `checked-in`, `check-in-undone` or `recategorised`; more may follow.',
    ),
    seated: z
      .boolean()
      .nullable()
      .describe(
        'Whether they have a seat after the step; `false` after `registered` or `confirmed`: they wait. `null`: the step does not tell.',
      ),
    confirmed: z
      .boolean()
      .nullable()
      .describe('Whether they need not confirm any more that they come. `null`: the step does not tell.'),
    via: slug
      .nullable()
      .describe('Of `registered`: `public`, `staff` or `invitation`; more may follow. `null` of other steps.'),
    reason: slug
      .nullable()
      .describe(
        'Of `cancelled`: `holder`, `staff`, `not-confirmed`, `registered-already` or `civic-event-cancelled`; more may follow. `null` of other steps.',
      ),
    previousCategory: slug.nullable().describe('Of `recategorised`. `null` of other steps.'),
    at: instant.describe('When it happened.'),
  }),
);

/** Whom a message about a registration is for, and what it is about. */
const registrant = {
  ...civicEvent,
  category: slug,
  language,
  channel: slug.describe('The way messages go: `email` or `phone`; more may follow.'),
  name: personalEnvelope,
  address: personalEnvelope,
};
const registration = { registrationId: z.uuid(), ...registrant };

const page = 'The address of its page is made of its id and the deployment’s secret (`registrationPage`).';

export const RegistrationToConfirmV1 = contract(
  'ecou.events.registration-to-confirm.v1',
  'Somebody registered, and confirms by a link (`confirmationPage`) that only this message carries; else their place is given on.',
  z.object({ ...registration, confirmBy: instant, registeredAt: instant }),
  'internal',
);

export const RegistrationConfirmedV1 = contract(
  'ecou.events.registration-confirmed.v1',
  `Somebody has a seat at a civic event. ${page}`,
  z.object({ ...registration, confirmedAt: instant }),
  'internal',
);

export const RegistrationWaitingV1 = contract(
  'ecou.events.registration-waiting.v1',
  `Somebody waits for a seat at a civic event. ${page}`,
  z.object({ ...registration, waitingSince: instant }),
  'internal',
);

export const RegistrationPromotedV1 = contract(
  'ecou.events.registration-promoted.v1',
  `Somebody who waited has a seat now. ${page}`,
  z.object({ ...registration, promotedAt: instant }),
  'internal',
);

export const RegistrationRescheduledV1 = contract(
  'ecou.events.registration-rescheduled.v1',
  `The civic event that somebody registered for starts at another time. ${page}`,
  z.object({
    ...registration,
    previousStart: instant.optional().describe('The start that they were told of before.'),
    reason: localizedText.optional().describe('Why it was moved, where somebody said.'),
    rescheduledAt: instant,
  }),
  'internal',
);

export const RegistrationCorrectedV1 = contract(
  'ecou.events.registration-corrected.v1',
  `Something that was said of the civic event that somebody registered for was wrong, and is told as it stands now. ${page}`,
  z.object({
    ...registration,
    changed: z
      .array(slug)
      .describe(
        '`title`, `description`, `format`, `venue`, `online-address`, `languages`, `audience` or `agenda`; more may follow.',
      ),
    reason: localizedText.nullable(),
    toldAt: instant,
  }),
  'internal',
);

export const RegistrationReminderV1 = contract(
  'ecou.events.registration-reminder.v1',
  `Somebody who has a seat is reminded of the civic event. ${page}`,
  z.object({ ...registration, hoursBefore: z.number().int().min(1), remindedAt: instant }),
  'internal',
);

export const RegistrationRepeatedV1 = contract(
  'ecou.events.registration-repeated.v1',
  `Somebody registered with the contact of a registration that stands; its owner gets their link again. ${page}`,
  z.object({ ...registration, repeatedAt: instant }),
  'internal',
);

export const RegistrationCancelledV1 = contract(
  'ecou.events.registration-cancelled.v1',
  'A registration was cancelled: no reminder of it follows.',
  z.object({
    ...registration,
    reason: slug.describe(
      '`holder`, `staff`, `not-confirmed`, `registered-already` or `civic-event-cancelled`; more may follow.',
    ),
    explanation: localizedText.optional().describe('Why the civic event was cancelled, in words.'),
    cancelledAt: instant,
  }),
  'internal',
);

export const PersonInvitedV1 = contract(
  'ecou.events.person-invited.v1',
  'Staff invite somebody to a civic event, who accepts or declines by a link (`invitationPage`).',
  z.object({ invitationId: z.uuid(), ...registrant, invitedAt: instant }),
  'internal',
);

/** Those that promise a message to somebody who registered or was invited. */
export const registrationNoticeContracts = [
  RegistrationToConfirmV1,
  RegistrationConfirmedV1,
  RegistrationWaitingV1,
  RegistrationPromotedV1,
  RegistrationRescheduledV1,
  RegistrationCorrectedV1,
  RegistrationReminderV1,
  RegistrationRepeatedV1,
  RegistrationCancelledV1,
  PersonInvitedV1,
] as const;

export const registrationContracts = [
  RegistrationOpenedV1,
  RegistrationClosedV1,
  RegistrationMovedV1,
  ...registrationNoticeContracts,
] as const;
