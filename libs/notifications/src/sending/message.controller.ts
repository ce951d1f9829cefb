import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, asOfOnly, Context, idParams, Ignores, Permission, Reads } from '@ecou/runtime';
import type { AsOf, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { messageList } from './views/message-list.view.js';
import { MessageCommand } from './message/message.command.js';
import { MessagesReader } from './views/messages.reader.js';
import {
  messageAnswer,
  messagesAnswer,
  messagesQuery,
  resendBody,
  resendManyBody,
  resentAnswer,
  settleBody,
} from './message/message.schemas.js';
import { Resending } from './resending.js';

@ApiTags('Messages')
@Controller('notifications/v1/messages')
export class MessageController {
  constructor(
    private readonly commands: CommandBus,
    private readonly messages: MessagesReader,
    private readonly resending: Resending,
  ) {}

  @Get()
  @Permission('notifications:read')
  @Reads(messageList)
  @ApiOperation({ summary: 'What was sent to whom, or is to be', description: 'The newest first.' })
  @Answers(messagesAnswer)
  find(@Query({ schema: messagesQuery }) criteria: z.output<typeof messagesQuery>) {
    return this.messages.list(criteria);
  }

  @Get(':id')
  @Permission('notifications:read')
  @ApiOperation({ summary: 'One message', description: 'With each attempt.' })
  @Answers(messageAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: asOfOnly }) { asOf }: AsOf) {
    return this.messages.get(id, asOf);
  }

  @Post('resend')
  @HttpCode(200)
  @Permission('notifications:write')
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Send many messages again',
    description:
      'Those that are named, or those whose sending is uncertain; each as if it were sent again by itself, with the reason on record. People may get some twice: whoever says so takes that upon them.',
  })
  @Answers(resentAnswer)
  resendMany(
    @Body({ schema: resendManyBody }) body: z.output<typeof resendManyBody>,
    @Context() context: CommandContext,
  ) {
    return this.resending.run(body, context);
  }

  @Post(':id/resend')
  @HttpCode(200)
  @Permission('notifications:write')
  @ApiOperation({
    summary: 'Send a message again',
    description:
      'One that was given up, or whose sending is uncertain. Of the latter the person may get two: whoever says so takes that upon them.',
  })
  resend(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: resendBody }) { reason }: z.output<typeof resendBody>,
    @Context() context: CommandContext,
  ) {
    return this.commands.execute(new MessageCommand(id, { type: 'ResendMessage', reason, at: context.now }, context));
  }

  @Post(':id/settle')
  @HttpCode(200)
  @Permission('notifications:write')
  @ApiOperation({
    summary: 'Say what became of a sending that is uncertain',
    description: 'As somebody knows who looked into the log of the mail server. Nothing is sent.',
  })
  settle(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: settleBody }) { outcome, reason }: z.output<typeof settleBody>,
    @Context() context: CommandContext,
  ) {
    return this.commands.execute(
      new MessageCommand(id, { type: 'SettleMessage', outcome, reason, at: context.now }, context),
    );
  }
}
