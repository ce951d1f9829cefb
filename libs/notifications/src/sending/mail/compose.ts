import MailComposer from 'nodemailer/lib/mail-composer';
import addressparser from 'nodemailer/lib/addressparser';
import type { Links } from '../../subscribers/links/links.js';
import type { Message } from '../message/message.decider.js';
import { renderMessage } from '../templates/render.js';

/** A mail with its envelope, ready to be handed over. */
export interface Mail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** RFC 5322. */
  readonly raw: Buffer;
}

export interface Post {
  readonly id: string;
  readonly queued: NonNullable<Message['queued']>;
  readonly to: string;
  readonly from: string;
  /** ISO 8601. */
  readonly date: string;
}

const bare = (from: string): string => addressparser(from, { flatten: true })[0]?.address ?? from;

/**
 * A message as a mail. All attempts carry the same `Message-ID`. What goes to subscribers carries the headers of RFC 8058, so that a mail
 * program can leave with one click; the mail that asks for a confirmation does not, since nothing is subscribed to yet.
 */
export async function compose({ id, queued, to, from, date }: Post, links: Links): Promise<Mail> {
  const { subscriberId, round, purpose, template, language, variables } = queued;
  const unsubscribe = links.unsubscribe(id);
  const { subject, text, html } = renderMessage(
    { template, language, variables },
    {
      confirm: links.confirm(subscriberId, round ?? 0),
      preferences: links.preferences(subscriberId),
      unsubscribe,
      report: links.report.bind(links),
      recommendation: links.recommendation.bind(links),
    },
  );
  const sender = bare(from);
  const leaving =
    purpose === 'confirmation'
      ? []
      : [
          { key: 'List-Unsubscribe', value: { prepared: true, value: `<${unsubscribe}>` } },
          { key: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
        ];
  const raw = await new MailComposer({
    from,
    to: { name: '', address: to },
    subject,
    text,
    html,
    date: new Date(date),
    messageId: `<${id}@${sender.split('@')[1] ?? 'localhost'}>`,
    headers: [
      { key: 'Auto-Submitted', value: 'auto-generated' },
      { key: 'Content-Language', value: language },
      ...leaving,
    ],
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  return { envelope: { from: sender, to: [to] }, raw };
}
