import { z } from 'zod';
import { civicEvent } from './civic-event.js';
import { contract, personalEnvelope } from './contract.js';
import { instant, language, slug } from './types.js';

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
  z.object({ ...registration, rescheduledAt: instant }),
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

export const registrationContracts = [
  RegistrationOpenedV1,
  RegistrationClosedV1,
  RegistrationToConfirmV1,
  RegistrationConfirmedV1,
  RegistrationWaitingV1,
  RegistrationPromotedV1,
  RegistrationRescheduledV1,
  RegistrationReminderV1,
  RegistrationRepeatedV1,
  RegistrationCancelledV1,
  PersonInvitedV1,
] as const;
