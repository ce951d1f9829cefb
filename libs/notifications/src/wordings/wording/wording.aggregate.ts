import type { Aggregate } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import { wordingDecider, type Wording, type WordingCommandBody } from './wording.decider.js';
import { wordingEvents, type WordingEvent, type WordingKey } from './wording.events.js';

export const wording: Aggregate<WordingCommandBody, Wording, WordingEvent> = {
  category: wordingEvents.category,
  events: wordingEvents,
  decider: wordingDecider,
};

const space = '8f0c1c52-58a1-4c5e-9d0b-3c1f6f0a7b21';

/** The one stream of these words. */
export const wordingId = ({ purpose, language, channel }: WordingKey): string =>
  uuidv5(`${purpose}/${language}/${channel}`, space);
