import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { known, type Questionnaire } from '../questionnaire/questionnaire.state.js';
import { answerTally } from '../views/answer-tally.view.js';
import type { ResultsAnswer } from './results.schemas.js';
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
    return forStaff ? this.known(id, state) : published(id, state);
  }

  private async known(id: string, state: Questionnaire): Promise<Versioned<ResultsAnswer>> {
    const { content, summary, published: last, versions } = state;
    const tally = (await this.readModels.repository(answerTally).findOneBy({ questionnaireId: id })) ?? noAnswers;
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
    const tag = `q${versions.questionnaire}.d${versions.denominator}.n${tally.respondents}.staff`;
    return new Versioned(answer, versions.results, tag);
  }
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
