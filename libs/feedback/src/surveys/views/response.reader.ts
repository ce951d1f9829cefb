import { createHash, type Hash } from 'node:crypto';
import { Vault, Unavailable } from '@ecou/event-sourcing';
import { Aggregates, Download, Page, pageOf, ReadModels, spool, ConcurrencyLimit, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { z } from 'zod';
import type { Item } from '../items/item.schema.js';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { requireQuestionnaire, type Questionnaire } from '../questionnaire/questionnaire.state.js';
import { responseList, type ResponseRow } from './response-list.view.js';
import type { Answer } from '../response/response.events.js';
import type { ResponseAnswer, responsesQuery } from '../response/response.schemas.js';
import { tableOf } from '../response/table.js';

/** Rows that a table reads at a time. */
const pageSize = 200;

const busy = () => new Unavailable('EXPORTS_BUSY', 'Too many tables are being made.', 5);

/** Reads the single answers to questionnaires, their texts opened. Throws `Unknown` for a questionnaire that does not exist. */
@Injectable()
export class ResponseReader {
  private readonly turns = new ConcurrencyLimit({ atATime: 1, waiting: 20, busy });

  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  /** The answers to a questionnaire, in no order that tells who came when. */
  async list(questionnaireId: string, criteria: z.output<typeof responsesQuery>): Promise<Page<ResponseAnswer>> {
    await this.asked(questionnaireId);
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

  /**
   * All answers to a questionnaire as CSV, in the order of the list. Tables are made one at a time, of one moment, page after page into a
   * file, so that memory holds a page.
   */
  async table(questionnaireId: string, bom: boolean): Promise<Download> {
    const { content } = await this.asked(questionnaireId);
    const hash = createHash('sha256');
    const pieces = this.pieces(questionnaireId, content.items, bom);
    const { stream, size } = await this.turns.take(() =>
      this.readModels.atOneMoment(() => spool(hashed(pieces, hash))),
    );
    const type = 'text/csv; charset=utf-8; header=present';
    return new Download({ name: 'responses.csv', type, size, sha256: hash.digest('hex') }, stream);
  }

  private async asked(id: string): Promise<Questionnaire> {
    return requireQuestionnaire((await this.aggregates.load(questionnaire, id)).state);
  }

  private async *pieces(questionnaireId: string, items: readonly Item[], bom: boolean): AsyncGenerator<string> {
    yield tableOf(items, [], { bom });
    for (let after = '', more = true; more;) {
      const rows = await this.readModels.repository(responseList).find({
        where: { questionnaireId, id: MoreThan(after) },
        order: { id: 'ASC' },
        take: pageSize,
      });
      if (rows.length > 0) yield tableOf(items, await openedAll(this.vault, rows), { header: false });
      after = rows.at(-1)?.id ?? after;
      more = rows.length === pageSize;
    }
  }
}

async function* hashed(pieces: AsyncIterable<string>, hash: Hash): AsyncGenerator<string> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
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
