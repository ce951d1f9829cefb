import { load, type Aggregate, type EventStore, type Sealed, type Vault } from '@ecou/event-sourcing';
import { effect, type Effect, type EffectServices } from '@ecou/runtime';
import { Links } from './links/links.js';
import { compose } from './mail/compose.js';
import { FileTransport } from './mail/file-transport.js';
import { SmtpTransport } from './mail/smtp-transport.js';
import type { Outcome, Transport } from './mail/transport.js';
import { lastAttempt, type Message, type MessageCommandBody, type WithholdMessage } from './message/message.decider.js';
import { message } from './message/message.aggregate.js';
import { settingsOf } from './settings.js';
import { subscriber } from './subscriber/subscriber.aggregate.js';
import { topicsToConfirm, wantsAny, type Subscriber } from './subscriber/subscriber.decider.js';

type Queued = NonNullable<Message['queued']>;
type Withheld = WithholdMessage['reason'];

interface SendingServices {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly vault: Vault;
  readonly links: Links;
  readonly transport: Transport;
  readonly mailFrom: string;
}

/** Why a message must not go out, as its subscriber's stream stands now. */
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
export function sending({ store, vault, links, transport, mailFrom }: SendingServices): Effect {
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
    call: async (state, id, now) => {
      const attempt = lastAttempt(state);
      const mail = await mailOf(state, id, now());
      if ('stage' in mail) return { type: 'RecordFailure', attempt, fault: mail, permanent: true, at: now() };
      const outcome = await transport.send(mail, `${id}.${attempt}`);
      return commandFor(outcome, attempt, now());
    },
    uncertain: (state, at) => ({ type: 'RecordUncertain', attempt: lastAttempt(state), reason: 'no-outcome', at }),
  });

  /** The mail, or why it cannot be written; nothing has gone out then. */
  async function mailOf({ queued }: Message, id: string, date: string) {
    try {
      if (!queued) throw new Error('A message that was never queued is not sent.');
      const to = await open((await readSubscriber(queued)).address);
      if (to === undefined) return unwritten('SUBSCRIBER_ERASED');
      return await compose({ id, queued, to, from: mailFrom, date }, links);
    } catch {
      return unwritten('TEMPLATE');
    }
  }
}

const unwritten = (reason: string) => ({ stage: 'COMPOSE', reason, code: null, enhanced: null });

/** What this context does to the outside world. */
export function effects({ config, store, vault }: EffectServices<never>): readonly Effect[] {
  const settings = settingsOf(config);
  const { smtpUrl, mailDir, mailFrom } = settings;
  const transport = smtpUrl === undefined ? new FileTransport(mailDir) : new SmtpTransport(smtpUrl);
  return [sending({ store, vault, links: new Links(settings), transport, mailFrom })];
}
