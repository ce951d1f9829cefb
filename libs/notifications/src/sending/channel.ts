import type { Language } from '@ecou/contracts';
import type { Fault, Purpose } from './message/message.events.js';
import type { Content } from './templates/template.js';

/** A message as a channel hands it over. */
export interface Outgoing {
  /** Id of the message: the same for every attempt. */
  readonly id: string;
  /** Name of the attempt, `<id>.<number>`. */
  readonly name: string;
  readonly to: string;
  readonly language: Language;
  readonly purpose: Purpose;
  readonly content: Content;
  /** The content as plain text, with why it was sent and how to stop it. */
  readonly text: string;
  /** Ends what it is about at one click; `null` where nothing is to be left: a confirmation, or what was promised. */
  readonly unsubscribe: string | null;
  /** ISO 8601. */
  readonly date: string;
}

/** The outcome of a message that was handed over. */
export type Outcome =
  | {
      readonly kind: 'sent';
      readonly code: number | null;
      readonly file: string | null;
      /** The provider's id of it; `null` where that would tell the address. */
      readonly reference?: string | null;
      /** The cost of a text message. */
      readonly segments?: number | null;
    }
  /** The address is refused for good. */
  | { readonly kind: 'bounced'; readonly fault: Fault }
  | {
      readonly kind: 'failed';
      readonly fault: Fault;
      /** True where another attempt would fail as well. */
      readonly permanent: boolean;
      /** The time from which the provider takes it again (ISO 8601), where it said so. */
      readonly retryAt?: string;
      /** True where somebody has to put something right first, such as a key that has run out. It goes to no other address then. */
      readonly needsOperator?: boolean;
    }
  /** The provider got the content, and never said whether it took it: it is not sent again by itself. */
  | { readonly kind: 'unknown' };

/** A way on which messages go. */
export interface Channel {
  /** As subscribers' addresses name it: `email`. */
  readonly name: string;
  /** Its way of handing messages over, as attempts name it: `smtp`, `file`. */
  readonly transport: string;
  /** Hands a message over once. Never throws for an outcome that is known. */
  send(outgoing: Outgoing): Promise<Outcome>;
  /** The outcome of an attempt by this name that nobody heard the end of, where the channel can still tell. */
  trace(name: string): Promise<Outcome | undefined>;
}

/** A message that could not be written: nothing has gone out. */
export const unwritten = (reason: string, permanent: boolean): Outcome => ({
  kind: 'failed',
  fault: { stage: 'COMPOSE', reason, code: null, enhanced: null },
  permanent,
  ...(permanent ? { needsOperator: true } : {}),
});
