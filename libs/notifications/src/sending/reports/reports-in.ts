import type { Attachment } from 'mailparser';
import { leavingSubject } from '../mail/compose.js';
import type { MailReportsBody } from './mail-reports.schemas.js';

/** The report of a server or a provider on a mail of ours. */
export interface MailReport {
  readonly kind:
    /** The mailbox is not there, or takes nothing any more. */
    | 'bounced'
    /** It did not arrive, for another reason. */
    | 'failed'
    /** It is still tried. */
    | 'delayed'
    | 'delivered'
    /** Somebody marked it as something that they do not want. */
    | 'complaint';
  /** The part before the `@` of its `Message-ID`, or the id of its envelope: `MailIds`. `null` where the report holds neither. */
  readonly mailId: string | null;
  /** The people that it was for, as we named them and as the reporting server does, in small letters; none where the report does not say it. */
  readonly recipients: readonly string[];
  /** Enhanced status (RFC 3463), such as `5.1.1`. */
  readonly status: string | null;
}

type Fields = ReadonlyMap<string, string>;

/** Groups of fields, as in the head of a mail, with empty lines between them. */
const groupsIn = (text: string): readonly Fields[] =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(/\n[ \t]+/g, ' ')
    .split(/\n{2,}/)
    .map((group) => new Map(group.split('\n').flatMap(fieldIn)))
    .filter(({ size }) => size > 0);

function fieldIn(line: string): readonly (readonly [name: string, value: string])[] {
  const [, name, value = ''] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
  return name === undefined ? [] : [[name.toLowerCase(), value.trim()]];
}

/** `rfc822; Ana@example.org` */
const addressIn = (value: string | undefined): string | null => {
  const address = value?.split(';').at(-1)?.trim().replace(/^<|>$/g, '').toLowerCase();
  return address?.includes('@') ? address : null;
};

const ourId = /^<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-f]{32})(?:@|$)/i;

const idIn = (value: string | undefined): string | null => ourId.exec(value ?? '')?.[1] ?? null;

const addressesIn = (...values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.flatMap((value) => addressIn(value) ?? [])),
];

/** The id in the head of the mail that came back, whole or its head alone. */
function mailIdIn(parts: readonly Attachment[]): string | null {
  const returned = parts.find(({ contentType }) =>
    /^(?:message\/(?:rfc822|global)|text\/rfc822-headers)/.test(contentType),
  );
  const [head] = returned ? groupsIn(textOf(returned)) : [];
  return idIn(head?.get('message-id'));
}

const textOf = ({ content }: Attachment): string => content.toString('utf8');

/** Statuses of RFC 3463 that speak of the mailbox: unknown, moved, disabled. */
const mailboxIsBad = /^5\.(?:1\.[0-9]+|2\.[01])$/;

const kinds: ReadonlyMap<string | undefined, MailReport['kind']> = new Map([
  ['failed', 'failed'],
  ['delayed', 'delayed'],
  ['delivered', 'delivered'],
]);

/** Of what was relayed or expanded, nobody knows whether it arrived. */
function kindOf(action: string | undefined, status: string | null): MailReport['kind'] | undefined {
  const kind = kinds.get(action?.toLowerCase());
  return kind === 'failed' && mailboxIsBad.test(status ?? '') ? 'bounced' : kind;
}

/** The reports of a delivery status notification (RFC 3464): one for each recipient. */
function deliveries(part: Attachment, mailId: string | null): MailReport[] {
  const [of, ...each] = groupsIn(textOf(part));
  const id = mailId ?? idIn(of?.get('original-envelope-id'));
  return each.flatMap((fields) => {
    const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? null;
    const kind = kindOf(fields.get('action'), status);
    const recipients = addressesIn(fields.get('original-recipient'), fields.get('final-recipient'));
    return kind ? [{ kind, mailId: id, recipients, status }] : [];
  });
}

/** The report of a feedback loop (RFC 5965). `not-spam` is no complaint. */
function complaint(part: Attachment, mailId: string | null): MailReport[] {
  const [fields] = groupsIn(textOf(part));
  const type = fields?.get('feedback-type')?.toLowerCase();
  if (type === undefined || type === 'not-spam') return [];
  const recipients = addressesIn(fields?.get('original-rcpt-to'), fields?.get('removal-recipient'));
  const id = mailId ?? idIn(fields?.get('original-envelope-id'));
  return [{ kind: 'complaint', mailId: id, recipients, status: null }];
}

/** The contents of a mail that came back to us. */
export interface ReturnedMail {
  readonly reports: readonly MailReport[];
  /** The token of a link to leave, where somebody leaves by mail. */
  readonly leaving: string | null;
}

const leavingForm = new RegExp(`^\\s*${leavingSubject}\\s+([\\w-]{1,200})\\s*$`, 'i');

/**
 * Reads a mail (RFC 5322). Anybody can write one, so a report counts only with the id of a message that really went to that recipient, and
 * a token only where it was made here.
 */
export async function readReturned(raw: Buffer | string): Promise<ReturnedMail> {
  const { simpleParser } = await import('mailparser');
  const { attachments, subject = '' } = await simpleParser(raw, { keepDeliveryStatus: true });
  const mailId = mailIdIn(attachments);
  const reports = attachments.flatMap((part) => {
    if (/^message\/(?:global-)?delivery-status/.test(part.contentType)) return deliveries(part, mailId);
    return part.contentType.startsWith('message/feedback-report') ? complaint(part, mailId) : [];
  });
  return { reports, leaving: leavingForm.exec(subject)?.[1] ?? null };
}

/** The report of a provider that sent no mail. */
export const reportedOf = ({
  kind,
  messageId,
  recipient,
  status,
}: NonNullable<MailReportsBody['reports']>[number]): MailReport => ({
  kind,
  mailId: idIn(messageId),
  recipients: recipient === undefined ? [] : [recipient.toLowerCase()],
  status: status ?? null,
});
