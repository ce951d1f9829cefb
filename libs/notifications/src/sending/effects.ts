import {
  isOutage,
  load,
  Unavailable,
  type Aggregate,
  type EventStore,
  type Sealed,
  type Vault,
} from '@ecou/event-sourcing';
import { effect, type Effect } from '@ecou/messaging';
import type { EffectServices } from '@ecou/runtime';
import { Letters } from '@ecou/runtime/pdf';
import { Links } from '../subscribers/links/links.js';
import { compose, type ComposeServices, type Mail } from './mail/compose.js';
import { FileTransport } from './mail/file-transport.js';
import { SmtpTransport } from './mail/smtp-transport.js';
import type { Outcome, Transport } from './mail/transport.js';
import { lastAttempt, type Message, type MessageCommandBody, type WithholdMessage } from './message/message.decider.js';
import { message } from './message/message.aggregate.js';
import { settingsOf } from '../settings.js';
import { subscriber } from '../subscribers/subscriber/subscriber.aggregate.js';
import { topicsToConfirm, wantsAny, type Subscriber } from '../subscribers/subscriber/subscriber.decider.js';
import { topicLabels } from '../subscribers/topic/topic-label.js';
import type { Word } from './message/message.events.js';
import type { Wording } from './templates/render.js';

type Queued = NonNullable<Message['queued']>;
type Withheld = WithholdMessage['reason'];

interface SendingServices extends ComposeServices {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly vault: Vault;
  readonly transport: Transport;
  readonly mailFrom: string;
}

/** The reason why news must not go out, as its subscriber's stream stands now. */
function refusal({ purpose, topics, round }: Queued, state: Subscriber): Withheld | undefined {
  if (purpose === 'confirmation') return topicsToConfirm(state, round ?? 0).length === 0 ? 'not-wanted' : undefined;
  if (state.stopped) return 'address-stopped';
  return wantsAny(state, topics) ? undefined : 'not-wanted';
}

const commandFor = (outcome: Outcome, attempt: number, at: string): MessageCommandBody => {
  switch (outcome.kind) {
    case 'sent':
      return { type: 'RecordSent', attempt, code: outcome.code, file: outcome.file, at };
    case 'bounced':
      return { type: 'RecordBounce', attempt, fault: outcome.fault, at };
    case 'failed':
      return { type: 'RecordFailure', attempt, fault: outcome.fault, permanent: outcome.permanent, at };
    case 'unknown':
      return { type: 'RecordUncertain', attempt, reason: 'no-answer', at };
  }
};

/**
 * Sends a message that is queued: reads consent from the subscriber's stream, puts the start on record, hands the mail over. What was
 * promised to somebody needs no consent: it goes unless its time has passed.
 */
function sending({ store, vault, transport, mailFrom, ...composing }: SendingServices): Effect {
  const open = (address: Sealed<string> | null) => (address ? vault.open(address) : Promise.resolve(undefined));
  const readSubscriber = async (subscriberId: string) => (await load(store, subscriber, subscriberId)).state;
  const addressOf = async ({ subscriberId, recipient }: Queued) =>
    subscriberId === null ? (recipient?.address ?? null) : (await readSubscriber(subscriberId)).address;
  const withheld = async (queued: Queued, at: string): Promise<Withheld | undefined> => {
    const { subscriberId, recipient, expiresAt } = queued;
    if (expiresAt !== null && Date.parse(at) >= Date.parse(expiresAt)) return 'out-of-date';
    if (subscriberId === null) {
      return (await open(recipient?.address ?? null)) === undefined ? 'recipient-erased' : undefined;
    }
    const to = await readSubscriber(subscriberId);
    return (await open(to.address)) === undefined ? 'subscriber-erased' : refusal(queued, to);
  };
  return effect<MessageCommandBody, Message>({
    name: 'send-message',
    aggregate: message as unknown as Aggregate<MessageCommandBody, Message, never>,
    on: ['MessageQueued', 'MessageRequeued', 'ResendOrdered'],
    start: async (state, _event, at) => {
      if (state.status !== 'queued' || !state.queued) return undefined;
      const reason = await withheld(state.queued, at);
      if (reason !== undefined) return { type: 'WithholdMessage', reason, at };
      return { type: 'StartSending', attempt: lastAttempt(state) + 1, transport: transport.name, at };
    },
    started: ({ status }) => status === 'sending',
    call: async (state, id, now) => commandFor(await handOver(state, id, now()), lastAttempt(state), now()),
    uncertain: async (state, at, id) => {
      const attempt = lastAttempt(state);
      const trace = await transport.trace(nameOf(id, state));
      return trace ? commandFor(trace, attempt, at) : { type: 'RecordUncertain', attempt, reason: 'no-outcome', at };
    },
  });

  async function handOver(state: Message, id: string, date: string): Promise<Outcome> {
    const written = await write(state, id, date);
    return 'kind' in written ? written : transport.send(written, nameOf(id, state));
  }

  /** The values that the template shows, personal words in the clear. */
  async function worded({ template, language, variables, recipient }: Queued): Promise<Wording> {
    const personal = Object.entries(recipient?.words ?? {});
    const opened = await Promise.all(personal.map(async ([name, word]) => [name, await vault.open(word)] as const));
    const present = opened.filter((entry): entry is readonly [string, Word] => entry[1] !== undefined);
    return { template, language, variables: { ...variables, ...Object.fromEntries(present) } };
  }

  /** The mail, or why there is none; nothing has gone out then. */
  async function write({ queued }: Message, id: string, date: string): Promise<Mail | Outcome> {
    try {
      const to = queued ? await open(await addressOf(queued)) : undefined;
      if (!queued || to === undefined) return unwritten('ADDRESS_ERASED', true);
      const { subscriberId, purpose, round, language } = queued;
      const wording = await worded(queued);
      const topics = (await topicLabels(store, queued.topics, language)).map(({ text }) => text);
      const post = { id, subscriberId, purpose, round, topics, wording, to, from: mailFrom, date };
      return await compose(post, composing);
    } catch (error) {
      // A letter may have to wait for others to be made.
      return error instanceof Unavailable || isOutage(error) ? unwritten('OUTAGE', false) : unwritten('TEMPLATE', true);
    }
  }
}

/** The name of the last attempt, for a file that holds its mail. */
const nameOf = (id: string, state: Message): string => `${id}.${lastAttempt(state)}`;

const unwritten = (reason: string, permanent: boolean): Outcome => ({
  kind: 'failed',
  fault: { stage: 'COMPOSE', reason, code: null, enhanced: null },
  permanent,
});

/** Effects of this context on the outside world. */
export function effects({ config, store, vault, publisher }: EffectServices<never>): readonly Effect[] {
  const { secret, smtpUrl, mailDir, mailFrom } = settingsOf(config);
  const transport = smtpUrl === undefined ? new FileTransport(mailDir) : new SmtpTransport(smtpUrl);
  const links = new Links({ secret, publicUrl: publisher.publicUrl });
  return [sending({ store, vault, links, transport, mailFrom, sender: publisher, letters: new Letters() })];
}
