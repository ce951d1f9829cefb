import { UnitsOfWork, type CommandContext } from '@ecou/event-sourcing';
import { AcceptsCsv, Answers, BodyLimit, BulkAnswer, Context, Example, Ignores, Permission } from '@ecou/runtime';
import {
  answerOf,
  carriedOut,
  importAnswer,
  importBody,
  importBytes,
  importQuery,
  importRules,
  type ImportBody,
} from '@ecou/runtime/imports';
import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { SubscriptionsImport } from './subscriptions.import.js';

const row = { address: 'ana@example.ro', language: 'ro', topics: ['series:consultation-sessions'] };
const table = 'address,language,topics\nana@example.ro,ro,series:consultation-sessions; everything\n';

const query = importQuery.extend({
  perMinute: z.coerce
    .number()
    .int()
    .min(1)
    .max(600)
    .default(60)
    .describe('The most messages that go out in a minute; the later rows wait.'),
});

/** Lists of subscribers that were kept elsewhere. */
@ApiTags('Subscriptions')
@Controller('notifications/v1/imports')
export class ImportsController {
  constructor(
    private readonly subscriptions: SubscriptionsImport,
    private readonly units: UnitsOfWork,
  ) {}

  @Post('subscriptions')
  @HttpCode(200)
  @Permission('notifications:write')
  @AcceptsCsv(table)
  @Example({ items: [row] })
  @BodyLimit(importBytes)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiConsumes('text/csv', 'application/json')
  @ApiOperation({
    summary: 'Take an existing list of subscribers over, unconfirmed',
    description:
      'Each is sent one message in their language that asks them to confirm, and nothing else before they do. Whoever was asked for a topic before is not asked for it again; whoever left anything, or whose address is stopped, is not asked at all.' +
      importRules,
  })
  @Answers(importAnswer)
  async take(
    @Body({ schema: importBody }) body: ImportBody,
    @Query({ schema: query }) { dryRun, perMinute }: z.output<typeof query>,
    @Context() context: CommandContext,
  ) {
    const tasks = await this.subscriptions.tasks(body, perMinute);
    const rehearsed = dryRun === 'true';
    const carryOut = () => carriedOut(tasks, context);
    const rows = await (rehearsed ? this.units.rehearse(context.now, carryOut) : carryOut());
    return new BulkAnswer(answerOf(rows, rehearsed));
  }
}
