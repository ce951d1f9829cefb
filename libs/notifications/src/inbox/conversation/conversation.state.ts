import type { Language } from '@ecou/contracts';
import type { Sealed } from '@ecou/event-sourcing';
import type { InboxChannel } from '../reply-rules/kinds.js';
import type { EventData } from './conversation.events.js';
import type { RequestStatus, Summary } from './conversation.summary.js';

export type Received = EventData<'MessageReceived'>;
export type Reply = EventData<'ReplyWritten'>;

/** A wish that messages become a petition, and what feedback made of it. */
export interface PetitionRequest {
  readonly asked: EventData<'PetitionRequested'>;
  readonly status: RequestStatus;
  /** In the register of petitions. */
  readonly number: string | null;
  readonly refusal: Pick<EventData<'PetitionRefused'>, 'code' | 'reason'> | null;
}

export interface Conversation extends Summary {
  readonly channel: InboxChannel;
  readonly address: Sealed<string>;
  /** The language of the last answer by staff; `null`: none was given. */
  readonly language: Language | null;
  /** In the order in which they came in. */
  readonly messages: readonly Received[];
  readonly replies: readonly Reply[];
  readonly requests: readonly PetitionRequest[];
  readonly openedAt: string;
}
