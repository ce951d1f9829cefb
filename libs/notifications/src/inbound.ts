/** A message that somebody wrote to us on a channel. */
export interface InboundMessage {
  readonly channel: 'telegram' | 'whatsapp' | 'email';
  /** The provider's id of the message, unique on its channel. */
  readonly reference: string;
  readonly from: string;
  readonly text: string;
  /** ISO 8601. */
  readonly receivedAt: string;
}

/** Takes messages in that people write to us. The same reference again changes nothing. */
export abstract class InboundMessages {
  abstract take(message: InboundMessage): Promise<void>;
}
