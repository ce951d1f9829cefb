import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, Context, Permission, RequiresIfMatch } from '@ecou/runtime';
import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ReplyRulesCommand } from './reply-rules/reply-rules.command.js';
import { ReplyRulesReader } from './reply-rules/reply-rules.reader.js';
import {
  rulesAnswer,
  rulesQuery,
  rulesVersionsAnswer,
  rulesVersionsQuery,
  setRulesBody,
} from './reply-rules/reply-rules.schemas.js';

/** The rules by which messages are replied to automatically, and become petitions by a keyword. */
@ApiTags('Inbox')
@Controller('notifications/v1/reply-rules')
export class ReplyRulesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: ReplyRulesReader,
  ) {}

  @Get()
  @Permission('notifications:read')
  @ApiOperation({ summary: 'The rules of automatic replies', description: 'As they are, or as they stood.' })
  @Answers(rulesAnswer)
  get(@Query({ schema: rulesQuery }) { asOf }: z.output<typeof rulesQuery>) {
    return this.reader.get(asOf);
  }

  @Put()
  @Permission('notifications:write')
  @RequiresIfMatch()
  @ApiOperation({
    summary: 'Set the rules of automatic replies',
    description:
      'The body replaces all of them, as the next version; before the first, `If-Match` is that of version 0. A rule that is `suggested` replies to nobody.',
  })
  set(@Body({ schema: setRulesBody }) rules: z.output<typeof setRulesBody>, @Context() context: CommandContext) {
    return this.commands.execute(new ReplyRulesCommand({ type: 'SetReplyRules', rules, at: context.now }, context));
  }

  @Get('versions')
  @Permission('notifications:read')
  @ApiOperation({ summary: 'Every version of the rules', description: 'The oldest first.' })
  @Answers(rulesVersionsAnswer)
  versions(@Query({ schema: rulesVersionsQuery }) paged: z.output<typeof rulesVersionsQuery>) {
    return this.reader.versions(paged);
  }
}
