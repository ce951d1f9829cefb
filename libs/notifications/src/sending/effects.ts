import type { Aggregate } from '@ecou/event-sourcing';
import { effect, type Effect } from '@ecou/messaging';
import { privacyLine, type EffectServices } from '@ecou/runtime';
import { Links } from '../subscribers/links/links.js';
import { LastHeard } from '../inbox/conversation/last-heard.js';
import { settingsOf } from '../settings.js';
import type { WordsFault } from '../wordings/wording/wording.events.js';
import { Admission } from './admission.js';
import { Announcements } from './announcement/announcements.js';
import type { Channel, Outcome } from './channel.js';
import { channelsOf } from './channels.js';
import { message } from './message/message.aggregate.js';
import type { MessageCommandBody } from './message/message.decider.js';
import { lastAttempt, type Message } from './message/message.state.js';
import { OwnWords } from './own-words.js';
import { Writing } from './writing.js';

interface SendingServices {
  readonly admission: Admission;
  readonly writing: Writing;
  /** By their names. */
  readonly channels: ReadonlyMap<string, Channel>;
}

const commandFor = (
  outcome: Outcome,
  attempt: number,
  at: string,
  wordsFault?: WordsFault | null,
): MessageCommandBody => {
  switch (outcome.kind) {
    case 'sent': {
      const { kind: _, reference = null, segments = null, ...sent } = outcome;
      return { type: 'RecordSent', attempt, ...sent, reference, segments, wordsFault: wordsFault ?? undefined, at };
    }
    case 'bounced':
      return { type: 'RecordBounce', attempt, fault: outcome.fault, at };
    case 'failed': {
      const { kind: _, ...failure } = outcome;
      return { type: 'RecordFailure', attempt, ...failure, at };
    }
    case 'unknown':
      return { type: 'RecordUncertain', attempt, reason: 'no-answer', at };
  }
};

/** The name of the last attempt, for a file that holds its mail. */
const nameOf = (id: string, state: Message): string => `${id}.${lastAttempt(state)}`;

/**
 * Sends a message that is queued: reads consent from the subscriber's stream, puts the start on record, hands the message over to the channel
 * of its address. What was promised to somebody needs no consent: it goes unless its time has passed.
 */
function sending({ admission, writing, channels }: SendingServices): Effect {
  const channelOf = ({ queued }: Message) => channels.get(queued?.channel ?? '');
  return effect<MessageCommandBody, Message>({
    name: 'send-message',
    aggregate: message as unknown as Aggregate<MessageCommandBody, Message, never>,
    on: ['MessageQueued', 'MessageReleased', 'MessageRequeued', 'ResendOrdered'],
    start: async (state, _event, at) => {
      if (state.status !== 'queued') return undefined;
      const channel = channelOf(state);
      if (!channel) return { type: 'WithholdMessage', reason: 'channel-not-served', at };
      const { withheld: reason, isHeld, until, waitsFor } = await admission.of(state, at);
      if (reason !== null) return { type: 'WithholdMessage', reason, at };
      // It stays queued: whoever resumes it sets this off again.
      if (isHeld) return undefined;
      if (until !== null) return { type: 'PostponeMessage', until, reason: waitsFor, at };
      return { type: 'StartSending', attempt: lastAttempt(state) + 1, transport: channel.transport, at };
    },
    started: ({ status }) => status === 'sending',
    call: async (state, id, now) => {
      const { outcome, fault } = await handOver(state, id, now());
      return commandFor(outcome, lastAttempt(state), now(), fault);
    },
    uncertain: async (state, at, id) => {
      const attempt = lastAttempt(state);
      const trace = await channelOf(state)?.trace(nameOf(id, state));
      return trace ? commandFor(trace, attempt, at) : { type: 'RecordUncertain', attempt, reason: 'no-outcome', at };
    },
  });

  async function handOver(state: Message, id: string, date: string) {
    const written = await writing.write(state, { id, name: nameOf(id, state) }, date);
    if ('kind' in written) return { outcome: written, fault: null };
    const channel = channelOf(state);
    if (!channel) throw new Error('An attempt starts on a channel that is served.');
    return { outcome: await channel.send(written.outgoing), fault: written.fault };
  }
}

/** Effects of this context on the outside world. */
export function effects({
  config,
  store,
  vault,
  restrictions,
  fileEncryption,
  publisher: sender,
}: EffectServices<never>): readonly Effect[] {
  const settings = settingsOf(config);
  const links = new Links({ secret: settings.secret, publicUrl: sender.publicUrl });
  const admission = new Admission({ store, vault, restrictions, announcements: new Announcements(store) });
  const writing = new Writing({
    store,
    vault,
    links,
    sender,
    admission,
    ownWords: new OwnWords(store),
    footer: settings.footer,
    privacy: (language) => privacyLine(sender, language),
  });
  const lastHeard = new LastHeard(store);
  // A template always goes out: a store that cannot be asked right now is no fault of the message.
  const lastHeardFrom = (address: string) => lastHeard.from('whatsapp', address).catch(() => null);
  const served = channelsOf({ settings, fileEncryption, sender, lastHeardFrom });
  const channels = new Map(served.map((channel) => [channel.name, channel]));
  return [sending({ admission, writing, channels })];
}
