import { UnitsOfWork, type CommandContext } from '@ecou/event-sourcing';
import { AcceptsCsv, Answers, BodyLimit, BulkAnswer, Context, Ignores, Permission } from '@ecou/runtime';
import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AttendanceImport } from './attendance.import.js';
import { CivicEventsImport } from './civic-events.import.js';
import { answerOf, importAnswer } from './outcome.js';
import { carriedOut, importBody, type ImportBody, type Task } from './rows.js';

const importQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: tells what would happen, row by row, and writes nothing.'),
});
type ImportQuery = z.output<typeof importQuery>;

const limit = 5 * 1024 * 1024;
const rules =
  ' CSV (with names in the first row) or JSON, 5 MiB and 5,000 rows at most. Rows that are refused say why, the others are carried out; the same file again changes nothing.';

@ApiTags('Imports')
@Controller('events/v1/imports')
export class ImportsController {
  constructor(
    private readonly civicEvents: CivicEventsImport,
    private readonly attendance: AttendanceImport,
    private readonly units: UnitsOfWork,
  ) {}

  @Post('civic-events')
  @HttpCode(200)
  @Permission('events:write')
  @AcceptsCsv()
  @BodyLimit(limit)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiConsumes('text/csv', 'application/json')
  @ApiOperation({
    summary: 'Bring civic events in',
    description:
      'In the columns or fields of their list; what that derives is left alone. Each is planned and led to its `status`.' +
      rules,
  })
  @Answers(importAnswer)
  importCivicEvents(
    @Body({ schema: importBody }) body: ImportBody,
    @Query({ schema: importQuery }) query: ImportQuery,
    @Context() context: CommandContext,
  ) {
    return this.run(this.civicEvents.tasks(body), query, context);
  }

  @Post('attendance')
  @HttpCode(200)
  @Permission('events:write')
  @AcceptsCsv()
  @BodyLimit(limit)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiConsumes('text/csv', 'application/json')
  @ApiOperation({
    summary: 'Bring the attendance of civic events in',
    description:
      'A row per civic event: `civicEventId`, `total`, `reason` (where it corrects other figures), and in a table a column per category; in JSON `categories`.' +
      rules,
  })
  @Answers(importAnswer)
  async importAttendance(
    @Body({ schema: importBody }) body: ImportBody,
    @Query({ schema: importQuery }) query: ImportQuery,
    @Context() context: CommandContext,
  ) {
    return this.run(await this.attendance.tasks(body), query, context);
  }

  private async run(tasks: readonly Task[], { dryRun }: ImportQuery, context: CommandContext) {
    const rehearsed = dryRun === 'true';
    const carryOut = () => carriedOut(tasks, context);
    const rows = await (rehearsed ? this.units.rehearse(context.now, carryOut) : carryOut());
    return new BulkAnswer(answerOf(rows, rehearsed));
  }
}
