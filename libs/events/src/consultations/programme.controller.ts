import type { CommandContext } from '@ecou/event-sourcing';
import { randomUUID } from 'node:crypto';
import { Answers, asOfOnly, Context, idParams, Page, Permission, Public, Reads } from '@ecou/runtime';
import type { AsOf, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ProgrammeCommand } from './programme/programme.command.js';
import type { ProgrammeCommandBody } from './programme/programme.decider.js';
import {
  addDeliverableBody,
  createProgrammeBody,
  deliverableParams,
  deliverablesAnswer,
  programmeAnswer,
  programmesAnswer,
  programmesQuery,
  publishDeliverableBody,
} from './programme/programme.schemas.js';
import { programmeList } from './views/programme-list.view.js';
import { ProgrammesReader } from './views/programmes.reader.js';

@ApiTags('Programmes')
@Controller('events/v1/programmes')
export class ProgrammeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly programmes: ProgrammesReader,
  ) {}

  @Post()
  @Permission('events:write')
  @ApiOperation({
    summary: 'Create a programme',
    description: 'With the deliverables that it plans, if they are known.',
  })
  create(
    @Body({ schema: createProgrammeBody }) { id, deliverables, ...details }: z.output<typeof createProgrammeBody>,
    @Context() context: CommandContext,
  ) {
    const planned = deliverables.map(({ id: own, ...rest }) => ({ deliverableId: own ?? randomUUID(), ...rest }));
    return this.run(id ?? context.commandId, { type: 'CreateProgramme', details, deliverables: planned }, context);
  }

  @Get()
  @Public()
  @Reads(programmeList)
  @ApiOperation({ summary: 'Find programmes', description: 'Those that meet every criterion, by title.' })
  @Answers(programmesAnswer)
  find(@Query({ schema: programmesQuery }) criteria: z.output<typeof programmesQuery>) {
    return this.programmes.list(criteria);
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'One programme', description: 'As it is, or as it stood.' })
  @Answers(programmeAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: asOfOnly }) { asOf }: AsOf) {
    return this.programmes.get(id, asOf);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Start a programme' })
  start(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'StartProgramme' }, context);
  }

  @Post(':id/deliverables')
  @Permission('events:write')
  @ApiOperation({
    summary: 'Add a deliverable to a programme',
    description: 'With an address it is published at once, and announced. The answer has the id of the deliverable.',
  })
  addDeliverable(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: addDeliverableBody }) body: z.output<typeof addDeliverableBody>,
    @Context() context: CommandContext,
  ) {
    const { id: deliverableId = randomUUID(), kind, title, address } = body;
    const deliverable = { deliverableId, kind, title };
    const command: ProgrammeCommandBody =
      address === undefined
        ? { type: 'PlanDeliverable', deliverable }
        : { type: 'AddPublishedDeliverable', deliverable, address, at: context.now };
    return this.run(id, command, { ...context, part: deliverableId });
  }

  @Get(':id/deliverables')
  @Public()
  @ApiOperation({ summary: 'The deliverables of a programme', description: 'In the order in which they were planned.' })
  @Answers(deliverablesAnswer)
  async deliverables(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: asOfOnly }) { asOf }: AsOf) {
    const { body } = await this.programmes.get(id, asOf);
    return new Page(body.deliverables, null);
  }

  @Post(':id/deliverables/:deliverableId/publish')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Publish a deliverable', description: 'Whoever asked to be told of it is told.' })
  publishDeliverable(
    @Param({ schema: deliverableParams }) { id, deliverableId }: z.output<typeof deliverableParams>,
    @Body({ schema: publishDeliverableBody }) { address }: z.output<typeof publishDeliverableBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'PublishDeliverable', deliverableId, address, at: context.now }, context);
  }

  private run(id: string, command: ProgrammeCommandBody, context: CommandContext) {
    return this.commands.execute(new ProgrammeCommand(id, command, context));
  }
}
