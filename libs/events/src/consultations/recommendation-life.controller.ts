import type { CommandContext } from '@ecou/event-sourcing';
import { Context, idParams, Permission } from '@ecou/runtime';
import type { IdParams } from '@ecou/runtime';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DiscussionPointCommand } from './discussion-point/discussion-point.command.js';
import {
  acceptBody,
  assignBody,
  completeBody,
  declineBody,
  internalNoteBody,
  progressBody,
  promoteBody,
  reopenBody,
} from './discussion-point/recommendation.schemas.js';

/** The commands of staff about recommendations. */
@ApiTags('Recommendations')
@Controller('events/v1/recommendations')
export class RecommendationLifeController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Permission('events:write')
  @ApiOperation({
    summary: 'Treat a suggestion or an observation as a recommendation, with a reason',
    description: 'It keeps the id of the discussion point, which stays on record as it was said.',
  })
  promote(
    @Body({ schema: promoteBody }) { discussionPointId, reason }: z.output<typeof promoteBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(discussionPointId, { type: 'PromoteDiscussionPoint', reason }, context);
  }

  @Post(':id/review')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Begin to review a recommendation' })
  review(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'StartReview' }, context);
  }

  @Post(':id/assign')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Name the department or the partner organisation that sees to a recommendation' })
  assign(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: assignBody }) owner: z.output<typeof assignBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'AssignOwner', owner }, context);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Accept a recommendation that is under review' })
  accept(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: acceptBody }) { explanation }: z.output<typeof acceptBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'Accept', explanation }, context);
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Decline a recommendation that is under review, with a reason' })
  decline(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: declineBody }) { reason }: z.output<typeof declineBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'Decline', reason }, context);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Begin to work on an accepted recommendation', description: 'Somebody has to see to it.' })
  start(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'StartWork' }, context);
  }

  @Post(':id/complete')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Put on record that a recommendation is done' })
  complete(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: completeBody }) { result }: z.output<typeof completeBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'Complete', result }, context);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Review a decided recommendation again, with a reason' })
  reopen(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reopenBody }) { reason }: z.output<typeof reopenBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'Reopen', reason }, context);
  }

  @Post(':id/progress')
  @Permission('events:write')
  @ApiOperation({
    summary: 'Note how a recommendation goes, for the public',
    description: 'Whoever asked to be told of it is told. The answer has the id of the note.',
  })
  progress(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: progressBody }) { id: noteId, note }: z.output<typeof progressBody>,
    @Context() context: CommandContext,
  ) {
    const part = noteId ?? context.commandId;
    return this.run(id, { type: 'NoteProgress', noteId: part, note }, { ...context, part });
  }

  @Post(':id/internal-notes')
  @Permission('events:write')
  @ApiOperation({ summary: 'Note something for staff only', description: 'The answer has the id of the note.' })
  takeNote(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: internalNoteBody }) { id: noteId, text }: z.output<typeof internalNoteBody>,
    @Context() context: CommandContext,
  ) {
    const part = noteId ?? context.commandId;
    return this.run(id, { type: 'TakeNote', noteId: part, text }, { ...context, part });
  }

  private run(id: string, command: DiscussionPointCommand['command'], context: CommandContext) {
    return this.commands.execute(new DiscussionPointCommand(id, command, context));
  }
}
