import { sharedTitle, type LocalizedText } from '@ecou/contracts';
import { assertNever, same, type Decider } from '@ecou/event-sourcing';
import type { TopicEvent } from './topic.events.js';

export type NameTopic = { type: 'NameTopic'; topic: string; title: LocalizedText; at: string };
/** Names a series by one of its civic events: it is called what their titles begin with. */
export type NameSeries = { type: 'NameSeries'; topic: string; title: LocalizedText; at: string };
/** Words that should not stand in the title were taken out of it. */
export type RedactTopic = {
  type: 'RedactTopic';
  topic: string;
  title: LocalizedText;
  reason: LocalizedText;
  at: string;
};

/** Notes that the words are out of what was stored before. */
export type NoteRedaction = { type: 'NoteRedaction'; announcements: number; messages: number; at: string };

/** Notes which announcement is the latest that is said of it. */
export type NoteNews = { type: 'NoteNews'; announcementId: string; at: string };

export type TopicCommandBody = NameTopic | NameSeries | RedactTopic | NoteRedaction | NoteNews;

export interface Topic {
  /** `null`: nobody has said what it is called. */
  readonly title: LocalizedText | null;
  /** True once words were taken out of it. */
  readonly isRedacted: boolean;
  /** True from a redaction until its words are out of what was stored before. */
  readonly isRedacting: boolean;
  /** The announcement that is the latest of it; `null`: there is none whose place another one takes. */
  readonly latest: string | null;
}

function named(topic: string, title: LocalizedText, at: string, known: Topic): TopicEvent[] {
  return same(known.title, title) ? [] : [{ type: 'TopicNamed', data: { topic, title, namedAt: at } }];
}

function noted({ announcements, messages, at }: NoteRedaction, { isRedacting }: Topic): TopicEvent[] {
  if (!isRedacting) return [];
  return [{ type: 'TopicRedactionCarriedOut', data: { announcements, messages, carriedOutAt: at } }];
}

function evolve(known: Topic, event: TopicEvent): Topic {
  switch (event.type) {
    case 'TopicNamed':
      return { ...known, title: event.data.title };
    case 'TopicRedacted':
      return { ...known, title: event.data.title, isRedacted: true, isRedacting: true };
    case 'TopicRedactionCarriedOut':
      return { ...known, isRedacting: false };
    case 'NewsTold':
      return { ...known, latest: event.data.announcementId };
    default:
      return assertNever(event);
  }
}

function decide(command: TopicCommandBody, known: Topic): readonly TopicEvent[] {
  if (command.type === 'NoteRedaction') return noted(command, known);
  if (command.type === 'NoteNews') {
    const { announcementId, at: toldAt } = command;
    return known.latest === announcementId ? [] : [{ type: 'NewsTold', data: { announcementId, toldAt } }];
  }
  const { topic, title, at } = command;
  switch (command.type) {
    case 'NameTopic':
      return named(topic, title, at, known);
    case 'NameSeries':
      return named(topic, known.title ? (sharedTitle([known.title, title]) ?? known.title) : title, at, known);
    case 'RedactTopic':
      // What was never named here is no recommendation.
      if (known.title === null || same(known.title, title)) return [];
      return [{ type: 'TopicRedacted', data: { topic, title, reason: command.reason, redactedAt: at } }];
    default:
      return assertNever(command);
  }
}

export const topicDecider: Decider<TopicCommandBody, Topic, TopicEvent> = {
  initial: { title: null, isRedacted: false, isRedacting: false, latest: null },
  decide,
  evolve,
};
