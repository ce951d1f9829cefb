import { z } from 'zod';
import { committed } from './committed.js';
import { contract, personalEnvelope, withdrawn } from './contract.js';
import { PetitionRequestRefusedV1 } from './inbox.js';
import { petitionContracts } from './petitions.js';
import { instant, language, localizedText, slug } from './types.js';

/** The subject of a questionnaire: one of the four; the others are `null`, or not there. */
const about = {
  civicEventId: z.uuid().nullable(),
  programmeId: z.uuid().nullable(),
  theme: slug.nullable(),
  facilityId: z.uuid().optional(),
};

const itemKind = slug.describe(
  '`grade`, `yes-no`, `choice`, `multi-choice`, `text`, or `wish` (to be informed); more kinds may follow.',
);

const answerValue = z
  .union([z.int().min(1).max(5), slug])
  .describe('A grade, `yes` or `no`, or the id of an option (`other`: something else); more may follow.');

const why = z
  .enum(['not-reported', 'suppressed'])
  .describe('`not-reported`: nobody said; `suppressed`: withheld so that no group under 5 can be told.');

const figure = z.union([z.int().min(0), why]).describe('A count, or why there is none.');
const ratio = z.union([z.number().min(0), why]).describe('A number, or why there is none.');

const amount = z
  .enum(['all', 'majority', 'some', 'few', 'none', 'unquantified'])
  .describe('How many gave this answer, in words, where only words were reported.');

const cell = z.object({
  value: answerValue,
  label: localizedText.optional().describe('Of an option, as people saw it.'),
  count: figure,
  occurred: z.boolean().nullable().describe('Whether somebody gave this answer; `null`: not known.'),
  statement: amount.nullable(),
});

const resultItem = z.object({
  item: slug,
  kind: itemKind,
  aspect: slug.nullable().describe('What a grade is for, such as `programme` or `duration`.'),
  wording: localizedText,
  n: figure.describe('How many answered the item. Each of them may have chosen several options of a `multi-choice`.'),
  distribution: z.array(cell),
  mean: ratio.nullable().describe('`null` where the item has no grades.'),
  median: ratio.nullable().describe('`null` where the item has no grades.'),
  themes: z
    .array(z.object({ theme: slug, label: localizedText, count: figure }))
    .optional()
    .describe('Of free texts: how many were coded to each theme. One may have several.'),
});

export const QuestionnaireOpenedV1 = contract(
  'ecou.feedback.questionnaire-opened.v1',
  'A questionnaire takes answers.',
  z.object({
    questionnaireId: z.uuid(),
    ...about,
    title: localizedText,
    access: z.enum(['anyone', 'token']).describe('Who may answer: anyone, or holders of an invitation token.'),
    byBallot: z
      .boolean()
      .optional()
      .describe('Whether a token is exchanged for a ballot, so that no record joins an answer to a token.'),
    closesAt: instant.nullable(),
    openedAt: instant,
  }),
);

export const QuestionnaireClosedV1 = contract(
  'ecou.feedback.questionnaire-closed.v1',
  'A questionnaire takes no answers any more.',
  z.object({ questionnaireId: z.uuid(), ...about, closedAt: instant }),
);

const channel = slug.describe('How the answer came: `token`, `anonymous`, `paper` or `ballot`; more may follow.');

export const ResponseRecordedV1 = withdrawn(
  contract(
    'ecou.feedback.response-recorded.v1',
    'Somebody answered a questionnaire: the grades and choices, without free text and without who it was.',
    z.object({
      responseId: z.uuid(),
      questionnaireId: z.uuid(),
      ...about,
      channel,
      language,
      answers: z
        .array(z.object({ item: slug, kind: itemKind, value: answerValue }))
        .describe(
          'One for each item whose results are not for staff only; of a `multi-choice` one for each option that was chosen.',
        ),
      recordedAt: instant,
    }),
  ),
  'A rare combination of answers can be somebody whom a reader knows. `responses-counted` tells totals of groups of five or more instead.',
);

export const ResponsesCountedV1 = contract(
  'ecou.feedback.responses-counted.v1',
  'The answers to a questionnaire were counted, when its results were published: totals of groups of five or more, from which no smaller group follows, also beside earlier ones.',
  z.object({
    questionnaireId: z.uuid(),
    ...about,
    publication: z.int().min(1).describe('The publication that it goes with; a later one replaces those before it.'),
    respondents: z.int().min(0),
    channels: z
      .array(z.object({ channel, count: z.int().min(1) }))
      .nullable()
      .describe(
        'How many answers came each way. `null`: withheld. Where few came since it was told, it stays as it was, and adds up to the respondents of then.',
      ),
    items: z.array(
      z.object({
        item: slug,
        kind: itemKind,
        n: z.int().min(0).nullable().describe('How many answered the item; `null`: withheld.'),
        counts: z
          .array(z.object({ value: answerValue, count: z.int().min(0) }))
          .describe('Answers whose number is told: it is 0, or 5 or more. Of a `multi-choice` they overlap.'),
        withheld: z.boolean().describe('Whether there are answers whose number is not told.'),
      }),
    ),
    countedAt: instant,
  }),
);

export const ResultsPublishedV1 = contract(
  'ecou.feedback.results-published.v1',
  'Staff published results of a questionnaire: what they chose of what is known, with groups under 5 withheld.',
  z.object({
    questionnaireId: z.uuid(),
    ...about,
    title: localizedText,
    publication: z.int().min(1).describe('1 for the first publication; a later one replaces those before it.'),
    basis: z.enum(['responses', 'reported-summary']).describe('Single responses, or totals that were reported.'),
    respondents: figure,
    anonymous: figure.describe('How many of the respondents answered anonymously.'),
    denominator: z
      .object({
        count: z.int().min(1),
        source: z.enum(['invited', 'attended']),
        includesTeam: z
          .boolean()
          .nullable()
          .optional()
          .describe('Whether people of the project itself are in the count; `null`: nobody said.'),
      })
      .nullable()
      .describe('What the response rate is a part of; `null` where it was not reported.'),
    responseRate: ratio.describe('Respondents divided by the denominator.'),
    grades: z
      .array(cell)
      .nullable()
      .optional()
      .describe(
        'The grades of all aspects together, where they were reported so: counts are of grades, not of people.',
      ),
    items: z.array(resultItem),
    suggestions: z.array(localizedText),
    publishedAt: instant,
  }),
);

/** The exact time would lead from a wish to the answer that it came with. */
const hour = instant.describe('The hour in which they asked, in UTC.');

const wish = {
  requestId: z.uuid(),
  questionnaireId: z.uuid(),
  civicEventId: z.uuid().nullable(),
  topics: z.array(z.string()).min(1).describe('Topics of interest, such as `programme:<id>`.'),
  language,
};

export const UpdatesRequestedV1 = contract(
  'ecou.feedback.updates-requested.v1',
  'Somebody who answered a questionnaire wants to be told of topics; their address is not in it.',
  z.object({ ...wish, requestedAt: hour }),
);

export const UpdatesRequestedContactV1 = contract(
  'ecou.feedback.updates-requested-contact.v1',
  'Where somebody who wants to be told of topics can be reached, and the text that they agreed to.',
  z.object({
    ...wish,
    consentText: z.string().describe('Exactly as it was shown.'),
    channel: slug.describe('The way messages go: `email`; more may follow.'),
    address: personalEnvelope,
    requestedAt: hour,
  }),
  'internal',
);

const facilityFeedback = {
  feedbackId: z.uuid(),
  facilityId: z.uuid(),
  grade: z.int().min(1).max(5),
};

export const FacilityFeedbackRecordedV1 = contract(
  'ecou.feedback.facility-feedback-recorded.v1',
  'Somebody gave a facility a grade, and maybe a comment, whose words are not in it.',
  z.object({
    ...facilityFeedback,
    kind: slug.describe('Of the facility, as on the map; more kinds may follow.'),
    commented: z.boolean(),
    language: language.describe('Of the comment.'),
    givenAt: instant,
  }),
);

export const FacilityFeedbackModeratedV1 = contract(
  'ecou.feedback.facility-feedback-moderated.v1',
  'Staff decided whether the comment of somebody on a facility is shown.',
  z.object({
    ...facilityFeedback,
    decision: slug.describe('`approved`, `hidden` or `restored`; more may follow.'),
    reason: localizedText.nullable().describe('As everybody can read it; `null` for an approval.'),
    gradeCounts: z.boolean().describe('Whether the grade counts from now on.'),
    decidedAt: instant,
  }),
);

export const FeedbackRegistrationCommittedV1 = contract(
  'ecou.feedback.registration-committed.v1',
  'Something was registered that comes into the public log.',
  z.object(committed),
  'internal',
);

export const feedbackContracts = [
  FeedbackRegistrationCommittedV1,
  QuestionnaireOpenedV1,
  QuestionnaireClosedV1,
  ResponseRecordedV1,
  ResponsesCountedV1,
  ResultsPublishedV1,
  UpdatesRequestedV1,
  UpdatesRequestedContactV1,
  FacilityFeedbackRecordedV1,
  FacilityFeedbackModeratedV1,
  ...petitionContracts,
  PetitionRequestRefusedV1,
] as const;
