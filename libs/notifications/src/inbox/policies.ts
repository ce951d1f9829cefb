import { PetitionRegisteredV1, PetitionRequestRefusedV1 } from '@ecou/contracts';
import { namedUuid, type RecordedEvent } from '@ecou/event-sourcing';
import { onContract, onEvent, type Policy } from '@ecou/messaging';
import { MessageCommand } from '../sending/message/message.command.js';
import { ConversationCommand } from './conversation/conversation.command.js';
import type { ConversationEvent } from './conversation/conversation.events.js';
import { inboxChannel } from './reply-rules/kinds.js';
import { receiptOf, replyOf } from './reply-of.js';

type Recorded<Type extends ConversationEvent['type']> = RecordedEvent<Extract<ConversationEvent, { type: Type }>>;

const cameByMessage = (channel: string): boolean => inboxChannel.safeParse(channel).success;

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onEvent(['ReplyWritten'], {
    name: 'reply-is-sent',
    then: (event: Recorded<'ReplyWritten'>, context) => new MessageCommand(event.data.replyId, replyOf(event), context),
  }),
  onEvent(['PetitionTakenUp'], {
    name: 'notice-is-acknowledged',
    then: (event: Recorded<'PetitionTakenUp'>, context) => {
      const receipt = receiptOf(event);
      return receipt && new MessageCommand(receipt.id, receipt.message, context);
    },
  }),
  onContract(PetitionRegisteredV1, {
    name: 'conversation-learns-of-its-petition',
    from: 'now',
    then: ({ id, data: { petitionId: requestId, channel, number, kind } }, context) => {
      if (!cameByMessage(channel)) return undefined;
      const replyId = namedUuid('receipt', id);
      const noted = { type: 'NoteTakenUp', requestId, number, kind, replyId, at: context.now } as const;
      return new ConversationCommand(requestId, noted, context);
    },
  }),
  onContract(PetitionRequestRefusedV1, {
    name: 'conversation-learns-of-a-refusal',
    then: ({ data: { requestId, code, reason } }, context) =>
      new ConversationCommand(requestId, { type: 'NoteRefused', requestId, code, reason, at: context.now }, context),
  }),
];
