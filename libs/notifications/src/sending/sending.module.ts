import { Vault } from '@ecou/event-sourcing';
import { Aggregates, EventSourcingModule, Restrictions } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SETTINGS, type Settings, settingsOf } from '../settings.js';
import { SettingsModule } from '../settings.module.js';
import { SubscribersModule } from '../subscribers/subscribers.module.js';
import { WordingsModule } from '../wordings/wordings.module.js';
import { Admission } from './admission.js';
import { announcement } from './announcement/announcement.aggregate.js';
import { AnnouncementHandler } from './announcement/announcement.command.js';
import { Announcements } from './announcement/announcements.js';
import { Placing } from './announcement/placing.js';
import { servedBy } from './channels.js';
import { CarryOutRedactionHandler } from './carry-out-redaction.command.js';
import { FallBackHandler } from './fall-back.command.js';
import { effects } from './effects.js';
import { keptMails } from './kept-mails.js';
import { MailsController } from './mails.controller.js';
import { message } from './message/message.aggregate.js';
import { MessageHandler } from './message/message.command.js';
import { MessageController } from './message.controller.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { ReleaseHeldHandler } from './release-held.command.js';
import { MailReports } from './reports/mail-reports.js';
import { MailReportsController } from './reports/mail-reports.controller.js';
import { ReturnFolder } from './reports/return-folder.js';
import { Resending } from './resending.js';
import { TelegramStarts } from './telegram/telegram-starts.js';
import { MailsReader } from './views/mails.reader.js';
import { messageList } from './views/message-list.view.js';
import { recommendationAnnouncement } from './views/recommendation-announcement.view.js';
import { MessagesReader } from './views/messages.reader.js';
import { WebhookSecretController } from './webhook/webhook-secret.controller.js';
import { WhatsAppStatuses } from './whatsapp/whatsapp-statuses.js';

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
      erasers: ({ config, fileEncryption }) => [keptMails(settingsOf(config).mailDir, fileEncryption)],
    }),
    SettingsModule,
    SubscribersModule,
    WordingsModule,
  ],
  controllers: [MessageController, MailsController, MailReportsController, WebhookSecretController],
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
    TelegramStarts,
    WhatsAppStatuses,
    {
      provide: Admission,
      useFactory: ({ store }: Aggregates, vault: Vault, restrictions: Restrictions) =>
        new Admission({ store, vault, restrictions, announcements: new Announcements(store) }),
      inject: [Aggregates, Vault, Restrictions],
    },
    {
      provide: Placing,
      useFactory: (vault: Vault, settings: Settings) => new Placing(vault, servedBy(settings)),
      inject: [Vault, SETTINGS],
    },
    ReleaseHeldHandler,
  ],
  exports: [Placing, MessagesReader, TelegramStarts, WhatsAppStatuses],
})
export class SendingModule {}
