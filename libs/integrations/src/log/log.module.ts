import { CONTEXT_CONFIG, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SETTINGS, settingsOf } from '../settings.js';
import { LogReader } from './log.reader.js';
import { LogStreams } from './log-streams.js';
import { LogTail } from './log-tail.js';
import { LogTrimmer } from './log-trimmer.js';
import { MessageLog1797000000000 } from './log.migrations.js';
import { messageLog } from './message-log.js';
import { MessagesController } from './messages.controller.js';

/** One log of every public message, and the ways to read it. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'integrations',
      intakes: () => [messageLog],
      migrations: [MessageLog1797000000000],
    }),
  ],
  controllers: [MessagesController],
  providers: [
    { provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] },
    LogReader,
    LogStreams,
    LogTail,
    LogTrimmer,
  ],
  exports: [LogReader, LogTail, SETTINGS],
})
export class LogModule {}
