import type { Fault } from '../message/message.events.js';
import type { Outcome } from '../channel.js';

/** The meaning of a provider's answer. `reason`: a short one, which holds no address and no word of the message. */
export type ProviderOutcome =
  /** The provider took it. `reference`: its id there; `null` where that would tell the address. */
  | { readonly kind: 'sent'; readonly reference: string | null }
  /** It was not taken, and may be later: after so many milliseconds at least, where the provider says so. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs: number | null }
  /** The address is refused for good: nothing more goes there. */
  | { readonly kind: 'stop'; readonly reason: string }
  /** It was not taken, and will not be before somebody changes settings, account or text. */
  | { readonly kind: 'operator'; readonly reason: string }
  /** It may have been taken: nobody knows. */
  | { readonly kind: 'uncertain'; readonly reason: string };

const faultOf = (reason: string): Fault => ({ stage: 'PROVIDER', reason, code: null, enhanced: null });

/** The same, as every channel tells it. `date`: of the attempt (ISO 8601). `segments`: the cost of a text message. */
export function outcomeOf(provided: ProviderOutcome, date: string, segments: number | null = null): Outcome {
  switch (provided.kind) {
    case 'sent':
      return { kind: 'sent', code: null, file: null, reference: provided.reference, segments };
    case 'stop':
      return { kind: 'bounced', fault: faultOf(provided.reason) };
    case 'operator':
      return { kind: 'failed', fault: faultOf(provided.reason), permanent: true, needsOperator: true };
    case 'uncertain':
      return { kind: 'unknown' };
    case 'retry': {
      const { reason, afterMs } = provided;
      const later = afterMs === null ? {} : { retryAt: new Date(Date.parse(date) + afterMs).toISOString() };
      return { kind: 'failed', fault: faultOf(reason), permanent: false, ...later };
    }
  }
}
