import type { Fault } from '../message/message.events.js';
import type { Outcome } from '../channel.js';

/** An error as nodemailer describes it. */
export interface SmtpError {
  readonly code?: string;
  /** Of a system call, where `code` is nodemailer's own. */
  readonly originalCode?: string;
  readonly command?: string;
  /** The server's words; they may name the address, and are not kept. */
  readonly response?: string;
  readonly responseCode?: number;
}

const enhancedStatus = /^[245][0-9]{2}[ -]([245]\.[0-9]{1,3}\.[0-9]{1,3})\b/;

const faultOf = ({ code, originalCode, command, response, responseCode }: SmtpError): Fault => ({
  stage: command ?? 'CONN',
  reason: originalCode ?? code ?? 'UNKNOWN',
  code: responseCode ?? null,
  enhanced: enhancedStatus.exec(response ?? '')?.[1] ?? null,
});

/** Classes of RFC 3463 that speak of the address or its mailbox: unknown, moved, disabled. */
const addressIsBad = /^5\.(1\.[0-9]+|2\.[01])$/;
/** Replies of RFC 5321 to a recipient that say so without an enhanced status. */
const badRecipient = [550, 551, 553];

function bounces({ stage, code, enhanced }: Fault): boolean {
  if (stage !== 'RCPT TO' || code === null || code < 500) return false;
  return enhanced === null ? badRecipient.includes(code) : addressIsBad.test(enhanced);
}

/**
 * The outcome that an error means. `begun`: true where the content was being handed over. A reply of 5xx is for good, except 503 (the
 * conversation went wrong, not the message) and what concerns our own login, which somebody can put right.
 */
export function outcomeOf(error: SmtpError, begun: boolean): Outcome {
  const fault = faultOf(error);
  if (begun && fault.code === null) return { kind: 'unknown' };
  if (bounces(fault)) return { kind: 'bounced', fault };
  const ours = fault.reason === 'EAUTH' || fault.stage === 'CONN' || fault.stage.startsWith('AUTH');
  const permanent = fault.code !== null && fault.code >= 500 && fault.code !== 503 && !ours;
  return { kind: 'failed', fault, permanent };
}
