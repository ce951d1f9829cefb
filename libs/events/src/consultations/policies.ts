import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { onEvent, type Policy } from '@ecou/messaging';
import { CarryOutRedactionCommand, messagesUnwritten } from './discussion-point/carry-out-redaction.command.js';
import type { DiscussionPointEvent } from './discussion-point/discussion-point.events.js';

type Redacted = RecordedEvent<Extract<DiscussionPointEvent, { type: 'DiscussionPointRedacted' }>>;

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  // The words go from what was stored before, once every message of before is written.
  onEvent(['DiscussionPointRedacted'], {
    name: 'carry-out-redaction',
    notYet: [messagesUnwritten],
    then: ({ stream, position, data: { text } }: Redacted, context) =>
      new CarryOutRedactionCommand(idOf(stream), { type: 'CarryOutRedaction', position, text }, context),
  }),
];
