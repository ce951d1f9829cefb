import { day, instant, localizedText } from '@ecou/contracts';
import { asOfQuery, htmlQuery, listOf, localized, newId, optional, pageQuery, searchWords, text } from '@ecou/runtime';
import { z } from 'zod';
import { languagesStay } from '../../formats/corrected-text.js';
import { entryOf, slug } from '../../formats/slug.js';
import { webAddress } from '../../formats/web-address.js';
import { attendanceStates } from './attendance.decider.js';
import { civicEventStatuses } from './civic-event.state.js';
import { civicEventDetails, formats } from './civic-event.events.js';

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
};

const kind = entryOf('civic-event-kinds', 'consultation').describe(
  'Of the taxonomy `civic-event-kinds`, such as `consultation`, `debate` or `webinar`.',
);

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, {
    error: 'Not a time zone of the IANA list, such as Europe/Bucharest',
    params: { code: 'TIME_ZONE_UNKNOWN' },
  });

const times = {
  startsAt: instant,
  endsAt: instant,
  timeZone: timeZone.default('Europe/Bucharest').describe('IANA name: the clock that people at the place look at.'),
};

const venue = z.strictObject({ name: text(200), address: text(300) });

const languages = z
  .array(z.string().regex(/^[a-z]{2,3}$/, 'An ISO 639 code, such as `ro`'))
  .min(1)
  .max(20)
  .describe('ISO 639 codes.');

const week = 7 * 24 * 60 * 60 * 1000;

function inOrder({ startsAt, endsAt }: { startsAt: string; endsAt: string }, context: z.RefinementCtx): void {
  const refuse = (code: string, message: string) =>
    context.addIssue({ code: 'custom', path: ['endsAt'], message, params: { code } });
  const lasts = Date.parse(endsAt) - Date.parse(startsAt);
  if (lasts <= 0) refuse('END_BEFORE_START', 'The end does not lie after the start');
  else if (lasts > week) refuse('TOO_LONG', 'A civic event lasts a week at most');
}

export const planCivicEventBody = z
  .strictObject({
    id: newId,
    programmeId: optional(z.uuid()),
    activity: optional(text(50)).describe('Code of the activity of the programme that it belongs to, such as `A4.1`.'),
    kind,
    title: localized(300),
    description: optional(localized(4000)),
    series: optional(
      z.strictObject({ name: slug, place: z.int().min(1).max(1000).describe('1 for the first one, and so on.') }),
    ).describe('The series of civic events that it is a part of, and its place in it.'),
    ...times,
    format: z.enum(formats).default('in-person'),
    venue: optional(venue),
    onlineAddress: optional(webAddress),
    languages: languages.default(['ro']),
    audience: optional(localized(500)).describe('Whom it is for.'),
    capacity: optional(z.int().min(1).max(1_000_000)),
  })
  .superRefine(inOrder)
  .superRefine(({ format, venue, onlineAddress }, context) => {
    const refuse = (path: string, code: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message, params: { code } });
    if (format === 'online' && venue) refuse('venue', 'ONLINE_WITH_VENUE', 'What takes place online has no venue');
    if (format === 'in-person' && onlineAddress)
      refuse('onlineAddress', 'IN_PERSON_WITH_ADDRESS', 'What takes place in person has no address online');
  })
  .meta({
    id: 'PlanCivicEvent',
    example: {
      kind: 'consultation',
      title: { ro: 'Sesiune de consultare IV', en: 'Consultation session IV' },
      series: { name: 'consultation-sessions', place: 4 },
      startsAt: '2031-04-10T09:30:00+03:00',
      endsAt: '2031-04-10T16:00:00+03:00',
      venue: { name: 'Casa Exemplu', address: 'Strada Exemplului 8, București' },
      capacity: 40,
    },
  });

export const rescheduleBody = z
  .strictObject({
    ...times,
    timeZone: timeZone.optional().describe('IANA name; the one that stands where it is left out.'),
    reason: optional(localized(1000)),
  })
  .superRefine(inOrder)
  .meta({
    id: 'RescheduleCivicEvent',
    example: {
      startsAt: '2031-04-17T09:30:00+03:00',
      endsAt: '2031-04-17T16:00:00+03:00',
      reason: { ro: 'Sala nu este liberă.', en: 'The room is not free.' },
    },
  });

const correctableFields = {
  title: localized(300).describe(languagesStay),
  description: localized(4000).nullable().describe(languagesStay),
  format: z.enum(formats),
  venue: venue.nullable(),
  onlineAddress: webAddress.nullable(),
  languages,
  audience: localized(500).nullable().describe(languagesStay),
};

export const correctCivicEventBody = z
  .strictObject({
    ...z.object(correctableFields).partial().shape,
    reason: localized(1000).describe('Why; the public reads it, so it names no person.'),
  })
  .refine(({ reason: _reason, ...fields }) => Object.values(fields).some((value) => value !== undefined), {
    path: ['title'],
    error: 'Say what is to be corrected',
    params: { code: 'CORRECTION_EMPTY' },
  })
  .meta({
    id: 'CorrectCivicEvent',
    example: {
      title: { ro: 'Sesiune de consultare IV' },
      reason: { ro: 'Titlul era greșit.', en: 'The title was wrong.' },
    },
  });

export const cancelBody = z
  .strictObject({ reason: localized(1000) })
  .meta({ id: 'CancelCivicEvent', example: { reason: { ro: 'Sala nu este liberă.', en: 'The room is not free.' } } });

export const revokeHoldBody = z
  .strictObject({ reason: localized(1000).describe('Why; the public reads it, so it names no person.') })
  .meta({ id: 'RevokeHold' });

const dayOrInstant = z.union([day, instant], 'A day, or a time with offset: 2027-04-10 or 2027-04-10T09:30:00+03:00');

export const civicEventsQuery = z.strictObject({
  ...pageQuery,
  programme: z.uuid().optional().describe('Id of the programme.'),
  series: slug.optional().describe('Name of the series.'),
  kind: kind.optional(),
  status: z.enum(civicEventStatuses).optional(),
  from: dayOrInstant.optional().describe('Start on this day of the place or later, or at this time or later.'),
  to: dayOrInstant.optional().describe('Start on this day of the place or before, or at this time or before.'),
  q: searchWords,
  ...htmlQuery,
});

export const civicEventQuery = z.strictObject({
  ...asOfQuery,
  ...htmlQuery,
});

/** The attendance as every answer about a civic event gives it. */
export const attendanceSummary = z
  .object({
    state: z
      .enum(attendanceStates)
      .describe('`unreconciled`: the categories do not add up to the total, as the figures stand.'),
    total: z.int().nullable().describe('The total that stands; null: not reported.'),
    difference: z.int().nullable().describe('The sum of the categories minus the total, as they stand.'),
  })
  .meta({ id: 'AttendanceSummary' });

const reportSummary = z
  .object({ version: z.int(), publishedAt: instant })
  .nullable()
  .describe('The last version of its report; null: none was published.');

export const civicEventAnswer = civicEventDetails
  .extend({
    id: z.uuid(),
    status: z.enum(civicEventStatuses),
    kindName: localizedText.describe('What the kind was called when the civic event was planned.'),
    kindsVersion: z.int().describe('Version of the taxonomy that the kind was chosen from.'),
    durationMinutes: z.int().describe('Derived from start and end.'),
    cancelled: z.object({ reason: civicEventDetails.shape.title }).nullable(),
    corrections: z
      .array(
        z.object({
          changed: z
            .array(z.string())
            .describe('Fields that changed, `agenda`, or `hold`: it had been said that it was held.'),
          reason: localizedText.nullable().describe('null: nobody gave one, of an agenda.'),
          at: instant,
        }),
      )
      .describe('Mistakes in what the public was told, put right since, in order.'),
    attendance: attendanceSummary,
    report: reportSummary,
    version: z.int().describe('The version at which it last changed, without agenda, attendance and report.'),
  })
  .meta({ id: 'CivicEvent' });
export type CivicEventAnswer = z.output<typeof civicEventAnswer>;

export const civicEventsAnswer = listOf(civicEventAnswer, 'CivicEvents');

const agendaKind = z.enum(['presentation', 'debate', 'break']);

export const agendaBody = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          kind: agendaKind,
          title: localized(500),
          startsAt: optional(instant).describe('Inside the civic event; may be left out.'),
          endsAt: optional(instant),
          speakers: z
            .array(
              z.strictObject({
                name: text(200).describe('Personal: shown to staff only.'),
                affiliation: optional(text(200)),
              }),
            )
            .max(50)
            .default([]),
          deliverables: z
            .array(z.uuid())
            .max(50)
            .default([])
            .describe('Ids of deliverables of the programme that it is about.'),
        }),
      )
      .max(100),
    reason: optional(localized(1000)).describe(
      'Why; the public reads it. Required where another agenda was announced before, and once the civic event is closed.',
    ),
  })
  .meta({
    id: 'SetAgenda',
    example: {
      items: [
        {
          kind: 'presentation',
          title: { ro: 'Harta facilităților digitale', en: 'The map of digital facilities' },
          speakers: [{ name: 'Ana Exemplu', affiliation: 'Asociația Exemplu' }],
        },
        { kind: 'debate', title: { ro: 'Cum îi implicăm pe locuitori?', en: 'How do we involve residents?' } },
      ],
    },
  });
export type AgendaBody = z.output<typeof agendaBody>;

export const agendaAnswer = z
  .object({
    civicEventId: z.uuid(),
    items: z.array(
      z.object({
        kind: agendaKind,
        title: civicEventDetails.shape.title,
        startsAt: instant.nullable(),
        endsAt: instant.nullable(),
        speakers: z.array(
          z.object({
            name: z.string().nullable().describe('null where it is not shown to you, or was erased.'),
            affiliation: z.string().nullable(),
          }),
        ),
        deliverables: z.array(z.uuid()),
      }),
    ),
    version: z.int(),
  })
  .meta({ id: 'Agenda' });
export type AgendaAnswer = z.output<typeof agendaAnswer>;

export const historyQuery = z.strictObject(pageQuery);

export const historyAnswer = listOf(
  z.object({
    position: z.int(),
    subject: z
      .enum(['civic-event', 'attendance', 'discussion-point', 'report', 'seat-ledger'])
      .describe('What the fact is about; `seat-ledger`: registration.'),
    subjectId: z.uuid(),
    type: z.string(),
    recordedAt: instant,
    occurredAt: instant.nullable().describe('When it happened, where that is known to differ.'),
    actor: z.string().describe('`key:<id>`, `policy:<name>` or `system`.'),
    data: z.record(z.string(), z.unknown()).describe('What the fact says; personal values are left out.'),
  }),
  'CivicEventHistory',
);
