import type { LocalizedText } from '@ecou/contracts';
import { assertNever, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { AnnouncementPurpose } from '../message/message.events.js';
import type { AnnouncementEvent } from './announcement.events.js';

/** The root of the tree of topics. */
export const everything = 'everything';

export type StartAnnouncement = {
  type: 'StartAnnouncement';
  purpose: AnnouncementPurpose;
  /** From what it is about along the tree of topics; `everything` is added. */
  topics: readonly string[];
  causeId: string;
  title: LocalizedText;
  details: Readonly<Record<string, string>>;
  /** The reason, or the change; `null` where nobody said so. */
  note: LocalizedText | null;
  /** The matter of which it is the latest, such as `civic-event:<id>`: what was announced of that before, and waits, is not sent. */
  matter?: string;
  /** It comes at once, in quiet hours too. */
  urgent?: boolean;
  /** A digest that comes later is too late for it. */
  neededBy?: string;
  /** The time from which nobody needs it (ISO 8601). */
  expiresAt?: string;
  at: string;
};
/** Puts a chunk of subscribers on record, for whom the same unit holds a message each. */
export type ExpandAnnouncement = {
  type: 'ExpandAnnouncement';
  /** The cursor after which the chunk begins; `null` at the start. */
  from: string | null;
  /** Ids of the subscribers, in order; none where nobody is left. */
  subscribers: readonly string[];
  /** True where nobody is left after them. */
  last: boolean;
  at: string;
};

/** Words were taken out of its title; `title` is what is left. */
export type RedactAnnouncement = { type: 'RedactAnnouncement'; title: LocalizedText; at: string };

export type AnnouncementCommandBody = StartAnnouncement | ExpandAnnouncement | RedactAnnouncement;

export interface Announcement {
  readonly status: 'none' | 'expanding' | 'completed';
  readonly started: Extract<AnnouncementEvent, { type: 'AnnouncementStarted' }>['data'] | null;
  readonly cursor: string | null;
  readonly messages: number;
}

function expand({ from, subscribers, last, at }: ExpandAnnouncement, announcement: Announcement): AnnouncementEvent[] {
  if (announcement.status === 'completed' || announcement.cursor !== from) return [];
  const cursor = subscribers.at(-1);
  const messages = announcement.messages + subscribers.length;
  return [
    ...(cursor === undefined
      ? []
      : [
          {
            type: 'AnnouncementExpanded' as const,
            data: { from, cursor, messages: subscribers.length, expandedAt: at },
          },
        ]),
    ...(last ? [{ type: 'AnnouncementCompleted' as const, data: { messages, completedAt: at } }] : []),
  ];
}

function started(command: StartAnnouncement): AnnouncementEvent {
  const { purpose, topics, causeId, title, details, note, at } = command;
  const { matter = null, urgent = false, neededBy = null, expiresAt = null } = command;
  return {
    type: 'AnnouncementStarted',
    data: {
      ...{ purpose, topics: [...new Set([...topics, everything])], causeId, title, details: { ...details } },
      ...(note === null ? {} : { note }),
      ...{ matter, urgent, neededBy, expiresAt, startedAt: at },
    },
  };
}

function decide(command: AnnouncementCommandBody, announcement: Announcement): readonly AnnouncementEvent[] {
  switch (command.type) {
    case 'StartAnnouncement':
      return announcement.status === 'none' ? [started(command)] : [];
    case 'ExpandAnnouncement':
      if (announcement.status === 'none') throw new Unknown('ANNOUNCEMENT_UNKNOWN', 'There is no such announcement.');
      return expand(command, announcement);
    case 'RedactAnnouncement': {
      const { title, at } = command;
      if (announcement.started === null || same(announcement.started.title, title)) return [];
      return [{ type: 'AnnouncementRedacted', data: { title, redactedAt: at } }];
    }
    default:
      return assertNever(command);
  }
}

function evolve(announcement: Announcement, event: AnnouncementEvent): Announcement {
  switch (event.type) {
    case 'AnnouncementStarted':
      return { ...announcement, status: 'expanding', started: event.data };
    case 'AnnouncementExpanded': {
      const { cursor, messages } = event.data;
      return { ...announcement, cursor, messages: announcement.messages + messages };
    }
    case 'AnnouncementRedacted': {
      const { started } = announcement;
      return { ...announcement, started: started && { ...started, title: event.data.title } };
    }
    case 'AnnouncementCompleted':
      return { ...announcement, status: 'completed' };
    default:
      return assertNever(event);
  }
}

/** Something that everybody who asked for its topics is told once: it grows by chunks of subscribers until nobody is left. */
export const announcementDecider: Decider<AnnouncementCommandBody, Announcement, AnnouncementEvent> = {
  initial: { status: 'none', started: null, cursor: null, messages: 0 },
  decide,
  evolve,
};
