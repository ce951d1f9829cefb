import { instant, topicOfInterest } from '@ecou/contracts';
import { listOf, localized, newId, optional, pageQuery } from '@ecou/runtime';
import { z } from 'zod';
import { wordingBody } from '../items/item.body.js';
import { worded } from '../items/item.refine.js';
import type { Wording } from '../items/item.rules.js';
import { item, slug } from '../items/item.schema.js';
import { denominator } from '../results/denominator.schema.js';
import { reportedGrades, reportedItem, reportedSummary } from '../results/reported-summary.schema.js';
import { about, access, content } from './questionnaire.events.js';

const fields = {
  ...wordingBody,
  about: z
    .strictObject({
      civicEventId: optional(z.uuid()),
      programmeId: optional(z.uuid()),
      theme: optional(slug),
      facilityId: z.uuid().optional(),
    })
    .refine((about) => Object.values(about).filter(Boolean).length === 1, {
      error: 'Just one of civicEventId, programmeId, facilityId and theme',
      params: { code: 'ABOUT_KIND' },
    })
    .describe('What it is about: a civic event, a programme, a facility, or a theme.'),
  topics: z
    .array(topicOfInterest)
    .max(20)
    .default([])
    .describe('Topics of interest that a wish to be informed leads to.'),
  consentText: optional(localized(2000)).describe(
    'What somebody who leaves an address agrees to, exactly as it is shown. Without it, no address is asked for.',
  ),
  access: access
    .default('anyone')
    .describe(
      'Who may answer: `anyone`; holders of an invitation `token`; or `anonymous-once`, where a token is exchanged for a ballot, and no record joins the answer to the token. To and from the last it cannot be changed once the questionnaire was opened.',
    ),
  opensAt: optional(instant).describe('It opens by itself at this time.'),
  closesAt: optional(instant).describe('It takes no answers from this time on, and closes by itself.'),
};

type Refining = Pick<z.RefinementCtx, 'addIssue'>;

const refuse = ({ addIssue }: Refining, path: string, code: string, message: string) => {
  addIssue({ code: 'custom', path: [path], message, params: { code } });
};

function endsLater({ opensAt, closesAt }: Pick<z.output<typeof content>, 'opensAt' | 'closesAt'>, context: Refining) {
  if (opensAt && closesAt && Date.parse(closesAt) <= Date.parse(opensAt))
    refuse(context, 'closesAt', 'END_BEFORE_START', 'The end does not lie after the start');
}

function fitTogether(
  body: Wording & Pick<z.output<typeof content>, 'topics' | 'opensAt' | 'closesAt'>,
  context: Refining,
) {
  worded(body, context);
  endsLater(body, context);
  if (body.consentText && body.topics.length === 0)
    refuse(context, 'topics', 'TOPICS_MISSING', 'Whoever leaves an address wants to hear of something');
}

export const draftBody = z
  .strictObject({ id: newId, ...fields })
  .superRefine(fitTogether)
  .meta({
    id: 'DraftQuestionnaire',
    example: {
      title: { ro: 'Chestionar de feedback', en: 'Feedback questionnaire' },
      about: { civicEventId: 'a5ed58df-8942-5f8b-a903-56a9fbb694b0' },
      items: [
        { id: 'programme', kind: 'grade', aspect: 'programme', wording: { ro: 'Programul', en: 'The programme' } },
        { id: 'suggestions', kind: 'text', wording: { ro: 'Ce ne sugerați?', en: 'What do you suggest?' } },
      ],
    },
  });

export const reviseBody = z
  .strictObject(fields)
  .superRefine(fitTogether)
  .meta({
    id: 'ReviseQuestionnaire',
    example: {
      title: { ro: 'Chestionar de feedback', en: 'Feedback questionnaire' },
      about: { civicEventId: 'a5ed58df-8942-5f8b-a903-56a9fbb694b0' },
      items: [
        {
          id: 'programme',
          kind: 'grade',
          aspect: 'programme',
          wording: { ro: 'Programul și organizarea', en: 'The programme and the organisation' },
        },
      ],
    },
  });

const { about: aboutBody, topics, access: accessBody, opensAt, closesAt } = fields;

export const draftFromTemplateBody = z
  .strictObject({
    id: newId,
    version: z.int().min(1).max(100_000).optional().describe('Of the template; the newest, where it is left out.'),
    title: optional(localized(300)).describe('That of the template, where it is left out.'),
    about: aboutBody,
    topics,
    access: accessBody,
    opensAt,
    closesAt,
  })
  .superRefine(endsLater)
  .meta({ id: 'DraftFromTemplate', example: { about: { civicEventId: 'a5ed58df-8942-5f8b-a903-56a9fbb694b0' } } });

export const denominatorBody = denominator
  .extend({ includesTeam: denominator.shape.includesTeam.default(null) })
  .meta({ id: 'ReportDenominator' });

export const invitationsBody = z.strictObject({ count: z.int().min(1).max(10_000) }).meta({ id: 'IssueInvitations' });

/** A summary as it comes. Fields that were not reported may be left out. */
export const reportedSummaryBody = reportedSummary
  .extend({
    anonymous: reportedSummary.shape.anonymous.default(null),
    grades: reportedGrades
      .extend({
        occurred: reportedGrades.shape.occurred.default(null),
        counts: reportedGrades.shape.counts.default([]),
        statements: reportedGrades.shape.statements.default([]),
      })
      .nullable()
      .default(null)
      .describe('The grades of all aspects together, where they were reported so.'),
    items: z
      .array(
        reportedItem.extend({
          n: reportedItem.shape.n.default(null),
          occurred: reportedItem.shape.occurred.default(null),
          counts: reportedItem.shape.counts.default([]),
          statements: reportedItem.shape.statements.default([]),
        }),
      )
      .max(50)
      .default([])
      .describe('Items of which nothing was reported are left out.'),
    suggestions: reportedSummary.shape.suggestions.default([]),
  })
  .meta({
    id: 'ReportSummary',
    example: { source: 'Raportul sesiunii', respondents: 12, items: [{ item: 'duration', occurred: [3] }] },
  });

const status = z.enum(['draft', 'open', 'closed']);

export const questionnairesQuery = z.strictObject({
  ...pageQuery,
  civicEvent: z.uuid().optional().describe('Id of the civic event that it is about.'),
  programme: z.uuid().optional().describe('Id of the programme that it is about.'),
  facility: z.uuid().optional().describe('Id of the facility that it is about.'),
  theme: slug.optional(),
  status: status.optional(),
});

export const questionnaireAnswer = z
  .object({
    id: z.uuid(),
    status,
    ...content.shape,
    about,
    items: z.array(item),
    openedAt: instant.nullable(),
    closedAt: instant.nullable(),
    results: z
      .object({ publication: z.int(), publishedAt: instant })
      .nullable()
      .describe('The last publication of its results; null: there is none.'),
    staff: z
      .object({
        answered: z.boolean().describe('Whether somebody has answered: its items stay as they are.'),
        invitations: z.int().describe('How many invitation tokens were issued.'),
        denominator: denominator.nullable().describe('What the response rate is a part of.'),
        summaryReported: z.boolean(),
      })
      .optional()
      .describe('For callers with `surveys:read`.'),
    version: z.int().describe('The version at which it last changed, without denominator, summary and results.'),
  })
  .meta({ id: 'Questionnaire' });
export type QuestionnaireAnswer = z.output<typeof questionnaireAnswer>;

export const questionnairesAnswer = listOf(questionnaireAnswer, 'Questionnaires');

export const reportedSummaryAnswer = reportedSummary
  .extend({ questionnaireId: z.uuid(), version: z.int() })
  .meta({ id: 'ReportedSummary' });

export const invitationsQuery = z.strictObject(pageQuery);

export const invitationsAnswer = listOf(
  z.object({ serial: z.int().describe('From 1, per questionnaire.'), token: z.string() }).meta({ id: 'Invitation' }),
  'Invitations',
);
