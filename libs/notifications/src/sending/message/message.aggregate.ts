import { type Aggregate, type SideRows } from '@ecou/event-sourcing';
import { messageDecider, type MessageCommandBody } from './message.decider.js';
import { messageEvents, type MessageEvent } from './message.events.js';
import type { Message } from './message.state.js';

/** Name of the timer that tries a message again. */
export const retryTimer = 'message-retry';
/** Name of the timer that ends a message's wait, for the hour of a digest or the end of quiet hours. */
export const releaseTimer = 'message-release';

type Timer = NonNullable<SideRows['timers']>[number];

/** The timer that an event sets. */
function timerOf(id: string, event: MessageEvent): Timer | undefined {
  if (event.type === 'SendingFailed' && event.data.retryAt !== null)
    return { id, name: retryTimer, dueAt: event.data.retryAt, subject: id, data: { attempt: event.data.attempt } };
  if (event.type === 'MessageQueued' && event.data.waitsUntil !== null)
    return { id, name: releaseTimer, dueAt: event.data.waitsUntil, subject: id };
  if (event.type === 'MessagePostponed') return { id, name: releaseTimer, dueAt: event.data.until, subject: id };
  return undefined;
}

/** A failure that is tried again, and a wait, set the message's timer, in the same unit. */
const timers = (id: string, events: readonly MessageEvent[]): SideRows => ({
  timers: events.flatMap((event) => timerOf(id, event) ?? []),
});

export const message: Aggregate<MessageCommandBody, Message, MessageEvent> = {
  category: messageEvents.category,
  events: messageEvents,
  decider: messageDecider,
  sideRows: timers,
};
