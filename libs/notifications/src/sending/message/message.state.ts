import type { WordsFault } from '../../wordings/wording/wording.events.js';
import type { Fault, MessageEvent, withheldReasons } from './message.events.js';

export type MessageStatus =
  'none' | 'waiting' | 'queued' | 'sending' | 'sent' | 'failed' | 'bounced' | 'uncertain' | 'withheld';

export interface Attempt {
  readonly attempt: number;
  readonly transport: string;
  readonly startedAt: string;
  readonly outcome: 'sent' | 'failed' | 'bounced' | 'uncertain' | null;
  readonly endedAt: string | null;
  readonly code: number | null;
  readonly file: string | null;
  /** The provider's id of it. */
  readonly reference: string | null;
  /** The cost of a text message. */
  readonly segments: number | null;
  readonly fault: Fault | null;
  readonly retryAt: string | null;
  /** The operator's decision on it. */
  readonly settled: 'sent' | 'not-sent' | null;
}

/** The part of a digest that an announcement has. */
export interface Gathered {
  readonly announcementId: string;
  /** Those for which the subscriber gets it. */
  readonly topics: readonly string[];
}

export interface Message {
  readonly status: MessageStatus;
  readonly queued: Extract<MessageEvent, { type: 'MessageQueued' }>['data'] | null;
  /** Of a digest. */
  readonly gathered: readonly Gathered[];
  readonly attempts: readonly Attempt[];
  /** Failures since it was queued, or since an operator's word. */
  readonly failures: number;
  readonly retryAt: string | null;
  /** The end of a wait: for the hour of a digest, or that of quiet hours. */
  readonly waitsUntil: string | null;
  readonly withheld: (typeof withheldReasons)[number] | null;
  /** True where it is queued by an operator's word. */
  readonly resent: boolean;
  /** True where somebody has to put something right before it can go out. */
  readonly needsOperator: boolean;
  /** True where its recipient marked it as something that they do not want. */
  readonly complained: boolean;
  /** The message to the next address that goes in its place. */
  readonly fellBackTo: string | null;
  /** The reason for which it went out in the words of the template, in place of the institution's own. */
  readonly wordsFault: WordsFault | null;
}

/** Number of the last attempt that started; 0 for none. */
export const lastAttempt = ({ attempts }: Message): number => attempts.at(-1)?.attempt ?? 0;

/** The topics for which a subscriber gets it; of a digest those of all that it holds. */
export const topicsOf = ({ queued, gathered }: Message): readonly string[] => [
  ...new Set([...(queued?.topics ?? []), ...gathered.flatMap(({ topics }) => topics)]),
];
