import { Rejected, type CommandContext } from '@ecou/event-sourcing';
import {
  AcceptsFiles,
  Answers,
  AnswersRepeats,
  cleanFileName,
  Context,
  FileStore,
  idParams,
  Permission,
  Produces,
  Reads,
  RequiresIfMatch,
  verbRoute,
  verbRoutes,
  type IdParams,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DisseminationCommand } from './dissemination/dissemination.command.js';
import type { Estimate } from './dissemination/dissemination.events.js';
import {
  cancelBody,
  changeBody,
  completeBody,
  correctReachBody,
  disseminationAnswer,
  disseminationQuery,
  disseminationsAnswer,
  disseminationsQuery,
  historyAnswer,
  historyQuery,
  logBody,
  materialBody,
  materialBytes,
  materialParams,
  reachBody,
  reachParams,
  type DisseminationsQuery,
} from './dissemination/dissemination.schemas.js';
import { disseminationList } from './views/dissemination-list.view.js';
import { DisseminationsReader } from './views/disseminations.reader.js';

const verbs = [
  verbRoute({
    name: 'plan',
    summary: 'Plan what was suggested',
    command: (_said, { now: at }) => ({ type: 'PlanDissemination', at }),
  }),
  verbRoute({
    name: 'complete',
    summary: 'Put on record that it was done',
    description: 'Another day once more corrects the day. Only what was done counts in figures.',
    body: completeBody,
    command: ({ on }, { now: at }) => ({ type: 'CompleteDissemination', on, at }),
  }),
  verbRoute({
    name: 'cancel',
    summary: 'Cancel it, with a reason',
    description: 'Also what was logged as done by mistake: it does not count any more.',
    body: cancelBody,
    command: ({ reason }, { now: at }) => ({ type: 'CancelDissemination', reason, at }),
  }),
  verbRoute({
    name: 'report-reach',
    path: 'reach',
    summary: 'Report how many people it reached',
    description:
      'Each estimate is of all that was spread, so estimates of one are not added up: figures take the one that was reported last. The answer has its id.',
    body: reachBody,
    makesPart: true,
    command: ({ id: _id, ...estimate }, { now: at, part: reachId }) => ({ type: 'ReportReach', reachId, estimate, at }),
  }),
];

@ApiTags('Dissemination')
@Controller('notifications/v1/disseminations')
export class DisseminationController extends verbRoutes(DisseminationCommand, 'disseminations:write', verbs) {
  constructor(
    commands: CommandBus,
    private readonly reader: DisseminationsReader,
    private readonly files: FileStore,
  ) {
    super(commands);
  }

  @Post()
  @Permission('disseminations:write')
  @ApiOperation({
    summary: 'Log what is spread outside of the platform',
    description: 'Posters, radio, schools and the like: suggested, planned, or done already.',
  })
  log(
    @Body({ schema: logBody }) { id, status, doneOn, ...details }: z.output<typeof logBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'LogDissemination', details, status, doneOn, at: context.now } as const;
    return this.run(id ?? context.commandId, command, context);
  }

  @Get()
  @Permission('disseminations:read')
  @Reads(disseminationList)
  @ApiOperation({
    summary: 'Find what was logged',
    description: 'What meets every criterion, in the order in which it was logged.',
  })
  @Answers(disseminationsAnswer)
  find(@Query({ schema: disseminationsQuery }) criteria: DisseminationsQuery) {
    return this.reader.list(criteria);
  }

  @Get(':id')
  @Permission('disseminations:read')
  @ApiOperation({ summary: 'One dissemination', description: 'As it is, or as it stood.' })
  @Answers(disseminationAnswer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: disseminationQuery }) { asOf }: z.output<typeof disseminationQuery>,
  ) {
    return this.reader.get(id, asOf);
  }

  @Put(':id')
  @Permission('disseminations:write')
  @RequiresIfMatch()
  @ApiOperation({
    summary: 'Change what the log says',
    description: 'The body replaces all of it; what stood before stays in its history.',
  })
  change(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: changeBody }) details: z.output<typeof changeBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ChangeDissemination', details, at: context.now }, context);
  }

  @Get(':id/history')
  @Permission('disseminations:read')
  @ApiOperation({ summary: 'Every fact about it, in order' })
  @Answers(historyAnswer)
  history(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: historyQuery }) paged: z.output<typeof historyQuery>,
  ) {
    return this.reader.history(id, paged);
  }

  @Post(':id/reach/:reachId/corrections')
  @HttpCode(200)
  @Permission('disseminations:write')
  @ApiOperation({
    summary: 'Correct an estimate, with a reason',
    description: 'What is left out stays. What was reported stays beside what is put in its place.',
  })
  correctReach(
    @Param({ schema: reachParams }) { id, reachId }: z.output<typeof reachParams>,
    @Body({ schema: correctReachBody }) { reason, ...given }: z.output<typeof correctReachBody>,
    @Context() context: CommandContext,
  ) {
    const estimate: Partial<Estimate> = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    );
    return this.run(id, { type: 'CorrectReach', reachId, estimate, reason, at: context.now }, context);
  }

  @Post(':id/materials')
  @Permission('disseminations:write')
  @AnswersRepeats()
  @AcceptsFiles({ field: 'files', most: 1, bytes: materialBytes, required: true })
  @ApiOperation({ summary: 'Keep what was spread, as a file', description: 'The answer has the id of the file.' })
  async addMaterial(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: materialBody }) { files, name: called }: z.output<typeof materialBody>,
    @Context() context: CommandContext,
  ) {
    if (context.repeated) return context.repeated;
    const [{ bytes, name, type, size, sha256 }] = files as [(typeof files)[number]];
    const materialId = context.commandId;
    const material = { materialId, name: cleanFileName(called ?? name, type), type, size, sha256 };
    await this.reader.get(id, undefined);
    await this.files.put(materialId, bytes);
    try {
      return await this.run(id, { type: 'AddMaterial', material }, { ...context, part: materialId });
    } catch (error) {
      if (error instanceof Rejected) await this.files.remove(materialId);
      throw error;
    }
  }

  @Get(':id/materials/:materialId')
  @Permission('disseminations:read')
  @Produces('application/octet-stream')
  @ApiOperation({ summary: 'A file, to be saved' })
  material(@Param({ schema: materialParams }) { id, materialId }: z.output<typeof materialParams>) {
    return this.reader.material(id, materialId);
  }

  @Post(':id/materials/:materialId/remove')
  @HttpCode(200)
  @Permission('disseminations:write')
  @ApiOperation({ summary: 'Remove a file for good', description: 'That it was there stays on record.' })
  removeMaterial(
    @Param({ schema: materialParams }) { id, materialId }: z.output<typeof materialParams>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'RemoveMaterial', materialId }, context);
  }

  private run(id: string, command: DisseminationCommand['command'], context: CommandContext) {
    return this.commands.execute(new DisseminationCommand(id, command, context));
  }
}
