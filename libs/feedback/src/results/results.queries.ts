import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, decodeCursor, encodeCursor, Page, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { known, type Questionnaire } from '../questionnaire/questionnaire.state.js';
import { answerTally } from '../views/answer-tally.view.js';
import type { ResultItem } from './result-item.schema.js';
import type { ResultRow, ResultsAnswer, resultsTableQuery } from './results.schemas.js';
import { noAnswers, resultsOf } from './results.js';

/** The results of a questionnaire: all that is known for staff, what was published for everybody else. */
export class GetResults extends Query<Versioned<ResultsAnswer>> {
  constructor(
    readonly id: string,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetResults)
export class GetResultsHandler implements IQueryHandler<GetResults> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, forStaff }: GetResults): Promise<Versioned<ResultsAnswer>> {
    const state = known((await this.aggregates.load(questionnaire, id)).state);
    return forStaff ? knownTo(this.readModels, id, state) : published(id, state);
  }
}

/** The same results as rows: one for each answer to an item, and for each theme of free texts. */
export class ListResults extends Query<Page<ResultRow>> {
  constructor(
    readonly id: string,
    readonly forStaff: boolean,
    readonly criteria: z.output<typeof resultsTableQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListResults)
export class ListResultsHandler implements IQueryHandler<ListResults> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, forStaff, criteria: { cursor, limit } }: ListResults): Promise<Page<ResultRow>> {
    const state = known((await this.aggregates.load(questionnaire, id)).state);
    const { body } = forStaff ? await knownTo(this.readModels, id, state) : published(id, state);
    const [after] = decodeCursor(cursor, z.tuple([z.int().min(0)])) ?? [0];
    const rows = body.items.flatMap(rowsOf).map((row, index) => ({ row, place: index + 1 }));
    const page = Page.of(rows.slice(after, after + limit + 1), limit, ({ place }) => encodeCursor([place]));
    return page.map(({ row }) => row);
  }
}

function rowsOf({ distribution, themes = [], ...item }: ResultItem): ResultRow[] {
  const nothing = { ...item, value: null, theme: null, label: null, count: null, statement: null };
  const rows = [
    ...distribution.map(({ value, label = null, count, statement }) => ({
      ...nothing,
      value,
      label,
      count,
      statement,
    })),
    ...themes.map(({ theme, label, count }) => ({ ...nothing, theme, label, count })),
  ];
  return rows.length > 0 ? rows : [nothing];
}

async function knownTo(readModels: ReadModels, id: string, state: Questionnaire): Promise<Versioned<ResultsAnswer>> {
  const { content, summary, published: last, versions } = state;
  const row = await readModels.repository(answerTally).findOneBy({ questionnaireId: id });
  const tally = row ?? noAnswers;
  const { items, ...results } = resultsOf({ ...state, items: content.items, themes: content.themes }, tally);
  const answer = {
    ...headOf(id, state),
    ...results,
    items: [...items],
    suggestions: summary?.suggestions.map(({ text }) => text) ?? [],
    publication: last?.publication ?? null,
    publishedAt: last?.publishedAt ?? null,
    suppressed: false,
  };
  const counted = createHash('sha256').update(JSON.stringify(tally)).digest('base64url').slice(0, 12);
  return new Versioned(
    answer,
    versions.results,
    `q${versions.questionnaire}.d${versions.denominator}.n${counted}.staff`,
  );
}

const headOf = (questionnaireId: string, { content: { title, about } }: Questionnaire) => ({
  questionnaireId,
  title,
  about,
});

function published(id: string, state: Questionnaire): Versioned<ResultsAnswer> {
  if (!state.published) throw new Unknown('RESULTS_UNPUBLISHED', 'No results were published.');
  const answer = { ...headOf(id, state), ...state.published, suppressed: true };
  return new Versioned(answer, state.versions.results, `q${state.versions.questionnaire}`);
}
