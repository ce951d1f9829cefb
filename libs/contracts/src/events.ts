import { z } from 'zod';
import { contract, personalEnvelope } from './contract.js';
import { instant, language, localizedText, slug } from './types.js';

const count = z.number().int().min(0);

const series = z
  .object({ name: slug, place: z.number().int().min(1) })
  .nullable()
  .describe('The series that the civic event belongs to, and its place in it, from 1.');

const subject = { civicEventId: z.uuid(), programmeId: z.uuid().nullable() };

const civicEvent = {
  ...subject,
  kind: slug.describe('Such as `consultation`, `debate` or `webinar`; more kinds may follow.'),
  title: localizedText,
  series,
  startsAt: instant,
  endsAt: instant,
  timeZone: z.string().describe('IANA time zone of the place.'),
  format: z.enum(['in-person', 'online', 'hybrid']),
  venue: z.object({ name: z.string(), address: z.string() }).nullable(),
  onlineAddress: z.url().nullable(),
  languages: z.array(z.string()).describe('ISO 639-1 codes.'),
};

const deliverable = {
  programmeId: z.uuid(),
  programmeTitle: localizedText,
  deliverableId: z.uuid(),
  kind: slug.describe('Such as `study`, `facilities-map`, `podcast` or `webinar`; more kinds may follow.'),
  title: localizedText,
};

const figures = {
  categories: z.array(z.object({ category: slug, count })),
  total: count.describe('As it was given; not the sum of the categories.'),
};

const reconciliation = {
  difference: z.number().int().describe('The sum of the categories minus the total.'),
  reconciled: z.boolean().describe('Whether the categories add up to the total.'),
};

export const ProgrammeStartedV1 = contract(
  'ecou.events.programme-started.v1',
  'A programme started.',
  z.object({
    programmeId: z.uuid(),
    title: localizedText,
    fundingCodes: z.array(z.object({ scheme: z.string(), code: z.string() })),
    period: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable(),
    startedAt: instant,
  }),
);

export const DeliverablePublishedV1 = contract(
  'ecou.events.deliverable-published.v1',
  'A deliverable of a programme was published, at this address.',
  z.object({ ...deliverable, address: z.url(), publishedAt: instant }),
);

export const CivicEventPublishedV1 = contract(
  'ecou.events.civic-event-published.v1',
  'A civic event was announced to the public.',
  z.object({ ...civicEvent, publishedAt: instant }),
);

export const CivicEventRescheduledV1 = contract(
  'ecou.events.civic-event-rescheduled.v1',
  'A civic event that had been announced takes place at another time.',
  z.object({
    ...civicEvent,
    previous: z.object({ startsAt: instant, endsAt: instant, timeZone: z.string() }),
    reason: localizedText.nullable(),
    rescheduledAt: instant,
  }),
);

export const CivicEventCancelledV1 = contract(
  'ecou.events.civic-event-cancelled.v1',
  'A civic event that had been announced does not take place.',
  z.object({ ...civicEvent, reason: localizedText, cancelledAt: instant }),
);

export const CivicEventHeldV1 = contract(
  'ecou.events.civic-event-held.v1',
  'A civic event took place.',
  z.object({ ...civicEvent, heldAt: instant }),
);

export const AttendanceReportedV1 = contract(
  'ecou.events.attendance-reported.v1',
  'How many people attended a civic event, by category and in total, as it was reported.',
  z.object({ ...subject, ...figures, ...reconciliation, reportedAt: instant }),
);

export const AttendanceCorrectedV1 = contract(
  'ecou.events.attendance-corrected.v1',
  'Somebody corrected the attendance of a civic event: the figures that stand now, and those that were reported.',
  z.object({
    ...subject,
    ...figures,
    ...reconciliation,
    reported: z.object(figures),
    reason: z.string(),
    correctedAt: instant,
  }),
);

export const RecommendationRecordedV1 = contract(
  'ecou.events.recommendation-recorded.v1',
  'A recommendation was made at a civic event.',
  z.object({
    recommendationId: z.uuid(),
    ...subject,
    text: localizedText,
    themes: z.array(slug),
    recordedAt: instant,
  }),
);

const recommendation = {
  recommendationId: z.uuid(),
  ...subject,
  series,
  text: localizedText.describe('The recommendation, as it was said.'),
  themes: z.array(slug),
  owner: z
    .object({
      kind: slug.describe('`department` of the city hall or `partner` organisation; more may follow.'),
      name: z.string().describe('Of the department or organisation, never of a person.'),
    })
    .nullable()
    .describe('Who sees to it; `null` where nobody was named yet.'),
};

export const RecommendationDecidedV1 = contract(
  'ecou.events.recommendation-decided.v1',
  'A recommendation was accepted or declined. One that is reopened is decided anew.',
  z.object({
    ...recommendation,
    decision: z.enum(['accepted', 'declined']),
    reason: localizedText.nullable().describe('Always there where it was declined.'),
    decidedAt: instant,
  }),
);

export const RecommendationProgressedV1 = contract(
  'ecou.events.recommendation-progressed.v1',
  'A recommendation got further, or something was noted of it for the public.',
  z.object({
    ...recommendation,
    step: slug.describe('`review-started`, `work-started`, `completed`, `reopened` or `noted`; more steps may follow.'),
    status: slug.describe(
      '`recorded`, `under-review`, `accepted`, `declined`, `in-progress` or `done`, after the step; more may follow.',
    ),
    note: localizedText.nullable().describe('What was said of it, for the public.'),
    progressedAt: instant,
  }),
);

export const ReportPublishedV1 = contract(
  'ecou.events.report-published.v1',
  'A version of the report of a civic event was published.',
  z.object({
    ...subject,
    version: z.number().int().min(1),
    changeNote: localizedText.nullable().describe('What changed since the version before.'),
    title: localizedText.describe('Title of the civic event.'),
    series,
    startsAt: instant,
    participants: z
      .object({ total: count, reconciled: z.boolean() })
      .nullable()
      .describe('The total that stands, and whether the categories add up to it; `null` where none was reported.'),
    publishedAt: instant,
  }),
);

export const TaxonomyChangedV1 = contract(
  'ecou.events.taxonomy-changed.v1',
  'Staff changed a list of words that can be chosen. Facts of before keep the version, and the names, that they were recorded under.',
  z.object({
    taxonomyId: z.uuid(),
    name: slug.describe(
      'Such as `civic-event-kinds`, `attendance-categories` or `discussion-themes`; more taxonomies may follow.',
    ),
    version: z.number().int().min(2).describe('Version 1 is the built-in list.'),
    entries: z
      .array(
        z.object({
          id: slug.describe('As facts name it; it never changes.'),
          name: localizedText,
          retired: z.boolean().describe('Can no longer be chosen.'),
        }),
      )
      .describe('All of them, in order; an entry that stood once is never left out.'),
    note: localizedText.nullable().describe('What changed, and why.'),
    changedAt: instant,
  }),
);

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

export const eventsContracts = [
  ProgrammeStartedV1,
  DeliverablePublishedV1,
  CivicEventPublishedV1,
  CivicEventRescheduledV1,
  CivicEventCancelledV1,
  CivicEventHeldV1,
  AttendanceReportedV1,
  AttendanceCorrectedV1,
  RecommendationRecordedV1,
  RecommendationDecidedV1,
  RecommendationProgressedV1,
  ReportPublishedV1,
  TaxonomyChangedV1,
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
];
