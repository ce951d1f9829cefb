import type { Language } from '@ecou/contracts';
import { idOf, type RecordedEvent, type Sealed } from '@ecou/event-sourcing';
import type { QueueNotice } from '../sending/message/message.decider.js';
import type { NoticePurpose } from '../sending/message/message.events.js';
import { latestTemplate } from '../sending/templates/templates.js';
import type { ConversationEvent, EventData } from './conversation/conversation.events.js';

type Recorded<Type extends ConversationEvent['type']> = RecordedEvent<Extract<ConversationEvent, { type: Type }>>;

/** Nobody needs an automatic reply any more that could not go out for so long. */
const automaticMs = 24 * 3_600_000;

interface Saying {
  readonly purpose: Extract<NoticePurpose, `conversation-${string}`>;
  readonly language: Language;
  readonly words: Readonly<Record<string, Sealed<string>>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly at: string;
  readonly expiresAt?: string;
}

type Recipient = Pick<EventData<'ReplyWritten'>, 'channel' | 'to' | 'inReplyTo'>;

/** A message to whoever wrote, on the channel on which they did. */
function saying(
  { id: causeId, stream }: Pick<RecordedEvent, 'id' | 'stream'>,
  { channel, to, inReplyTo }: Recipient,
  { purpose, language, words, variables = {}, at, expiresAt }: Saying,
): QueueNotice {
  const { name, version } = latestTemplate(purpose);
  return {
    type: 'QueueMessage',
    purpose,
    promise: { kind: 'conversation', id: idOf(stream), occasion: purpose, at, sendingId: null, channel },
    recipient: { address: to, words: inReplyTo === null ? words : { ...words, inReplyTo } },
    language,
    template: { name, version },
    variables,
    causeId,
    expiresAt: expiresAt ?? null,
    at,
  };
}

/** The message that carries a reply. */
export function replyOf(event: Recorded<'ReplyWritten'>): QueueNotice {
  const { kind, language, text, writtenAt: at } = event.data;
  const said = { language: language ?? 'ro', words: { text }, at } as const;
  if (kind === 'staff') return saying(event, event.data, { ...said, purpose: 'conversation-answered' });
  const expiresAt = new Date(Date.parse(at) + automaticMs).toISOString();
  return saying(event, event.data, { ...said, purpose: 'conversation-auto-replied', expiresAt });
}

/** The receipt of a notice, with its id; nothing of a petition, whose receipt the register sends. */
export function receiptOf(
  event: Recorded<'PetitionTakenUp'>,
): { readonly id: string; readonly message: QueueNotice } | undefined {
  const { receipt, number, takenUpAt: at } = event.data;
  if (!receipt) return undefined;
  const said = { purpose: 'conversation-notice-registered', words: {}, variables: { number }, at } as const;
  return { id: receipt.replyId, message: saying(event, receipt, { ...said, language: receipt.language }) };
}
