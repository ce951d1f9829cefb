import { CONTEXT_CONFIG, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SETTINGS, settingsOf } from './settings.js';

/** Settings from the environment, for the rooms of the context. */
@Module({
  imports: [EventSourcingModule.forFeature({ context: 'notifications' })],
  providers: [{ provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] }],
  exports: [SETTINGS],
})
export class SettingsModule {}
