import { randomUUID } from 'node:crypto';
import { MessageOutcomeV1, type DataOf } from '@ecou/contracts';
import { defineEvents, streamOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as } from '@ecou/messaging';
import { defineContext } from '../context/define-context.js';
import { EventSourcingModule } from '../context/event-sourcing.module.js';
import { testRoom } from './room.js';
import type { TestProcess } from './test-process.js';

type Outcome = DataOf<typeof MessageOutcomeV1>;

const message = {
  category: 'message',
  events: defineEvents('message', { OutcomeTold: MessageOutcomeV1.schema }),
};

/** Stands for notifications in specs of contexts that promise something to somebody: it says what it is told to. */
export const notifications = defineContext({
  name: 'notifications',
  title: 'Says what became of messages',
  modules: [
    testRoom({
      imports: [
        EventSourcingModule.forFeature({
          context: 'notifications',
          aggregates: [message],
          publish: {
            OutcomeTold: ({ data }: RecordedEvent<{ type: 'OutcomeTold'; data: Outcome }>) =>
              as(MessageOutcomeV1, data),
          },
        }),
      ],
    }),
  ],
});

/** Has notifications say what became of a message. */
export async function tellOutcome(
  test: TestProcess,
  about: Outcome['about'],
  outcome: string,
  more: Partial<Outcome> = {},
): Promise<void> {
  const cause = randomUUID();
  const { messageId = randomUUID() } = more;
  const data: Outcome = {
    about,
    occasion: 'registration-confirmed',
    occasionAt: '2024-03-01T09:00:00.000Z',
    sendingId: null,
    channel: 'email',
    outcome,
    reason: null,
    at: '2024-03-01T10:00:00.000Z',
    ...more,
    messageId,
  };
  await test.context('notifications').store.append({
    writes: [
      {
        stream: streamOf('message', messageId),
        expected: 'any',
        events: [{ id: randomUUID(), type: 'OutcomeTold', data }],
      },
    ],
    metadata: { actor: 'system', correlationId: cause, causationId: cause },
  });
}
