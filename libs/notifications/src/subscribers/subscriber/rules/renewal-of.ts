import type { AskRenewal } from './renewals.js';
import { earliestEnd, requiredText, type ConsentTexts } from '../../consent-texts/consent-texts.decider.js';

/** The command that asks a subscriber anew, where a text calls for it. Who is asked late is given the days that everybody has. */
export function renewalOf(texts: ConsentTexts, at: string): AskRenewal | undefined {
  const required = requiredText(texts);
  if (!required?.renewal) return undefined;
  const { version, text, renewal } = required;
  const earliest = earliestEnd(at);
  const until = renewal.holdsUntil > earliest ? renewal.holdsUntil : earliest;
  return { type: 'AskRenewal', version, text, until, at };
}
