import { InboundMessageReceivedV1 } from '@ecou/contracts';
import { boolean, text } from '../columns.js';
import { holding } from '../rows.js';
import { starTable } from '../table.js';

export const inboundMessage = starTable(
  {
    name: 'inbound_message',
    kind: 'fact',
    comment: 'A message that somebody wrote to the municipality. Nobody sees who wrote it, or what it says.',
    key: { name: 'messageId', comment: 'Id of the message.' },
    columns: {
      channel: text('The way that it came, such as email or telegram.'),
      inOfficeHours: boolean('Whether it was received within office hours; null: none were set, or they do not tell.'),
      autoReplied: boolean('Whether it was replied to automatically.'),
      isAutomatic: boolean('Whether a program or a mailing list sent it.'),
    },
  },
  (on) => [
    on(InboundMessageReceivedV1, (_rows, { channel, inOfficeHours, autoReplied, isAutomatic, receivedAt }) => [
      holding(receivedAt, { channel, inOfficeHours, autoReplied, isAutomatic }),
    ]),
  ],
);
