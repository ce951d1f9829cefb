import { isOutage, load, type Aggregate, type EventStore, type Sealed, type Vault } from '@ecou/event-sourcing';
import { effect, type Effect } from '@ecou/messaging';
import type { EffectServices } from '@ecou/runtime';
import { Links } from '../subscribers/links/links.js';
import { compose, type Mail } from './mail/compose.js';
import { FileTransport } from './mail/file-transport.js';
import { SmtpTransport } from './mail/smtp-transport.js';
import type { Outcome, Transport } from './mail/transport.js';
import { lastAttempt, type Message, type MessageCommandBody, type WithholdMessage } from './message/message.decider.js';
import { message } from './message/message.aggregate.js';
import { settingsOf } from '../settings.js';
import { subscriber } from '../subscribers/subscriber/subscriber.aggregate.js';
import { topicsToConfirm, wantsAny, type Subscriber } from '../subscribers/subscriber/subscriber.decider.js';

type Queued = NonNullable<Message['queued']>;
type Withheld = WithholdMessage['reason'];

interface SendingServices {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly vault: Vault;
  readonly links: Links;
  readonly transport: Transport;
  readonly mailFrom: string;
}

/** The reason why a message must not go out, as its subscriber's stream stands now. */
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

/** Sends a message that is queued: reads consent from the subscriber's stream, puts the start on record, hands the mail over. */
function sending({ store, vault, links, transport, mailFrom }: SendingServices): Effect {
  const open = (address: Sealed<string> | null) => (address ? vault.open(address) : Promise.resolve(undefined));
  const readSubscriber = async ({ subscriberId }: Queued) => (await load(store, subscriber, subscriberId)).state;
  return effect<MessageCommandBody, Message>({
    name: 'send-message',
    aggregate: message as unknown as Aggregate<MessageCommandBody, Message, never>,
    on: ['MessageQueued', 'MessageRequeued', 'ResendOrdered'],
    start: async (state, _event, at) => {
      if (state.status !== 'queued' || !state.queued) return undefined;
      const to = await readSubscriber(state.queued);
      const reason = (await open(to.address)) === undefined ? 'subscriber-erased' : refusal(state.queued, to);
      if (reason !== undefined) return { type: 'WithholdMessage', reason, at };
      return { type: 'StartSending', attempt: lastAttempt(state) + 1, transport: transport.name, at };
    },
    started: ({ status }) => status === 'sending',
    call: async (state, id, now) => commandFor(await handOver(state, id, now()), lastAttempt(state), now()),
    uncertain: (state, at) => ({ type: 'RecordUncertain', attempt: lastAttempt(state), reason: 'no-outcome', at }),
  });

  async function handOver(state: Message, id: string, date: string): Promise<Outcome> {
    const written = await write(state, id, date);
    return 'kind' in written ? written : transport.send(written, `${id}.${lastAttempt(state)}`);
  }

  /** The mail, or why there is none; nothing has gone out then. */
  async function write({ queued }: Message, id: string, date: string): Promise<Mail | Outcome> {
    try {
      const to = queued ? await open((await readSubscriber(queued)).address) : undefined;
      if (!queued || to === undefined) return unwritten('SUBSCRIBER_ERASED', true);
      return await compose({ id, queued, to, from: mailFrom, date }, links);
    } catch (error) {
      return isOutage(error) ? unwritten('OUTAGE', false) : unwritten('TEMPLATE', true);
    }
  }
}

const unwritten = (reason: string, permanent: boolean): Outcome => ({
  kind: 'failed',
  fault: { stage: 'COMPOSE', reason, code: null, enhanced: null },
  permanent,
});

/** Effects of this context on the outside world. */
export function effects({ config, store, vault }: EffectServices<never>): readonly Effect[] {
  const settings = settingsOf(config);
  const { smtpUrl, mailDir, mailFrom } = settings;
  const transport = smtpUrl === undefined ? new FileTransport(mailDir) : new SmtpTransport(smtpUrl);
  return [sending({ store, vault, links: new Links(settings), transport, mailFrom })];
}
