import type { CommandContext } from '@ecou/event-sourcing';
import { Context, Permission, verbRoute, verbRoutes } from '@ecou/runtime';
import { Body, Controller, Post } from '@nestjs/common';
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

const verbs = [
  verbRoute({
    name: 'review',
    summary: 'Begin to review a recommendation',
    command: () => ({ type: 'StartReview' }),
  }),
  verbRoute({
    name: 'assign',
    summary: 'Name the department or the partner organisation that sees to a recommendation',
    body: assignBody,
    command: (owner) => ({ type: 'AssignOwner', owner }),
  }),
  verbRoute({
    name: 'accept',
    summary: 'Accept a recommendation that is under review',
    body: acceptBody,
    command: ({ explanation }) => ({ type: 'Accept', explanation }),
  }),
  verbRoute({
    name: 'decline',
    summary: 'Decline a recommendation that is under review, with a reason',
    body: declineBody,
    command: ({ reason }) => ({ type: 'Decline', reason }),
  }),
  verbRoute({
    name: 'start',
    summary: 'Begin to work on an accepted recommendation',
    description: 'Somebody has to see to it.',
    command: () => ({ type: 'StartWork' }),
  }),
  verbRoute({
    name: 'complete',
    summary: 'Put on record that a recommendation is done',
    body: completeBody,
    command: ({ result }) => ({ type: 'Complete', result }),
  }),
  verbRoute({
    name: 'reopen',
    summary: 'Review a decided recommendation again, with a reason',
    body: reopenBody,
    command: ({ reason }) => ({ type: 'Reopen', reason }),
  }),
  verbRoute({
    name: 'progress',
    summary: 'Note how a recommendation goes, for the public',
    description: 'Whoever asked to be told of it is told. The answer has the id of the note.',
    body: progressBody,
    makesPart: true,
    command: ({ note }, { part: noteId }) => ({ type: 'NoteProgress', noteId, note }),
  }),
  verbRoute({
    name: 'take-note',
    path: 'internal-notes',
    summary: 'Note something for staff only',
    description: 'The answer has the id of the note.',
    body: internalNoteBody,
    makesPart: true,
    command: ({ text }, { part: noteId }) => ({ type: 'TakeNote', noteId, text }),
  }),
];

/** The commands of staff about recommendations. */
@ApiTags('Recommendations')
@Controller('events/v1/recommendations')
export class RecommendationLifeController extends verbRoutes(DiscussionPointCommand, 'events:write', verbs) {
  @Post()
  @Permission('events:write')
  @ApiOperation({
    summary: 'Treat a discussion point as a recommendation, with a reason',
    description: 'It keeps the id of the discussion point, which stays on record as it was said.',
  })
  promote(
    @Body({ schema: promoteBody }) { discussionPointId, reason }: z.output<typeof promoteBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'PromoteDiscussionPoint', reason } as const;
    return this.commands.execute(new DiscussionPointCommand(discussionPointId, command, context));
  }
}
