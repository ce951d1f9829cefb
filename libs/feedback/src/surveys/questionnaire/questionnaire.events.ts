import { instant, language, localizedText } from '@ecou/contracts';
import { defineEvents, evolved, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { denominator } from '../results/denominator.schema.js';
import { cell, channelCount, resultItem, figure, ratio } from '../results/result-item.schema.js';
import { item, slug, theme } from '../items/item.schema.js';
import { reportedSummary } from '../results/reported-summary.schema.js';

const text = localizedText.strict();

/** The subject of a questionnaire: one of the four. The others are `null`, or missing. */
export const about = z.strictObject({
  civicEventId: z.uuid().nullable(),
  programmeId: z.uuid().nullable(),
  theme: slug.nullable(),
  facilityId: z.uuid().optional(),
});
export type About = z.output<typeof about>;

/** The people who may answer: anyone; holders of an invitation token; or they, by a ballot that cannot be joined to the token. */
export const access = z.enum(['anyone', 'token', 'anonymous-once']);

/** The way of an answer: with an invitation token, without one, on paper that staff entered, or by a ballot. */
export const channel = z.enum(['token', 'anonymous', 'paper', 'ballot']);
export type Channel = z.output<typeof channel>;

/** The words of staff. The controller's schema adds the rules between the fields. */
export const content = z.object({
  title: text,
  about,
  /** The languages in which all of it is worded. */
  languages: z.array(language),
  items: z.array(item).min(1).max(50),
  /** The themes that suggestions are coded to. */
  themes: z.array(theme),
  /** The template that it was drafted from, as it stood. */
  template: z.strictObject({ id: z.uuid(), version: z.int().min(1) }).nullable(),
  /** Topics of interest that a wish to be informed leads to. */
  topics: z.array(z.string()),
  /** The text that somebody who leaves an address agrees to, exactly as it is shown. */
  consentText: text.nullable(),
  access,
  opensAt: instant.nullable(),
  closesAt: instant.nullable(),
});
export type Content = z.output<typeof content>;

/** Results as the public sees them: chosen by staff, groups under 5 withheld. */
export const publication = z.object({
  publication: z.int().min(1),
  basis: z.enum(['responses', 'reported-summary']),
  respondents: figure,
  anonymous: figure,
  channels: z
    .array(channelCount)
    .nullable()
    .optional()
    .describe(
      'How many answers came each way; `null`: withheld, or not known. It may be of an earlier publication: then it adds up to the respondents of then.',
    ),
  denominator: denominator.nullable(),
  responseRate: ratio,
  grades: z
    .array(cell)
    .nullable()
    .describe('The grades of all aspects together, where they were reported so; `null`: they were not.'),
  items: z.array(resultItem),
  suggestions: z.array(text),
});
export type Publication = z.output<typeof publication>;

/** Version 1 knew neither conditions and visibility of items, nor languages, themes and templates. */
const contentEvent = evolved(content, (data) => ({
  ...data,
  items: (data['items'] as object[]).map((one) => ({ ...one, shownIf: null, visibility: 'public' })),
  languages: ['ro'],
  themes: [],
  template: null,
}));

/** Before version 2, nobody said whether a denominator includes the people of the project. */
const withTeamUnknown = (given: unknown) => given && { ...given, includesTeam: null };

export const questionnaireEvents = defineEvents('questionnaire', {
  QuestionnaireDrafted: contentEvent,
  QuestionnaireRevised: contentEvent,
  DenominatorReported: evolved(denominator, (data) => ({ ...data, includesTeam: null })),
  InvitationsIssued: z.object({ count: z.int().min(1) }),
  QuestionnaireOpened: z.object({
    title: text,
    about,
    access,
    closesAt: instant.nullable(),
    openedAt: instant,
  }),
  /** Somebody has answered: from now on the items stay as they are. */
  QuestionnaireItemsLocked: z.object({}),
  QuestionnaireClosed: z.object({ about, closedAt: instant }),
  /** Every answer by ballot is recorded. */
  BallotBoxEmptied: z.object({}),
  /** Version 1 held neither grades of all aspects together nor how many answered an item. */
  SummaryReported: evolved(reportedSummary, (data) => ({
    ...data,
    grades: null,
    items: (data['items'] as object[]).map((one) => ({ ...one, n: null })),
  })),
  ResultsPublished: evolved(z.object({ ...publication.shape, title: text, about, publishedAt: instant }), (data) => ({
    ...data,
    denominator: withTeamUnknown(data['denominator']),
    grades: null,
  })),
});
export type QuestionnaireEvent = EventOf<typeof questionnaireEvents>;
