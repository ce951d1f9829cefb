import { instant, language, localizedText, ResultsPublishedV1 } from '@ecou/contracts';
import { asOfQuery, listOf, pageQuery } from '@ecou/runtime';
import { z } from 'zod';
import { civicEventStatuses } from '../../consultations/civic-event/civic-event.state.js';
import { civicEventDetails } from '../../consultations/civic-event/civic-event.events.js';
import { attendanceSummary } from '../../consultations/civic-event/civic-event.schemas.js';
import { recommendationStatuses } from '../../consultations/discussion-point/discussion-point.events.js';
import { deliverableAnswer } from '../../consultations/programme/programme.schemas.js';
import { slug } from '../../formats/slug.js';

export const rollupQuery = z.strictObject({
  ...asOfQuery,
  format: z
    .enum(['json', 'html'])
    .optional()
    .describe('JSON or a page to print; `Accept` decides where it is left out.'),
  lang: language.default('ro').describe('Language of the page; JSON has both.'),
});

export const seriesParams = z.strictObject({ name: slug });
export const seriesQuery = z.strictObject(pageQuery);

export const seriesAnswer = listOf(
  z.object({
    name: z.string(),
    sessions: z.int().describe('How many civic events it has.'),
    firstStartsAt: instant,
    lastStartsAt: instant,
  }),
  'SeriesList',
);

const { shape } = civicEventDetails;
const session = z.object({
  civicEventId: z.uuid(),
  title: shape.title,
  series: shape.series,
  startsAt: shape.startsAt,
  timeZone: shape.timeZone,
});

const figures = z.object({
  categories: z.array(z.object({ category: z.string(), label: localizedText, count: z.int() })),
  total: z.int(),
});

const results = ResultsPublishedV1.schema.shape;

export const rollupAnswer = z
  .object({
    subject: z
      .object({
        kind: z.enum(['programme', 'series']),
        id: z.uuid().nullable().describe('Of the programme.'),
        name: z.string().nullable().describe('Of the series.'),
        title: localizedText.nullable().describe('Of the programme.'),
        fundingCodes: z.array(z.object({ scheme: z.string(), code: z.string() })),
        organiser: z.string().nullable().describe('Of the programme.'),
        financing: localizedText.nullable().describe('Of the programme.'),
      })
      .describe('What it is about.'),
    position: z.int().describe('Everything is as it stood at this position of events.'),
    sessions: z.object({
      total: z.int(),
      byStatus: z.array(z.object({ status: z.enum(civicEventStatuses), count: z.int() })),
      items: z.array(session.extend({ status: z.enum(civicEventStatuses), attendance: attendanceSummary })),
    }),
    participants: z.object({
      reconciled: figures
        .extend({
          sessions: z.int().describe('How many sessions are in the sums.'),
          corrected: z.int().describe('How many of them add up by a correction.'),
        })
        .describe('The sums of those sessions whose figures add up, and of no other.'),
      unreconciled: z
        .array(
          session.extend({
            reported: figures.nullable(),
            corrected: figures.extend({ reason: localizedText }).nullable(),
            difference: z.int().describe('The sum of the categories minus the total, of the figures that stand.'),
          }),
        )
        .describe('Sessions whose figures do not add up; they are in no sum.'),
      notReported: z.array(session).describe('Sessions that took place, and of which nothing was reported.'),
    }),
    feedback: z.object({
      questionnaires: z.array(
        session.extend({
          questionnaireId: results.questionnaireId,
          questionnaire: localizedText.describe('Title of the questionnaire.'),
          basis: results.basis,
          respondents: results.respondents,
          denominator: results.denominator,
          responseRate: results.responseRate,
        }),
      ),
      pooled: z
        .array(
          z.object({
            source: z.enum(['attended', 'invited']),
            questionnaires: z.int().describe('How many questionnaires it is of.'),
            respondents: z.int(),
            denominator: z.int(),
            includesTeam: z
              .boolean()
              .describe('Whether people of the project itself are known to be in a denominator.'),
            rate: z.number().describe('All respondents divided by the sum of the denominators.'),
          }),
        )
        .describe('Rates of those questionnaires of which both numbers are known, by what they are a part of.'),
      withoutRate: z.int().describe('Questionnaires of which no rate is known; they are in no rate above.'),
      withoutResults: z.array(session).describe('Sessions that took place, and of which no results were published.'),
    }),
    recommendations: z.object({
      total: z.int(),
      byStatus: z.array(z.object({ status: z.enum(recommendationStatuses), count: z.int() })),
    }),
    deliverables: z
      .object({
        planned: z.int().describe('All of them.'),
        presented: z.int().describe('Shown at civic events, and not published yet.'),
        published: z.int(),
        items: z.array(deliverableAnswer),
      })
      .nullable()
      .describe('null: of a series.'),
    outreach: z
      .object({
        disseminations: z.int().describe('How often something was spread outside of the platform.'),
        byChannel: z.array(
          z.object({
            channel: slug,
            disseminations: z.int(),
            withoutReach: z.int().describe('Of how many nobody reported whom they reached; they are in no sum.'),
            people: z
              .int()
              .nullable()
              .describe(
                'The sum of the last estimate of each, as it stands: whoever was reached twice counts twice; null: none was reported.',
              ),
            reportedPeople: z.int().nullable().describe('The same, as they were first reported.'),
          }),
        ),
        items: z.array(
          z.object({
            id: z.uuid(),
            title: localizedText,
            channel: slug,
            channelName: z.string().nullable(),
            doneOn: z.iso.date(),
            people: z.int().nullable().describe('By the estimate that was reported last; null: none was.'),
            reportedPeople: z.int().nullable(),
            source: z.string().nullable().describe('Who says so.'),
            method: z.string().nullable().describe('How it was counted or estimated.'),
          }),
        ),
      })
      .nullable()
      .describe('What was spread outside of the platform, by channel; null: of a series.'),
  })
  .meta({ id: 'Rollup' });
export type RollupAnswer = z.output<typeof rollupAnswer>;
