import {
  QuestionnaireClosedV1,
  QuestionnaireOpenedV1,
  ResponsesCountedV1,
  ResultsPublishedV1,
  type DataOf,
} from '@ecou/contracts';
import { boolean, instant, integer, numeric, text, uuid } from '../columns.js';
import { begun, changed, holding } from '../rows.js';
import { starTable } from '../table.js';

const key = { name: 'questionnaireId', comment: 'Id of the questionnaire.' };

const subjectColumns = {
  civicEventId: uuid('The civic event that it asks about; null: it asks about something else.'),
  programmeId: uuid('The programme that it asks about; null: it asks about something else.'),
  theme: text('The theme that it asks about; null: it asks about something else.'),
  facilityId: uuid('The facility that it asks about; null: it asks about something else.'),
};

type About = Pick<DataOf<typeof QuestionnaireOpenedV1>, 'civicEventId' | 'programmeId' | 'theme' | 'facilityId'>;

const subjectOf = ({ civicEventId, programmeId, theme, facilityId }: About) => ({
  ...{ civicEventId, programmeId, theme, facilityId: facilityId ?? null },
});

export const questionnaire = starTable(
  {
    name: 'questionnaire',
    kind: 'dimension',
    comment: 'A questionnaire that took answers. A new row begins when it is opened or closed.',
    key,
    columns: {
      ...subjectColumns,
      titleRo: text('Title in Romanian.'),
      titleEn: text('Title in English; null: none.'),
      access: text('anyone, or token: who has an invitation.'),
      isByBallot: boolean('Whether a token is exchanged for a ballot, so that nothing joins an answer to it.'),
      closesAt: instant('When it is planned to close; null: it was not.'),
      status: text('open or closed.'),
    },
  },
  (on) => [
    on(QuestionnaireOpenedV1, (rows, data) =>
      begun(rows, data.openedAt, {
        ...subjectOf(data),
        titleRo: data.title.ro,
        titleEn: data.title.en ?? null,
        access: data.access,
        isByBallot: data.byBallot ?? false,
        closesAt: data.closesAt,
        status: 'open',
      }),
    ),
    on(QuestionnaireClosedV1, (rows, { closedAt }) => changed(rows, closedAt, { status: 'closed' })),
  ],
);

type Results = DataOf<typeof ResultsPublishedV1>;
type Item = Results['items'][number];
type Cell = Item['distribution'][number];
type Figure = number | 'not-reported' | 'suppressed';

const number = (figure: Figure | null): number | null => (typeof figure === 'number' ? figure : null);
const why = (figure: Figure | null): string | null => (typeof figure === 'string' ? figure : null);
const whyComment = 'not-reported, or suppressed: withheld, so that no group under five can be told; null: it is there.';

export const result = starTable(
  {
    name: 'result',
    kind: 'fact',
    comment: 'The newest results of a questionnaire that staff published, as a whole.',
    key,
    columns: {
      ...subjectColumns,
      titleRo: text('Title of the questionnaire in Romanian.'),
      titleEn: text('Title in English; null: none.'),
      publication: integer('Number of the publication, from 1; it replaces those before it.'),
      basis: text('responses: single ones; reported-summary: totals that were reported.'),
      respondents: integer('People who answered.'),
      respondentsWhy: text(whyComment),
      anonymous: integer('Of these, people who answered anonymously.'),
      anonymousWhy: text(whyComment),
      denominator: integer('People who could have answered; null: not reported.'),
      denominatorSource: text('invited or attended: whom the denominator counts.'),
      responseRate: numeric('Respondents divided by the denominator, from 0.'),
      responseRateWhy: text(whyComment),
    },
  },
  (on) => [
    on(ResultsPublishedV1, (_rows, data) => [
      holding(data.publishedAt, {
        ...subjectOf(data),
        titleRo: data.title.ro,
        titleEn: data.title.en ?? null,
        publication: data.publication,
        basis: data.basis,
        respondents: number(data.respondents),
        respondentsWhy: why(data.respondents),
        anonymous: number(data.anonymous),
        anonymousWhy: why(data.anonymous),
        denominator: data.denominator?.count ?? null,
        denominatorSource: data.denominator?.source ?? null,
        responseRate: number(data.responseRate),
        responseRateWhy: why(data.responseRate),
      }),
    ]),
  ],
);

const itemOf = ({ item, kind, aspect }: Item) => ({ item, kind, aspect });

export const question = starTable(
  {
    name: 'question',
    kind: 'fact',
    comment: 'An item of a questionnaire in the newest results that staff published.',
    key,
    columns: {
      ...subjectColumns,
      publication: integer('Number of the publication, from 1.'),
      item: text('Id of the item in its questionnaire.'),
      kind: text('grade, yes-no, choice, multi-choice, text or wish.'),
      aspect: text('What a grade is for, such as programme or duration; null: no grade.'),
      wordingRo: text('The question in Romanian.'),
      wordingEn: text('The question in English; null: none.'),
      respondents: integer('People who answered the item.'),
      respondentsWhy: text(whyComment),
      mean: numeric('Mean of the grades, 1 to 5.'),
      meanWhy: text(whyComment),
      median: numeric('Median of the grades, 1 to 5.'),
      medianWhy: text(whyComment),
    },
  },
  (on) => [
    on(ResultsPublishedV1, (_rows, data) =>
      data.items.map((item) =>
        holding(data.publishedAt, {
          ...subjectOf(data),
          publication: data.publication,
          ...itemOf(item),
          wordingRo: item.wording.ro,
          wordingEn: item.wording.en ?? null,
          respondents: number(item.n),
          respondentsWhy: why(item.n),
          mean: number(item.mean),
          meanWhy: why(item.mean),
          median: number(item.median),
          medianWhy: why(item.median),
        }),
      ),
    ),
  ],
);

const cellOf = ({ value, label, count, occurred, statement }: Cell) => ({
  value: String(value),
  labelRo: label?.ro ?? null,
  labelEn: label?.en ?? null,
  count: number(count),
  countWhy: why(count),
  hasOccurred: occurred,
  amount: statement,
});

const noItem = { item: null, kind: 'grade', aspect: null };

export const answer = starTable(
  {
    name: 'answer',
    kind: 'fact',
    comment: 'How many gave an answer to an item, in the newest results that staff published.',
    key,
    columns: {
      ...subjectColumns,
      publication: integer('Number of the publication, from 1.'),
      item: text('Id of the item in its questionnaire; null: the grades of all aspects together.'),
      kind: text('grade, yes-no, choice, multi-choice, text or wish.'),
      aspect: text('What a grade is for; null: no grade, or all aspects.'),
      value: text('A grade from 1 to 5, yes or no, or the id of an option; of a text, the theme that it was coded to.'),
      labelRo: text('The option in Romanian; null: no option.'),
      labelEn: text('The option in English; null: none.'),
      count: integer('People who gave the answer; where the item is null, grades.'),
      countWhy: text(whyComment),
      hasOccurred: boolean('Whether somebody gave this answer; null: not known.'),
      amount: text('all, majority, some, few, none or unquantified, where only words were reported.'),
    },
  },
  (on) => [
    on(ResultsPublishedV1, (_rows, data) => {
      const common = { ...subjectOf(data), publication: data.publication };
      const coded = (item: Item) =>
        (item.themes ?? []).map(({ theme, label, count }) =>
          cellOf({ value: theme, label, count, occurred: null, statement: null }),
        );
      const ofItems = data.items.flatMap((item) =>
        [...item.distribution.map(cellOf), ...coded(item)].map((cell) => ({ ...itemOf(item), ...cell })),
      );
      const ofAll = (data.grades ?? []).map((cell) => ({ ...noItem, ...cellOf(cell) }));
      return [...ofItems, ...ofAll].map((cell) => holding(data.publishedAt, { ...common, ...cell }));
    }),
  ],
);

export const responseChannel = starTable(
  {
    name: 'response_channel',
    kind: 'fact',
    comment: 'How the answers to a questionnaire came, counted when its results were published.',
    key,
    columns: {
      ...subjectColumns,
      publication: integer('Number of the publication, from 1.'),
      channel: text('token, anonymous, paper or ballot; null: withheld which.'),
      responses: integer('Answers that came this way; where the channel is null, all of them.'),
    },
  },
  (on) => [
    on(ResponsesCountedV1, (_rows, data) => {
      const { publication, channels, respondents, countedAt } = data;
      const told = channels ?? [{ channel: null, count: respondents }];
      return told.map(({ channel, count }) =>
        holding(countedAt, { ...subjectOf(data), publication, channel, responses: count }),
      );
    }),
  ],
);
