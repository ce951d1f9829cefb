import type { Fault } from '../message/message.events.js';
import type { Mail } from './compose.js';

/** The outcome of a mail that was handed over. */
export type Outcome =
  | { readonly kind: 'sent'; readonly code: number | null; readonly file: string | null }
  /** The address is refused for good. */
  | { readonly kind: 'bounced'; readonly fault: Fault }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly permanent: boolean }
  /** The server got the content, and never said whether it took it. */
  | { readonly kind: 'unknown' };

/** A way out for mail. `send` never throws for an outcome that is known. */
export interface Transport {
  readonly name: 'smtp' | 'file';
  /** `name`: how a file that holds the mail may be called. */
  send(mail: Mail, name: string): Promise<Outcome>;
  /** The outcome of a sending by this name that nobody heard the end of, where the transport can still tell. */
  trace(name: string): Promise<Outcome | undefined>;
}
