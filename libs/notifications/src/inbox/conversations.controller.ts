import { Invalid, type CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  CalledBy,
  Context,
  idParams,
  Permission,
  Reads,
  verbRoute,
  verbRoutes,
  type Caller,
  type IdParams,
  ReadsPersonal,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { messageList } from '../sending/views/message-list.view.js';
import { ConversationCommand } from './conversation/conversation.command.js';
import {
  answerBody,
  assignBody,
  conversationAnswer,
  conversationsAnswer,
  conversationsQuery,
  petitionBody,
  type ConversationsQuery,
} from './conversation/conversation.schemas.js';
import { conversationList } from './views/conversation-list.view.js';
import { ConversationsReader } from './views/conversations.reader.js';

const verbs = [
  verbRoute({
    name: 'answer',
    path: 'answers',
    summary: 'Answer, on the channel on which somebody wrote',
    description:
      'It is sent once. The answer to this request has its id, which is that of the message: what becomes of it shows there, and in the conversation.',
    body: answerBody,
    makesPart: true,
    command: ({ text, language }, { now: at, part: replyId }) => ({
      type: 'AnswerConversation',
      replyId,
      text,
      language,
      at,
    }),
  }),
  verbRoute({
    name: 'make-petition',
    path: 'petitions',
    summary: 'Make a petition, or a notice, of messages',
    description:
      'The register takes it up, gives it a number, and sends the receipt to the address of the conversation; the conversation shows the number, or why it was refused. The answer has its id.',
    body: petitionBody,
    makesPart: true,
    command: ({ id: _id, ...asked }, { now: at, part: requestId }) => ({
      type: 'AskPetition',
      requestId,
      ...asked,
      at,
    }),
  }),
  verbRoute({
    name: 'close',
    summary: 'Close a conversation',
    description: 'A new message reopens it.',
    command: (_said, { now: at }) => ({ type: 'CloseConversation', at }),
  }),
  verbRoute({
    name: 'reopen',
    summary: 'Say that somebody waits for an answer, after all',
    command: (_said, { now: at }) => ({ type: 'ReopenConversation', at }),
  }),
];

/** The inbox: what people wrote to the municipality by e-mail and in messaging apps. */
@ApiTags('Inbox')
@Controller('notifications/v1/conversations')
export class ConversationsController extends verbRoutes(ConversationCommand, 'inbox:handle', verbs) {
  constructor(
    commands: CommandBus,
    private readonly reader: ConversationsReader,
  ) {
    super(commands);
  }

  @Get()
  @Permission('inbox:read')
  @Reads(conversationList)
  @ApiOperation({
    summary: 'Find conversations',
    description:
      'Those that meet every criterion, the one that was heard of last first; nothing personal of them. An officer of a department sees those that were given to them.',
  })
  @Answers(conversationsAnswer)
  find(@Query({ schema: conversationsQuery }) criteria: ConversationsQuery, @CalledBy() caller: Caller) {
    return this.reader.list(criteria, caller);
  }

  @Get(':id')
  @ReadsPersonal()
  @Permission('inbox:handle')
  @Reads(messageList)
  @ApiOperation({
    summary: 'One conversation',
    description: 'With its messages, the replies and what became of them, and the petitions that were made of it.',
  })
  @Answers(conversationAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams, @CalledBy() caller: Caller) {
    return this.reader.get(id, caller);
  }

  @Post(':id/assign')
  @HttpCode(200)
  @Permission('inbox:handle')
  @ApiOperation({ summary: 'Give a conversation to an officer, or to nobody' })
  assign(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: assignBody }) { assignee: given }: z.output<typeof assignBody>,
    @CalledBy() { officer }: Caller,
    @Context() context: CommandContext,
  ) {
    const assignee = given === undefined ? officer : given;
    if (given === undefined && officer === null)
      throw new Invalid('ASSIGNEE_MISSING', 'The key names no officer: say who has it.', ['assignee']);
    const command = { type: 'AssignConversation', assignee, at: context.now } as const;
    return this.commands.execute(new ConversationCommand(id, command, context));
  }
}
