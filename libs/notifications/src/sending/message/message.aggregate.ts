import { type Aggregate, type SideRows } from '@ecou/event-sourcing';
import { messageDecider, type Message, type MessageCommandBody } from './message.decider.js';
import { messageEvents, type MessageEvent } from './message.events.js';

/** Name of the timer that tries a message again. */
export const retryTimer = 'message-retry';

/** A failure that is tried again sets the message's timer, in the same unit. */
function timers(id: string, events: readonly MessageEvent[]): SideRows {
  return {
    timers: events.flatMap((event) =>
      event.type === 'SendingFailed' && event.data.retryAt !== null
        ? [{ id, name: retryTimer, dueAt: event.data.retryAt, subject: id, data: { attempt: event.data.attempt } }]
        : [],
    ),
  };
}

export const message: Aggregate<MessageCommandBody, Message, MessageEvent> = {
  category: messageEvents.category,
  events: messageEvents,
  decider: messageDecider,
  sideRows: timers,
};
