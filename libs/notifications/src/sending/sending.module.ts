import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings.module.js';
import { SubscribersModule } from '../subscribers/subscribers.module.js';
import { announcement } from './announcement/announcement.aggregate.js';
import { AnnouncementHandler } from './announcement/announcement.command.js';
import { CarryOutRedactionHandler } from './carry-out-redaction.command.js';
import { FallBackHandler } from './fall-back.command.js';
import { effects } from './effects.js';
import { MailsController } from './mails.controller.js';
import { message } from './message/message.aggregate.js';
import { MessageHandler } from './message/message.command.js';
import { MessageController } from './message.controller.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { MailReports } from './reports/mail-reports.js';
import { MailReportsController } from './reports/mail-reports.controller.js';
import { ReturnFolder } from './reports/return-folder.js';
import { Resending } from './resending.js';
import { MailsReader } from './views/mails.reader.js';
import { messageList } from './views/message-list.view.js';
import { recommendationAnnouncement } from './views/recommendation-announcement.view.js';
import { MessagesReader } from './views/messages.reader.js';

/** Sending: announcements, their messages, and the mails. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'notifications',
      aggregates: [announcement, message],
      views: [messageList, recommendationAnnouncement],
      publish,
      policies,
      effects,
    }),
    SettingsModule,
    SubscribersModule,
  ],
  controllers: [MessageController, MailsController, MailReportsController],
  providers: [
    CarryOutRedactionHandler,
    AnnouncementHandler,
    FallBackHandler,
    MessageHandler,
    MessagesReader,
    MailsReader,
    Resending,
    MailReports,
    ReturnFolder,
  ],
  exports: [MessagesReader],
})
export class SendingModule {}
