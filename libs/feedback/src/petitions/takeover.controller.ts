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
} from '@ecou/runtime/imports';
import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PetitionsImport } from './takeover/petitions.import.js';

const row = {
  number: '1234',
  registeredOn: '2026-02-02',
  kind: 'complaint',
  category: 'street-lighting',
  text: 'O lampă este stinsă.',
  petitioner: { name: 'Ana Exemplu', channel: 'email', contact: 'ana@example.ro' },
};
const table =
  'number,registeredOn,kind,category,text,petitioner_name,petitioner_channel,petitioner_contact\n1234,2026-02-02,complaint,street-lighting,O lampă este stinsă.,Ana Exemplu,email,ana@example.ro\n';

/** Running petitions of another register. */
@ApiTags('Petitions')
@Controller('feedback/v1/imports')
export class TakeoverController {
  constructor(
    private readonly petitions: PetitionsImport,
    private readonly units: UnitsOfWork,
  ) {}

  @Post('petitions')
  @HttpCode(200)
  @Permission('petitions:register')
  @AcceptsCsv(table)
  @Example({ items: [row] })
  @BodyLimit(importBytes)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiConsumes('text/csv', 'application/json')
  @ApiOperation({
    summary: 'Take running petitions of another register over',
    description:
      'Each keeps its `number` and the days on which it was received and registered (`receivedOn`, `registeredOn`), by which its deadline is counted. Nobody is written to.' +
      importRules,
  })
  @Answers(importAnswer)
  async take(
    @Body({ schema: importBody }) body: ImportBody,
    @Query({ schema: importQuery }) { dryRun }: ImportQuery,
    @Context() context: CommandContext,
  ) {
    const tasks = this.petitions.tasks(body);
    const rehearsed = dryRun === 'true';
    const carryOut = () => carriedOut(tasks, context);
    const rows = await (rehearsed ? this.units.rehearse(context.now, carryOut) : carryOut());
    return new BulkAnswer(answerOf(rows, rehearsed));
  }
}
