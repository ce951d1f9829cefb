import { Vault } from '@ecou/event-sourcing';
import { Aggregates, Page, pageOf, ReadModels, whereEqual } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { known } from '../questionnaire/questionnaire.state.js';
import { responseList } from '../views/response-list.view.js';
import type { Answer } from './response.events.js';
import type { ResponseAnswer, responsesQuery } from './response.schemas.js';

/** The single answers to a questionnaire, their texts opened, in no order that tells who came when. */
export class ListResponses extends Query<Page<ResponseAnswer>> {
  constructor(
    readonly questionnaireId: string,
    readonly criteria: z.output<typeof responsesQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListResponses)
export class ListResponsesHandler implements IQueryHandler<ListResponses> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  async execute({ questionnaireId, criteria }: ListResponses): Promise<Page<ResponseAnswer>> {
    known((await this.aggregates.load(questionnaire, questionnaireId)).state);
    const query = this.readModels.repository(responseList).createQueryBuilder('row');
    whereEqual(query, { questionnaireId });
    if (criteria.theme !== undefined) {
      query.andWhere(
        `jsonb_path_exists(row.codes, '$[*].themes[*] ? (@ == $theme)', jsonb_build_object('theme', :theme::text))`,
        { theme: criteria.theme },
      );
    }
    const page = await pageOf(query, { id: z.uuid() }, criteria);
    const items = await Promise.all(
      page.items.map(async ({ id, channel, language, answers, codes }) => ({
        id,
        channel,
        language,
        answers: await Promise.all(answers.map((answer) => this.opened(answer))),
        codes: [...codes],
      })),
    );
    return new Page(items, page.next);
  }

  private async opened({ kind: _kind, ...answer }: Answer) {
    if ('text' in answer) return { ...answer, text: (await this.vault.open(answer.text)) ?? null };
    if (!('other' in answer)) return answer;
    const { other, ...chosen } = answer;
    return other ? { ...chosen, other: (await this.vault.open(other)) ?? null } : chosen;
  }
}
