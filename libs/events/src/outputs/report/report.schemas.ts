import { instant, language, localizedText, ResultsPublishedV1 } from '@ecou/contracts';
import { asOfQuery, listOf, localized, optional, pageQuery, text } from '@ecou/runtime';
import { z } from 'zod';
import { attendanceStates } from '../../consultations/civic-event/attendance.decider.js';
import { civicEventDetails } from '../../consultations/civic-event/civic-event.events.js';
import { wordMarks } from '../../consultations/discussion-point/discussion-point.schemas.js';
import { emblem } from '../../consultations/programme/programme.events.js';
import { discussionPointKinds } from '../../consultations/discussion-point/discussion-point.events.js';

const version = z.int().min(1).max(100_000);

export const publishReportBody = z
  .strictObject({
    version: version
      .optional()
      .describe('The version that it shall be, so that the same request can be sent again; the next one without it.'),
    changeNote: optional(localized(1000)).describe(
      'What changed since the version before; required from version 2 on.',
    ),
    author: optional(text(200)).describe('The office or organisation that wrote it, never a person.'),
  })
  .meta({
    id: 'PublishReport',
    example: { changeNote: { ro: 'Cifrele au fost corectate.', en: 'The figures were corrected.' } },
  });

export const reportParams = z.strictObject({
  id: z.uuid(),
  version: z.union([z.literal('latest'), z.coerce.number().pipe(version)]).describe('A number, or `latest`.'),
});

export const reportQuery = z.strictObject({
  ...asOfQuery,
  format: z
    .enum(['json', 'html', 'pdf'])
    .optional()
    .describe('JSON, a page, or a document to print; `Accept` decides where it is left out.'),
  lang: language.default('ro').describe('Language of page and document; JSON has both.'),
});

export const reportsQuery = z.strictObject(pageQuery);

const publication = {
  civicEventId: z.uuid(),
  version: z.int(),
  changeNote: localizedText.nullable(),
  publishedAt: instant,
  position: z.int().describe('The position of events that the version is defined by: it shows what stood then.'),
};

export const reportVersionAnswer = z
  .object({
    ...publication,
    participants: z.object({ total: z.int(), reconciled: z.boolean() }).nullable(),
  })
  .meta({ id: 'ReportVersion' });
export type ReportVersionAnswer = z.output<typeof reportVersionAnswer>;

export const reportVersionsAnswer = listOf(reportVersionAnswer, 'ReportVersions');

const figures = z.object({
  categories: z.array(z.object({ category: z.string(), label: localizedText, count: z.int() })),
  total: z.int(),
});

const { shape } = civicEventDetails;

const feedback = ResultsPublishedV1.schema.omit({
  civicEventId: true,
  programmeId: true,
  theme: true,
  facilityId: true,
  suggestions: true,
});

export const reportAnswer = z
  .object({
    ...publication,
    versions: z
      .array(z.object({ version: z.int(), publishedAt: instant, changeNote: localizedText.nullable() }))
      .describe('Those published up to this one, the first one first.'),
    author: z.string().nullable().describe('The office or organisation that wrote it; null: not reported.'),
    title: shape.title,
    kind: shape.kind,
    kindName: localizedText.describe('What the kind was called when the civic event was planned.'),
    series: shape.series,
    programme: z
      .object({
        id: z.uuid(),
        title: localizedText,
        fundingCodes: z.array(z.object({ scheme: z.string(), code: z.string() })),
        activity: z.object({ code: z.string(), title: localizedText.nullable() }).nullable(),
        organiser: z.string().nullable(),
        financing: localizedText.nullable(),
        emblems: z.array(z.object({ id: z.uuid(), name: localizedText, type: emblem.shape.type })),
      })
      .nullable(),
    startsAt: shape.startsAt,
    endsAt: shape.endsAt,
    timeZone: shape.timeZone,
    durationMinutes: z.int(),
    format: shape.format,
    venue: shape.venue,
    onlineAddress: shape.onlineAddress,
    participants: z
      .object({
        state: z.enum(attendanceStates),
        categories: figures.shape.categories.nullable(),
        total: figures.shape.total.nullable(),
        difference: z.int().nullable(),
        reported: figures.nullable().describe('As it was put on record first.'),
        correction: z.object({ reason: localizedText, correctedAt: instant }).nullable(),
      })
      .describe('`categories` and `total` are the figures that stand; null: not reported.'),
    presentations: z.array(localizedText),
    debates: z.array(localizedText),
    discussionPoints: z.array(
      z.object({
        id: z.uuid(),
        kind: z.enum(discussionPointKinds),
        text: localizedText,
        themes: z.array(z.object({ theme: z.string(), label: localizedText })),
        ...wordMarks,
      }),
    ),
    feedback: z.array(feedback).describe('Results of its questionnaires as they were published; none: not reported.'),
    suggestions: z.array(localizedText).describe('Further suggestions, out of the questionnaires.'),
  })
  .meta({ id: 'Report' });
export type ReportAnswer = z.output<typeof reportAnswer>;
