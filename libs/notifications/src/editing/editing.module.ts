import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings.module.js';
import { SendingModule } from '../sending/sending.module.js';
import { SubscribersModule } from '../subscribers/subscribers.module.js';
import { WordingsModule } from '../wordings/wordings.module.js';
import { PreviewData } from './preview-data.js';
import { Previews } from './preview.js';
import { TemplatesController } from './templates.controller.js';
import { TemplatesReader } from './templates.reader.js';
import { TestSending } from './test-sending.js';

/** Templates are looked at, written, tried and put in force. */
@Module({
  imports: [
    EventSourcingModule.forFeature({ context: 'notifications' }),
    SettingsModule,
    SendingModule,
    SubscribersModule,
    WordingsModule,
  ],
  controllers: [TemplatesController],
  providers: [PreviewData, Previews, TemplatesReader, TestSending],
})
export class EditingModule {}
