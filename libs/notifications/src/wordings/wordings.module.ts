import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { wordingList } from './views/wording-list.view.js';
import { WordingsReader } from './views/wordings.reader.js';
import { wording } from './wording/wording.aggregate.js';
import { WordingHandler } from './wording/wording.command.js';

/** The institution's own words, by template, language and channel, in versions. */
@Module({
  imports: [EventSourcingModule.forFeature({ context: 'notifications', aggregates: [wording], views: [wordingList] })],
  providers: [WordingHandler, WordingsReader],
  exports: [WordingsReader],
})
export class WordingsModule {}
