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
  type ImportQuery,
  type Task,
} from '@ecou/runtime/imports';
import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AttendanceImport } from './attendance.import.js';
import { CivicEventsImport } from './civic-events.import.js';

const civicEventsTable =
  'kind,title_ro,startsAt,endsAt\nconsultation,Dezbatere despre parcuri,2031-05-10T10:00:00+03:00,2031-05-10T12:00:00+03:00\n';

const civicEventsRows = {
  items: [
    {
      kind: 'consultation',
      title: { ro: 'Dezbatere despre parcuri' },
      startsAt: '2031-05-10T10:00:00+03:00',
      endsAt: '2031-05-10T12:00:00+03:00',
    },
  ],
};

const civicEventId = 'a5ed58df-8942-5f8b-a903-56a9fbb694b0';
/** Figures as they stand in the sample: that they are sent changes nothing. */
const attendanceTable = `civicEventId,ngo-member,institution-and-authorities,project-team,total\n${civicEventId},17,3,23,23\n`;
const attendanceRows = {
  items: [
    {
      civicEventId,
      categories: [
        { category: 'ngo-member', count: 17 },
        { category: 'institution-and-authorities', count: 3 },
        { category: 'project-team', count: 23 },
      ],
      total: 23,
    },
  ],
};

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
  @AcceptsCsv(civicEventsTable)
  @Example(civicEventsRows)
  @BodyLimit(importBytes)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiConsumes('text/csv', 'application/json')
  @ApiOperation({
    summary: 'Bring civic events in',
    description:
      'In the columns or fields of their list; what that derives is left alone. Each is planned and led to its `status`.' +
      importRules,
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
  @AcceptsCsv(attendanceTable)
  @Example(attendanceRows)
  @BodyLimit(importBytes)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiConsumes('text/csv', 'application/json')
  @ApiOperation({
    summary: 'Bring the attendance of civic events in',
    description:
      'A row per civic event: `civicEventId`, `total`, `reason` (where it corrects other figures), and in a table a column per category; in JSON `categories`.' +
      importRules,
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
