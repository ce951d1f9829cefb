import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, CalledBy, Context, idParams, Permission, Public, Reads } from '@ecou/runtime';
import type { Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DiscussionPointCommand } from './discussion-point/discussion-point.command.js';
import { pointsAnswer, pointsQuery, recordPointBody } from './discussion-point/discussion-point.schemas.js';
import { discussionPointList } from './views/discussion-point-list.view.js';
import { DiscussionPointsReader } from './views/discussion-points.reader.js';

@ApiTags('Discussion points')
@Controller('events/v1/civic-events/:id/discussion-points')
export class DiscussionPointController {
  constructor(
    private readonly commands: CommandBus,
    private readonly points: DiscussionPointsReader,
  ) {}

  @Post()
  @Permission('events:write')
  @ApiOperation({
    summary: 'Record what was said: a discussion point, a recommendation, a suggestion or an observation',
    description: 'From the start of the civic event on.',
  })
  record(
    @Param({ schema: idParams }) { id: civicEventId }: IdParams,
    @Body({ schema: recordPointBody }) { id, ...said }: z.output<typeof recordPointBody>,
    @Context() context: CommandContext,
  ) {
    const order = { type: 'RecordDiscussionPoint', point: { civicEventId, ...said } } as const;
    return this.commands.execute(new DiscussionPointCommand(id ?? context.commandId, order, context));
  }

  @Get()
  @Public()
  @Reads(discussionPointList)
  @ApiOperation({ summary: 'What was said at a civic event' })
  @Answers(pointsAnswer)
  find(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: pointsQuery }) criteria: z.output<typeof pointsQuery>,
    @CalledBy() caller: Caller,
  ) {
    return this.points.list(id, criteria, caller.can('events:read'));
  }
}
