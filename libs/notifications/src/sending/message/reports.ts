import type { Fault, MessageEvent } from './message.events.js';
import { lastAttempt, type Message } from './message.state.js';
import { about, awaitsOutcome, numberOf } from './standing.js';

/**
 * The report of a server or a provider on a message that was taken: it came back for good, it did not arrive for another reason, or its
 * recipient complained. `status`: that of RFC 3463. `reason`: a code of the provider. `needsOperator`: somebody has to put something right first.
 */
export type RecordReport = {
  type: 'RecordReport';
  kind: 'bounced' | 'failed' | 'complaint';
  status: string | null;
  reason?: string;
  needsOperator?: boolean;
  at: string;
};

/** True where a mail may have gone out that a report is about. */
const wasHandedOver = (message: Message): boolean => message.status === 'sent' || awaitsOutcome(message, true);

/** A report names the mail, which is the same for each attempt: it is of the last one. */
export function report(command: RecordReport, message: Message): MessageEvent[] {
  const { kind, status, needsOperator = false, at } = command;
  const attempt = lastAttempt(message);
  const who = { ...about(message), number: numberOf(message) };
  if (attempt === 0) return [];
  if (kind === 'complaint')
    return message.complained ? [] : [{ type: 'RecipientComplained', data: { ...who, complainedAt: at } }];
  if (!wasHandedOver(message)) return [];
  const fault: Fault = {
    stage: 'REPORT',
    reason: command.reason ?? (kind === 'bounced' ? 'BOUNCED' : 'UNDELIVERED'),
    code: null,
    enhanced: status,
  };
  if (kind === 'bounced') return [{ type: 'MessageBounced', data: { ...who, attempt, fault, bouncedAt: at } }];
  const end = { attempt, fault, retryAt: null, needsOperator, failedAt: at };
  return [{ type: 'SendingFailed', data: { promise: who.promise, ...end } }];
}
