import { Vault } from '@ecou/event-sourcing';
import { Aggregates, Download, Page, pageOf, ReadModels, whereEqual } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { known } from '../questionnaire/questionnaire.state.js';
import { responseList, type ResponseRow } from '../views/response-list.view.js';
import type { Answer } from './response.events.js';
import type { ResponseAnswer, responsesQuery } from './response.schemas.js';
import { tableOf } from './table.js';

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
    return new Page(await openedAll(this.vault, page.items), page.next);
  }
}

/** All single answers to a questionnaire as CSV, their texts opened, in the order of the list. */
export class TableOfResponses extends Query<Download> {
  constructor(
    readonly questionnaireId: string,
    readonly bom: boolean,
  ) {
    super();
  }
}

@QueryHandler(TableOfResponses)
export class TableOfResponsesHandler implements IQueryHandler<TableOfResponses> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  async execute({ questionnaireId, bom }: TableOfResponses): Promise<Download> {
    const { content } = known((await this.aggregates.load(questionnaire, questionnaireId)).state);
    const rows = await this.readModels
      .repository(responseList)
      .find({ where: { questionnaireId }, order: { id: 'ASC' } });
    const csv = Buffer.from(tableOf(content.items, await openedAll(this.vault, rows), bom));
    const sha256 = createHash('sha256').update(csv).digest('hex');
    const file = { name: 'responses.csv', type: 'text/csv; charset=utf-8; header=present', size: csv.length, sha256 };
    return new Download(file, Readable.from([csv]));
  }
}

const openedAll = (vault: Vault, rows: readonly ResponseRow[]): Promise<ResponseAnswer[]> =>
  Promise.all(
    rows.map(async ({ id, channel, language, answers, codes }) => ({
      id,
      channel,
      language,
      answers: await Promise.all(answers.map((answer) => opened(vault, answer))),
      codes: [...codes],
    })),
  );

async function opened(vault: Vault, { kind: _kind, ...answer }: Answer): Promise<ResponseAnswer['answers'][number]> {
  if ('text' in answer) return { ...answer, text: (await vault.open(answer.text)) ?? null };
  if ('choice' in answer || 'choices' in answer) {
    const { other, ...chosen } = answer;
    return other ? { ...chosen, other: (await vault.open(other)) ?? null } : chosen;
  }
  return answer;
}
