import type { LocalizedText } from '@ecou/contracts';
import { assertNever, same, Unknown, type Decider, type Sealed } from '@ecou/event-sourcing';
import { isOfPetition } from '../../subscribers/topic/petition-topic.js';
import type { AnnouncementPurpose } from '../message/message.events.js';
import type { AnnouncementEvent } from './announcement.events.js';
import { everything, type Segment } from './segment.js';

export type StartAnnouncement = {
  type: 'StartAnnouncement';
  purpose: AnnouncementPurpose;
  /** From what it is about along the tree of topics; `everything` is added, but to a petition, which is somebody's own. */
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
  /** Those of its readers whom it is for. */
  segment?: Segment;
  /** The address at which somebody is told the same by a message that they were promised. */
  promised?: { readonly channel: string; readonly address: Sealed<string> };
  at: string;
};
/** Puts a chunk of subscribers on record, for whom the same unit holds a message each. */
export type ExpandAnnouncement = {
  type: 'ExpandAnnouncement';
  /** The cursor after which the chunk begins; `null` at the start. */
  from: string | null;
  /** Ids of the subscribers, in order; none where nobody is left. */
  subscribers: readonly string[];
  /** The number of those who are told; left out: all of them. */
  told?: number;
  /** True where nobody is left after them. */
  last: boolean;
  at: string;
};

/** Words were taken out of its title; `title` is what is left. */
export type RedactAnnouncement = { type: 'RedactAnnouncement'; title: LocalizedText; at: string };

/** Holds it back, with the messages of it that are queued. */
export type PauseAnnouncement = { type: 'PauseAnnouncement'; at: string };
export type ResumeAnnouncement = { type: 'ResumeAnnouncement'; at: string };
export type CancelAnnouncement = { type: 'CancelAnnouncement'; at: string };

export type AnnouncementCommandBody =
  | StartAnnouncement
  | ExpandAnnouncement
  | RedactAnnouncement
  | PauseAnnouncement
  | ResumeAnnouncement
  | CancelAnnouncement;

export interface Announcement {
  readonly status: 'none' | 'expanding' | 'completed';
  readonly started: Extract<AnnouncementEvent, { type: 'AnnouncementStarted' }>['data'] | null;
  readonly cursor: string | null;
  readonly messages: number;
  /** The reason for which nothing of it goes out now; `null`: it does. */
  readonly halt: 'paused' | 'cancelled' | null;
}

function expand(command: ExpandAnnouncement, announcement: Announcement): AnnouncementEvent[] {
  const { from, subscribers, told = subscribers.length, last, at } = command;
  if (announcement.status === 'completed' || announcement.halt !== null || announcement.cursor !== from) return [];
  const cursor = subscribers.at(-1);
  const messages = announcement.messages + told;
  return [
    ...(cursor === undefined
      ? []
      : [
          {
            type: 'AnnouncementExpanded' as const,
            data: { from, cursor, messages: told, expandedAt: at },
          },
        ]),
    ...(last ? [{ type: 'AnnouncementCompleted' as const, data: { messages, completedAt: at } }] : []),
  ];
}

function started(command: StartAnnouncement): AnnouncementEvent {
  const { purpose, topics, causeId, title, details, note, at } = command;
  const { matter = null, urgent = false, neededBy = null, expiresAt = null, segment, promised } = command;
  const root = topics.some(isOfPetition) ? [] : [everything];
  return {
    type: 'AnnouncementStarted',
    data: {
      ...{ purpose, topics: [...new Set([...topics, ...root])], causeId, title, details: { ...details } },
      ...(note === null ? {} : { note }),
      ...(segment === undefined ? {} : { segment }),
      ...(promised === undefined ? {} : { promised }),
      ...{ matter, urgent, neededBy, expiresAt, startedAt: at },
    },
  };
}

function resume({ at }: ResumeAnnouncement, { halt, cursor }: Announcement): AnnouncementEvent[] {
  return halt === 'paused' ? [{ type: 'AnnouncementResumed', data: { cursor, resumedAt: at } }] : [];
}

function decide(command: AnnouncementCommandBody, announcement: Announcement): readonly AnnouncementEvent[] {
  if (command.type === 'StartAnnouncement') return announcement.status === 'none' ? [started(command)] : [];
  if (announcement.status === 'none') throw new Unknown('ANNOUNCEMENT_UNKNOWN', 'There is no such announcement.');
  switch (command.type) {
    case 'ExpandAnnouncement':
      return expand(command, announcement);
    case 'PauseAnnouncement':
      return announcement.halt === null ? [{ type: 'AnnouncementPaused', data: { pausedAt: command.at } }] : [];
    case 'ResumeAnnouncement':
      return resume(command, announcement);
    case 'CancelAnnouncement':
      if (announcement.halt === 'cancelled') return [];
      return [{ type: 'AnnouncementCancelled', data: { cancelledAt: command.at } }];
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
    case 'AnnouncementPaused':
      return { ...announcement, halt: 'paused' };
    case 'AnnouncementResumed':
      return { ...announcement, halt: null };
    case 'AnnouncementCancelled':
      return { ...announcement, halt: 'cancelled' };
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
  initial: { status: 'none', started: null, cursor: null, messages: 0, halt: null },
  decide,
  evolve,
};
