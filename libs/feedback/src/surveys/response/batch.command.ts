import { Invalid, UnitsOfWork, Vault, type CommandContext, type UnitOfWork } from '@ecou/event-sourcing';
import { Problem } from '@ecou/runtime';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import { refuseUnlessOpen, requireQuestionnaire } from '../questionnaire/questionnaire.state.js';
import { response } from './response.aggregate.js';
import type { RecordResponse, Response } from './response.decider.js';
import type { batchAnswer, BatchBody } from './response.schemas.js';
import { sealTexts } from './seal-texts.js';

type BatchAnswer = z.output<typeof batchAnswer>;

/** Answers from paper, many at once: all of them are recorded, or none. */
export class RecordBatch extends Command<BatchAnswer> {
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

/** A row of the batch, with the answer that stands under its id. */
interface Row {
  readonly id: string;
  readonly given: BatchBody['responses'][number];
  readonly standing: Response | null;
}

@CommandHandler(RecordBatch)
export class RecordBatchHandler implements ICommandHandler<RecordBatch> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  async execute(order: RecordBatch): Promise<BatchAnswer> {
    const { batch, context } = order;
    const run = () => this.units.run(context, (work) => this.enter(order, work));
    const { more } = await (batch.dryRun ? this.units.rehearse(context.now, run) : run());
    return more as BatchAnswer;
  }

  private async enter({ questionnaireId, id, batch }: RecordBatch, work: UnitOfWork): Promise<void> {
    const asked = requireQuestionnaire(await work.read(questionnaire, questionnaireId));
    const rows = await Promise.all(
      batch.responses.map(async (given, index): Promise<Row> => {
        const rowId = uuidv5(String(index), id);
        return { id: rowId, given, standing: await work.read(response, rowId) };
      }),
    );
    const fresh = rows.filter(({ standing }) => !standing);
    const [first] = fresh;
    if (first) {
      refuseUnlessOpen(asked, work.now, 'paper');
      // New rows may follow rows that stand, and an unchanged target would discard them.
      work.target(response, first.id);
    }
    await this.record({ id: questionnaireId, ...asked.content }, rows, work);
    await work.decide(questionnaire, questionnaireId, { type: 'LockItems' });
    const responses = rows.map((row) => row.id);
    const counts = { recorded: fresh.length, repeated: rows.length - fresh.length };
    work.answer({ id, dryRun: batch.dryRun, ...counts, responses } satisfies BatchAnswer);
  }

  /** Throws a problem that names what is wrong in every row. */
  private async record(
    { id, about, items }: RecordResponse['questionnaire'],
    rows: readonly Row[],
    work: UnitOfWork,
  ): Promise<void> {
    const wrong: Invalid[] = [];
    for (const [index, row] of rows.entries()) {
      const { language, answers } = row.given;
      const record: RecordResponse = {
        type: 'RecordResponse',
        questionnaire: { id, about, items },
        channel: 'paper',
        language,
        answers: await sealTexts(this.vault, answers, row.standing?.answers ?? []),
        at: work.now,
      };
      try {
        await work.decide(response, row.id, record);
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
        wrong.push(new Invalid(error.code, error.message, ['responses', index, ...error.path]));
      }
    }
    if (wrong.length > 0) throw refusing(wrong);
  }
}

const refusing = (wrong: readonly Invalid[]): Problem =>
  new Problem(400, 'BATCH_REFUSED', 'Nothing was recorded: some of the answers do not fit the questionnaire.', {
    errors: wrong.map(({ code, message, path }) => ({ path: path.join('.'), code, message })),
  });
