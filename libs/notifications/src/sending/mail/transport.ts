import type { Outcome } from '../channel.js';
import type { Mail } from './compose.js';

/** A way out for mail. `send` never throws for an outcome that is known. */
export interface Transport {
  readonly name: 'smtp' | 'file';
  /** `name`: how a file that holds the mail may be called. */
  send(mail: Mail, name: string): Promise<Outcome>;
  /** The outcome of a sending by this name that nobody heard the end of, where the transport can still tell. */
  trace(name: string): Promise<Outcome | undefined>;
}
