import MailComposer from 'nodemailer/lib/mail-composer';
import addressparser from 'nodemailer/lib/addressparser';
import type { Outgoing } from '../channel.js';
import type { Purpose } from '../message/message.events.js';
import { renderContent, type Sender } from '../templates/render.js';
import { signed, type DkimKey } from './dkim.js';
import type { MailIds } from './mail-ids.js';
import { fileOf, markFiles, type Makers } from './attachments.js';

/** The first word of the subject of a mail by which somebody leaves; the token follows. */
export const leavingSubject = 'unsubscribe';

/** A mail with its envelope, ready to be handed over. */
export interface Mail {
  readonly envelope: {
    readonly from: string;
    readonly to: readonly string[];
    /** By which the server names it, where it reports what became of it (RFC 3461). */
    readonly id: string;
  };
  /** RFC 5322. */
  readonly raw: Buffer;
}

export interface ComposeServices extends Makers {
  readonly from: string;
  readonly ids: MailIds;
  /** The address to which mails come back, and by which people leave; `undefined`: the sender's. */
  readonly returnTo?: string | undefined;
  /** The address to which people reply; `undefined`: that of the sender. */
  readonly inboxAddress?: string | undefined;
  /** `undefined`: mails are not signed. */
  readonly dkim?: DkimKey | undefined;
  readonly sender: Sender;
}

/** By mail (RFC 2369), where one is read, and at one click (RFC 8058). The token that ends the address names the message. */
function waysToLeave(unsubscribe: string, returnTo: string | undefined): string {
  const byMail = `<mailto:${returnTo}?subject=${leavingSubject}%20${unsubscribe.split('/').at(-1)}>, `;
  return `${returnTo === undefined ? '' : byMail}<${unsubscribe}>`;
}

/** The address in a name with an address. */
export const bareAddress = (from: string): string => addressparser(from, { flatten: true })[0]?.address ?? from;

/** RFC 3834, section 5: a reply by a program, another mail by a program, or nothing where a person wrote it. */
function autoSubmitted(purpose: Purpose): { readonly key: string; readonly value: string }[] {
  if (purpose === 'conversation-answered') return [];
  const isReply = purpose === 'conversation-auto-replied' || purpose === 'conversation-notice-registered';
  return [{ key: 'Auto-Submitted', value: isReply ? 'auto-replied' : 'auto-generated' }];
}

/** A mail of a conversation stands under the one that it answers, and is answered in the inbox. */
const threadOf = (purpose: Purpose, inReplyTo: string | undefined, inboxAddress: string | undefined) => ({
  ...(inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo }),
  ...(purpose.startsWith('conversation-') && inboxAddress !== undefined ? { replyTo: inboxAddress } : {}),
});

/**
 * A message as a mail. All attempts carry the same `Message-ID`. News for subscribers carries the headers of RFC 8058, so that a mail
 * program can leave with one click; the mail that asks for a confirmation does not, since nothing is subscribed to yet, nor does what was
 * promised to somebody, since nobody can leave that.
 */
export async function compose(
  { id, to, language, purpose, content, unsubscribe, date }: Outgoing,
  { from, ids, returnTo, inboxAddress, dkim, sender: publisher, ...makers }: ComposeServices,
): Promise<Mail> {
  const { subject, text, html, attachments } = renderContent(content, language, publisher);
  const sender = bareAddress(from);
  const leaving =
    unsubscribe === null
      ? []
      : [
          { key: 'List-Unsubscribe', value: { prepared: true, value: waysToLeave(unsubscribe, returnTo) } },
          { key: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
        ];
  const raw = await new MailComposer({
    from,
    to: { name: '', address: to },
    subject,
    ...threadOf(purpose, content.inReplyTo, inboxAddress),
    text,
    html,
    attachments: [
      ...markFiles(publisher),
      ...(await Promise.all(attachments.map((attachment) => fileOf(attachment, date, makers)))),
    ],
    date: new Date(date),
    messageId: `<${ids.of(id)}@${sender.split('@')[1] ?? 'localhost'}>`,
    headers: [...autoSubmitted(purpose), { key: 'Content-Language', value: language }, ...leaving],
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  return {
    envelope: { from: returnTo ?? sender, to: [to], id: ids.of(id) },
    raw: dkim ? await signed(raw, dkim) : raw,
  };
}
