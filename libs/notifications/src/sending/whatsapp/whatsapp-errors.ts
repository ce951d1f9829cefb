import type { ProviderOutcome } from '../provider/provider-outcome.js';

/** A free text came more than 24 hours after the person last wrote. */
export const windowClosed = 131047;

const hour = 3600_000;

/** Error codes of the Cloud API that speak of the address: it is not on WhatsApp, is our own, or its owner wants none of these messages. */
const ofAddress = [131021, 131026, 131050];
/** Codes that say: later. Of the app, of the account, of the number, of the pair of numbers; the service is away. */
const later = [2, 4, 80007, 130429, 131000, 131016, 131056, 131057, 133004];
/** The provider holds the message back from this person for now; it asks not to try again at once. */
const heldBack = [130472, 131049];

type Refusal = Extract<ProviderOutcome, { readonly reason: string }>;

/** The meaning of an error code, of an answer or of a report. Codes that are not known are for an operator: token, account, template, policy. */
export function refusalOf(code: number, retryAfterMs: number | null): Exclude<Refusal, { readonly kind: 'uncertain' }> {
  const reason = `WHATSAPP_${code}`;
  if (ofAddress.includes(code)) return { kind: 'stop', reason };
  if (heldBack.includes(code)) return { kind: 'retry', reason, afterMs: 24 * hour };
  return later.includes(code) ? { kind: 'retry', reason, afterMs: retryAfterMs } : { kind: 'operator', reason };
}
