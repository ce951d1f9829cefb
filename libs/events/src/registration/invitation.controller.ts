import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  BodyLimit,
  BulkAnswer,
  Context,
  idParams,
  Ignores,
  Permission,
  Reads,
  ReadsPersonal,
} from '@ecou/runtime';
import type { IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { InvitationLists } from './invitation/invitation-lists.js';
import {
  invitationsAnswer,
  invitationsQuery,
  inviteBody,
  invitedAnswer,
  type InviteBody,
} from './invitation/invitation.schemas.js';
import { invitationList } from './views/invitation-list.view.js';
import { InvitationReader } from './views/invitation.reader.js';

@ApiTags('Invitations')
@Controller('events/v1/civic-events/:id/invitations')
export class InvitationController {
  constructor(
    private readonly lists: InvitationLists,
    private readonly invitations: InvitationReader,
  ) {}

  @Post()
  @HttpCode(200)
  @Permission('events:write')
  @BodyLimit(512 * 1024)
  // It is about many invitations, each of which has an id and a contact that tell a repeat.
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Invite people by list',
    description:
      'Each is sent a link by which they accept or decline. Who is invited already is told row by row, and not invited twice.',
  })
  @Answers(invitedAnswer)
  async invite(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: inviteBody }) body: InviteBody,
    @Context() context: CommandContext,
  ) {
    return new BulkAnswer(await this.lists.invite(id, body, context));
  }

  @Get()
  @ReadsPersonal()
  @Permission('events:write')
  @Reads(invitationList)
  @ApiOperation({ summary: 'Who was invited to a civic event, and what they answered' })
  @Answers(invitationsAnswer)
  find(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: invitationsQuery }) criteria: z.output<typeof invitationsQuery>,
  ) {
    return this.invitations.list(id, criteria);
  }
}
