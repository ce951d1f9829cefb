export interface InboundMessage {
  readonly channel: 'telegram' | 'whatsapp' | 'email';
  /** The provider's id of the message, unique on its channel. */
  readonly reference: string;
  readonly from: string;
  readonly text: string;
  /** ISO 8601. */
  readonly receivedAt: string;
}
export abstract class InboundMessages {
  abstract take(message: InboundMessage): Promise<void>;
}
