import { Module } from '@nestjs/common';
import { InboxModule } from './inbox/inbox.module.js';
import { SendingModule } from './sending/sending.module.js';
import { TelegramController } from './sending/telegram/telegram.controller.js';
import { WhatsAppController } from './sending/whatsapp/whatsapp.controller.js';
import { SettingsModule } from './settings.module.js';

/** Webhooks of providers: what becomes of messages goes to sending, what people write to the inbox. */
@Module({
  imports: [SettingsModule, SendingModule, InboxModule],
  controllers: [TelegramController, WhatsAppController],
})
export class ProviderWebhooksModule {}
