import { Invalid, streamOf, Vault, type StreamWrite, type CommandContext } from '@ecou/event-sourcing';
import { Aggregates, Problem, settled } from '@ecou/runtime';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { known, refuseUnlessOpen } from '../questionnaire/questionnaire.state.js';
import { response } from './response.aggregate.js';
import { asItWasRead, type Asked } from './response.command.js';
import { responseDecider, type RecordResponse, type Response } from './response.decider.js';
import type { batchAnswer, BatchBody } from './response.schemas.js';
import { sealTexts } from './seal-once.js';

type Row = BatchBody['responses'][number];

/** Answers from paper, many at once: all of them are recorded, or none. */
export class RecordBatch extends Command<z.output<typeof batchAnswer>> {
  constructor(
    readonly questionnaireId: string,
    /** Id of the batch, by which it is known when it is sent again. */
    readonly id: string,
    readonly batch: Pick<BatchBody, 'responses' | 'dryRun'>,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** A row of the batch that may be recorded; one that was already has no event. */
interface Accepted {
  readonly id: string;
  readonly record: RecordResponse;
  readonly isNew: boolean;
}

@CommandHandler(RecordBatch)
export class RecordBatchHandler implements ICommandHandler<RecordBatch> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
  ) {}

  execute(order: RecordBatch): Promise<z.output<typeof batchAnswer>> {
    return settled(order.context, () => this.record(order));
  }

  private async record(order: RecordBatch): Promise<z.output<typeof batchAnswer>> {
    const { questionnaireId, id, batch, context } = order;
    const { state, version } = await this.aggregates.load(questionnaire, questionnaireId);
    const asked: Asked = { id: questionnaireId, questionnaire: known(state), version };
    const rows = await Promise.all(
      batch.responses.map((row, index) => this.standing(uuidv5(String(index), id)).then((one) => ({ row, ...one }))),
    );
    if (rows.some(({ state: standing }) => !standing)) refuseUnlessOpen(asked.questionnaire, context.now, 'paper');
    const accepted = await this.accepted(asked, rows, context);
    const fresh = accepted.filter(({ isNew }) => isNew);
    if (!batch.dryRun && !(await this.write(asked, fresh, context))) return this.record(order);
    return {
      id,
      dryRun: batch.dryRun,
      recorded: fresh.length,
      repeated: accepted.length - fresh.length,
      responses: accepted.map((one) => one.id),
    };
  }

  private async standing(id: string): Promise<{ readonly id: string; readonly state: Response | null }> {
    return { id, state: (await this.aggregates.load(response, id)).state };
  }

  /** Throws a problem that names what is wrong in every row. */
  private async accepted(
    asked: Asked,
    rows: readonly { readonly id: string; readonly row: Row; readonly state: Response | null }[],
    { now }: CommandContext,
  ): Promise<readonly Accepted[]> {
    const wrong: Invalid[] = [];
    const accepted: Accepted[] = [];
    for (const [index, { id, row, state }] of rows.entries()) {
      const record = await this.recordOf(asked, row, state, now);
      try {
        accepted.push({ id, record, isNew: responseDecider.decide(record, state).length > 0 });
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
        wrong.push(new Invalid(error.code, error.message, ['responses', index, ...error.path]));
      }
    }
    if (wrong.length > 0) throw refusing(wrong);
    return accepted;
  }

  private async recordOf(asked: Asked, row: Row, standing: Response | null, at: string): Promise<RecordResponse> {
    const { about, items } = asked.questionnaire.content;
    return {
      type: 'RecordResponse',
      questionnaire: { id: asked.id, about, items },
      channel: 'paper',
      language: row.language,
      answers: await sealTexts(this.vault, row.answers, standing?.answers ?? []),
      at,
    };
  }

  /** All in one unit, which is that of the first of them; `false`: somebody else has recorded them since they were read. */
  private async write(asked: Asked, [first, ...rest]: readonly Accepted[], context: CommandContext): Promise<boolean> {
    if (!first) return true;
    const writes = rest.map(({ id, record }): StreamWrite => {
      const events = responseDecider.decide(record, null).map((event) => ({ ...event, id: uuidv5(event.type, id) }));
      return { stream: streamOf(response.category, id), expected: 0, events };
    });
    const extras = asItWasRead(asked);
    const { changed } = await this.aggregates.execute(response, first.id, first.record, context, {
      extras: { ...extras, writes: [...(extras.writes ?? []), ...writes] },
    });
    return changed;
  }
}

const refusing = (wrong: readonly Invalid[]): Problem =>
  new Problem(400, 'BATCH_REFUSED', 'Nothing was recorded: some of the answers do not fit the questionnaire.', {
    errors: wrong.map(({ code, message, path }) => ({ path: path.join('.'), code, message })),
  });
