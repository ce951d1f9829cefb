import { z } from 'zod';
import { civicEvent, series, subject } from './civic-event.js';
import { committed } from './committed.js';
import { contract } from './contract.js';
import { discussionPointContracts } from './discussion-points.js';
import { registrationContracts } from './registrations.js';
import { instant, localizedText, slug } from './types.js';

const count = z.number().int().min(0);

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

const programme = {
  programmeId: z.uuid(),
  title: localizedText,
  fundingCodes: z.array(z.object({ scheme: z.string(), code: z.string() })),
  period: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable(),
};

export const ProgrammeCorrectedV1 = contract(
  'ecou.events.programme-corrected.v1',
  'Something that was told of a programme was wrong: the programme as it stands now, and what changed.',
  z.object({
    ...programme,
    changed: z
      .array(slug)
      .describe(
        '`title`, `description`, `funding-codes`, `activities`, `period`, `partners`, `organiser` or `financing`; more may follow.',
      ),
    reason: localizedText,
    correctedAt: instant,
  }),
);

export const ProgrammeEndedV1 = contract(
  'ecou.events.programme-ended.v1',
  'A programme ended: it gets no civic event and plans no deliverable any more.',
  z.object({ ...programme, reason: localizedText.nullable(), endedAt: instant }),
);

export const ProgrammeReopenedV1 = contract(
  'ecou.events.programme-reopened.v1',
  'A programme goes on after it was ended.',
  z.object({ ...programme, reason: localizedText, reopenedAt: instant }),
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

export const CivicEventCorrectedV1 = contract(
  'ecou.events.civic-event-corrected.v1',
  'Something that the public was told of a civic event was wrong: the event as it stands now, and what changed.',
  z.object({
    ...civicEvent,
    changed: z
      .array(slug)
      .describe(
        '`title`, `description`, `format`, `venue`, `online-address`, `languages`, `audience` or `agenda`; more may follow.',
      ),
    reason: localizedText.nullable().describe('`null`: nobody gave one, of an agenda.'),
    correctedAt: instant,
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

export const CivicEventHoldRevokedV1 = contract(
  'ecou.events.civic-event-hold-revoked.v1',
  'It was said by mistake that a civic event took place (`civic-event-held`); it did not, or not yet.',
  z.object({
    ...civicEvent,
    status: slug.describe('`published` or `rescheduled`: the one that it has again; more may follow.'),
    reason: localizedText,
    revokedAt: instant,
  }),
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

export const AttendanceCorrectedV2 = contract(
  'ecou.events.attendance-corrected.v2',
  'Somebody corrected the attendance of a civic event: the figures that stand now, and those that were reported.',
  z.object({
    ...subject,
    ...figures,
    ...reconciliation,
    reported: z.object(figures),
    reason: localizedText,
    correctedAt: instant,
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

export const EventsRegistrationCommittedV1 = contract(
  'ecou.events.registration-committed.v1',
  'Something was registered that comes into the public log.',
  z.object(committed),
  'internal',
);

export const eventsContracts = [
  EventsRegistrationCommittedV1,
  ProgrammeStartedV1,
  ProgrammeCorrectedV1,
  ProgrammeEndedV1,
  ProgrammeReopenedV1,
  DeliverablePublishedV1,
  CivicEventPublishedV1,
  CivicEventRescheduledV1,
  CivicEventCorrectedV1,
  CivicEventCancelledV1,
  CivicEventHeldV1,
  CivicEventHoldRevokedV1,
  AttendanceReportedV1,
  AttendanceCorrectedV1,
  AttendanceCorrectedV2,
  ...discussionPointContracts,
  ReportPublishedV1,
  TaxonomyChangedV1,
  ...registrationContracts,
];
