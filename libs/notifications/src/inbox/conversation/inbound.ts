import { storableText } from '@ecou/event-sourcing';
import type { InboundMessage } from '../../inbound.js';

/** A message as it came in, with what is known of it besides. */
export interface Inbound extends InboundMessage {
  /** True where a program or a mailing list sent it (RFC 3834). */
  readonly isAutomatic: boolean;
  /** Files that came with it. */
  readonly files: number;
}

/** Characters of a message that are kept, as many as a petition may have. */
const mostCharacters = 10_000;

/** The text that is kept. */
export function keptText(text: string): { readonly text: string; readonly isShortened: boolean } {
  const whole = storableText(text.trim());
  if (whole.length <= mostCharacters) return { text: whole, isShortened: false };
  return { text: storableText(whole.slice(0, mostCharacters)), isShortened: true };
}

/** The provider's time of a message, in UTC; the time at which it is taken where it is none, or lies ahead. */
export function timeOf(receivedAt: string, now: string): string {
  const time = Date.parse(receivedAt);
  return Number.isNaN(time) || time > Date.parse(now) ? now : new Date(time).toISOString();
}
