import type { Letters } from '@ecou/runtime/pdf';
import MailComposer from 'nodemailer/lib/mail-composer';
import addressparser from 'nodemailer/lib/addressparser';
import type { Links } from '../../subscribers/links/links.js';
import type { Message } from '../message/message.decider.js';
import { renderMessage, type Sender, type Wording } from '../templates/render.js';
import type { MessageLinks } from '../templates/template.js';
import { fileOf, markFiles } from './attachments.js';

/** A mail with its envelope, ready to be handed over. */
export interface Mail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** RFC 5322. */
  readonly raw: Buffer;
}

export interface ComposeServices {
  readonly links: Links;
  readonly sender: Sender;
  readonly letters: Letters;
}

export interface Post extends Pick<NonNullable<Message['queued']>, 'subscriberId' | 'purpose' | 'round'> {
  readonly id: string;
  /** Names of the topics for which somebody gets it. */
  readonly topics: readonly string[];
  readonly wording: Wording;
  readonly to: string;
  readonly from: string;
  /** ISO 8601. */
  readonly date: string;
}

const bare = (from: string): string => addressparser(from, { flatten: true })[0]?.address ?? from;

type About = Pick<Post, 'id' | 'subscriberId' | 'round' | 'topics' | 'to'>;

/** The addresses that a message may name; those of a subscriber throw in a message to anybody else. */
function linksOf({ id, subscriberId, round, topics, to }: About, links: Links): MessageLinks {
  const subscriber = (): string => {
    if (subscriberId === null) throw new Error('Only a message to a subscriber has such a link.');
    return subscriberId;
  };
  return {
    get confirm() {
      return links.confirm(subscriber(), round ?? 0);
    },
    get preferences() {
      return links.preferences(subscriber());
    },
    get unsubscribe() {
      subscriber();
      return links.unsubscribe(id);
    },
    topics,
    report: links.report.bind(links),
    recommendation: links.recommendation.bind(links),
    registration: links.registration.bind(links),
    confirmRegistration: links.confirmRegistration.bind(links),
    invitation: links.invitation.bind(links),
    doorCode: links.doorCode.bind(links),
    civicEvent: links.civicEvent.bind(links),
    endpoint: links.endpoint.bind(links),
    petition: (petition) => links.petition({ ...petition, contact: to }),
  };
}

/**
 * A message as a mail. All attempts carry the same `Message-ID`. News for subscribers carries the headers of RFC 8058, so that a mail
 * program can leave with one click; the mail that asks for a confirmation does not, since nothing is subscribed to yet, nor does what was
 * promised to somebody, since nobody can leave that.
 */
export async function compose(post: Post, { links, sender: publisher, letters }: ComposeServices): Promise<Mail> {
  const { id, subscriberId, purpose, wording, to, from, date } = post;
  const { subject, text, html, attachments } = renderMessage(wording, linksOf(post, links), publisher);
  const sender = bare(from);
  const unsubscribe = links.unsubscribe(id);
  const leaving =
    purpose === 'confirmation' || subscriberId === null
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
    attachments: [
      ...markFiles(publisher),
      ...(await Promise.all(attachments.map((attachment) => fileOf(attachment, date, letters)))),
    ],
    date: new Date(date),
    messageId: `<${id}@${sender.split('@')[1] ?? 'localhost'}>`,
    headers: [
      { key: 'Auto-Submitted', value: 'auto-generated' },
      { key: 'Content-Language', value: wording.language },
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
