import { createHash } from 'node:crypto';
import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, decodeCursor, encodeCursor, Page, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { requireQuestionnaire, type Questionnaire } from '../questionnaire/questionnaire.state.js';
import { answerTally } from './answer-tally.view.js';
import type { ResultItem } from '../results/result-item.schema.js';
import type { ResultRow, ResultsAnswer, resultsTableQuery } from '../questionnaire/results.schemas.js';
import { noAnswers, resultsOf } from '../results/results.js';

/** Reads the results of questionnaires: all that is known for staff, what was published for everybody else. Throws `Unknown` where there are none. */
@Injectable()
export class ResultsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async get(id: string, forStaff: boolean): Promise<Versioned<ResultsAnswer>> {
    const state = requireQuestionnaire((await this.aggregates.load(questionnaire, id)).state);
    return forStaff ? this.forStaff(id, state) : published(id, state);
  }

  /** The same results as rows: one for each answer to an item, and for each theme of free texts. */
  async list(
    id: string,
    forStaff: boolean,
    { cursor, limit }: z.output<typeof resultsTableQuery>,
  ): Promise<Page<ResultRow>> {
    const { body } = await this.get(id, forStaff);
    const [after] = decodeCursor(cursor, z.tuple([z.int().min(0)])) ?? [0];
    const { grades, items } = body;
    const all = grades ? [...items, together(grades)] : items;
    const rows = all.flatMap(rowsOf).map((row, index) => ({ row, place: index + 1 }));
    const page = Page.of(rows.slice(after, after + limit + 1), limit, ({ place }) => encodeCursor([place]));
    return page.map(({ row }) => row);
  }

  private async forStaff(id: string, state: Questionnaire): Promise<Versioned<ResultsAnswer>> {
    const { content, summary, published: last, versions } = state;
    const row = await this.readModels.repository(answerTally).findOneBy({ questionnaireId: id });
    const tally = row ?? noAnswers;
    const { items, grades, channels, ...results } = resultsOf(
      { ...state, items: content.items, themes: content.themes },
      tally,
    );
    const answer = {
      ...headOf(id, state),
      ...results,
      channels: channels && [...channels],
      grades: grades && [...grades],
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
}

/** The grades of all aspects together, as rows of their own. No item is named so. */
const together = (distribution: ResultItem['distribution']): ResultItem => ({
  item: '*',
  kind: 'grade',
  aspect: null,
  wording: { ro: 'Toate aspectele împreună', en: 'All aspects together' },
  n: 'not-reported',
  distribution,
  mean: 'not-reported',
  median: 'not-reported',
});

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
