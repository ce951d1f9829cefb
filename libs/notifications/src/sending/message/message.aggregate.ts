import { type Aggregate, type SideRows } from '@ecou/event-sourcing';
import { messageDecider, type MessageCommandBody } from './message.decider.js';
import { messageEvents, type MessageEvent } from './message.events.js';
import type { Message } from './message.state.js';

/** Name of the timer that tries a message again. */
export const retryTimer = 'message-retry';
/** Name of the timer that ends a message's wait, for the hour of a digest or the end of quiet hours. */
export const releaseTimer = 'message-release';

/** A failure that is tried again, and a wait, set the message's timer, in the same unit. */
function timers(id: string, events: readonly MessageEvent[]): SideRows {
  const waiting = (dueAt: string) => ({ id, name: releaseTimer, dueAt, subject: id, data: {} });
  return {
    timers: events.flatMap((event) => {
      switch (event.type) {
        case 'SendingFailed': {
          const { retryAt: dueAt, attempt } = event.data;
          return dueAt === null ? [] : [{ id, name: retryTimer, dueAt, subject: id, data: { attempt } }];
        }
        case 'MessageQueued':
          return event.data.waitsUntil === null ? [] : [waiting(event.data.waitsUntil)];
        case 'MessagePostponed':
          return [waiting(event.data.until)];
        default:
          return [];
      }
    }),
  };
}

export const message: Aggregate<MessageCommandBody, Message, MessageEvent> = {
  category: messageEvents.category,
  events: messageEvents,
  decider: messageDecider,
  sideRows: timers,
};
