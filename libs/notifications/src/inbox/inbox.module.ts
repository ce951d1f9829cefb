import { Aggregates, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { InboundMessages } from '../inbound.js';
import { SendingModule } from '../sending/sending.module.js';
import { SettingsModule } from '../settings.module.js';
import { conversation, conversationScopes } from './conversation/conversation.aggregate.js';
import { ConversationHandler } from './conversation/conversation.command.js';
import { ConversationsController } from './conversations.controller.js';
import { Inbox } from './inbox.js';
import { InboxMetrics } from './inbox-metrics.js';
import { LastHeard } from './conversation/last-heard.js';
import { InboundMailsController } from './mail/inbound-mails.controller.js';
import { MailIntake } from './mail/mail-intake.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { replyRulesAggregate } from './reply-rules/reply-rules.aggregate.js';
import { ReplyRulesHandler } from './reply-rules/reply-rules.command.js';
import { ReplyRulesReader } from './reply-rules/reply-rules.reader.js';
import { ReplyRulesController } from './reply-rules.controller.js';
import { conversationList } from './views/conversation-list.view.js';
import { ConversationsReader } from './views/conversations.reader.js';

/** The inbox: what people write to the municipality, automatic replies, answers by staff, and petitions that are made of messages. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'notifications',
      aggregates: [conversation, replyRulesAggregate],
      views: [conversationList],
      publish,
      policies,
      personalClaims: conversationScopes,
    }),
    SettingsModule,
    SendingModule,
  ],
  controllers: [ConversationsController, ReplyRulesController, InboundMailsController],
  providers: [
    ConversationHandler,
    ReplyRulesHandler,
    ReplyRulesReader,
    ConversationsReader,
    Inbox,
    { provide: InboundMessages, useExisting: Inbox },
    { provide: LastHeard, useFactory: ({ store }: Aggregates) => new LastHeard(store), inject: [Aggregates] },
    InboxMetrics,
    MailIntake,
  ],
  exports: [InboundMessages, LastHeard],
})
export class InboxModule {}
