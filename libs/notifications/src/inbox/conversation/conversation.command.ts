import type { Language } from '@ecou/contracts';
import {
  idOf,
  Invalid,
  namedUuid,
  Personal,
  Rejected,
  Sealing,
  streamOf,
  UnitsOfWork,
  Vault,
  type CommandResult,
  type UnitOfWork,
  type Unsealed,
} from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { openState } from '@ecou/runtime/hours';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { addressOn } from '../../subscribers/subscriber/channels.js';
import { askedByKeyword, chosenRule, type Considered } from '../reply-rules/choose.js';
import { replyRulesAggregate, replyRulesId } from '../reply-rules/reply-rules.aggregate.js';
import type { RulesVersion } from '../reply-rules/reply-rules.decider.js';
import { addressClaim, conversation, requestClaim } from './conversation.aggregate.js';
import {
  requireConversation,
  type ConversationCommandBody,
  type RequestPetition,
  type TakeMessage,
} from './conversation.decider.js';
import type { Conversation } from './conversation.state.js';
import { refuseOthers } from './own-conversations.js';
import { keptText, timeOf, type Inbound } from './inbound.js';

/** A message came in; its address leads to the conversation. */
type ReceiveMessage = { readonly type: 'ReceiveMessage'; readonly message: Inbound };

/** Staff make a petition of messages: without a text of its own, of what they say. */
type AskPetition = Omit<Unsealed<RequestPetition>, 'type' | 'text'> & {
  readonly type: 'AskPetition';
  readonly text: Personal<string> | null;
};

/** Feedback tells what became of a petition; its id leads to the conversation. */
type Told = Extract<ConversationCommandBody, { type: 'NoteTakenUp' | 'NoteRefused' }>;

/** `id`: of `ReceiveMessage` that of a conversation that begins with it; of what feedback tells, that of the request. */
export class ConversationCommand extends AggregateCommand<
  Unsealed<Exclude<ConversationCommandBody, { type: 'TakeMessage' | 'RequestPetition' }>> | ReceiveMessage | AskPetition
> {}

/** Between the languages of a reply to somebody whose language is not known. */
const inBoth = ({ ro, en }: Readonly<Record<Language, string>>): string => `${ro}\n\n${en}`;

@CommandHandler(ConversationCommand)
export class ConversationHandler implements ICommandHandler<ConversationCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: ConversationCommand): Promise<CommandResult> {
    if (command.type === 'ReceiveMessage') return this.receive(id, command.message, context);
    return this.units.run(context, async (work) => {
      if (command.type === 'NoteTakenUp' || command.type === 'NoteRefused') return note(command, work);
      refuseOthers(context.caller, await work.read(conversation, id));
      if (command.type === 'AskPetition') return this.askPetition(id, command, work);
      return this.decide(id, command, work);
    });
  }

  private async receive(id: string, message: Inbound, context: ConversationCommand['context']): Promise<CommandResult> {
    const address = addressOn(message.channel, message.from);
    if (address === undefined)
      throw new Rejected('ADDRESS_INVALID', 'The sender is no address of this channel that can be answered.');
    const claim = addressClaim(message.channel, address);
    return this.units.run(context, async (work) => {
      const holder = await work.holderOf(claim);
      const conversationId = holder === null ? id : idOf(holder);
      // Another message of the same address may have begun the conversation at the same moment.
      if (holder === null)
        work.claim({ ...claim, stream: streamOf(conversation.category, id) }, () => this.receive(id, message, context));
      const [state, rules] = await Promise.all([
        work.read(conversation, conversationId),
        work.look(replyRulesAggregate, replyRulesId),
      ]);
      const command = takingOf({ ...message, from: address }, { state, rules, work, conversationId });
      const sealing = new Sealing(this.vault, state?.address.subject ?? work.random('person'), null);
      const sealed = await sealing.seal<TakeMessage>(state ? { ...command, address: state.address } : command);
      return work.decide(conversation, conversationId, sealed);
    });
  }

  private async askPetition(id: string, { type: _, ...asked }: AskPetition, work: UnitOfWork): Promise<void> {
    const state = requireConversation(await work.read(conversation, id));
    const text = asked.text ?? new Personal(await this.wordsOf(state, asked.messages));
    await this.decide(id, { ...asked, type: 'RequestPetition', text }, work);
  }

  /** The texts of these messages, in the order in which they came. Throws `Invalid` where the conversation lacks one, or they are too long. */
  private async wordsOf({ messages }: Conversation, ids: readonly string[]): Promise<string> {
    const known = messages.filter(({ messageId }) => ids.includes(messageId));
    if (known.length < ids.length)
      throw new Invalid('MESSAGE_UNKNOWN', 'The conversation has no such message.', ['messages']);
    const words = await Promise.all(known.map(({ text }) => this.vault.open(text)));
    const { text, isShortened } = keptText(words.filter(Boolean).join('\n\n'));
    if (text === '') throw new Invalid('TEXT_MISSING', 'The messages say nothing: give the text.', ['text']);
    if (isShortened)
      throw new Invalid('TEXT_TOO_LONG', 'The messages are too long for one petition: give its text.', ['text']);
    return text;
  }

  /** Seals what is personal for the person of the conversation, and decides. */
  private async decide(id: string, command: Unsealed<Exclude<ConversationCommandBody, TakeMessage>>, work: UnitOfWork) {
    const state = requireConversation(await work.read(conversation, id));
    const sealing = new Sealing(this.vault, state.address.subject, state);
    return work.decide(conversation, id, await sealing.seal<ConversationCommandBody>(command));
  }
}

/** Nothing where no conversation asked for it: a petition comes in other ways, too. */
async function note(command: Told, work: UnitOfWork): Promise<void> {
  const holder = await work.holderOf(requestClaim(command.requestId));
  if (holder !== null) await work.decide(conversation, idOf(holder), command);
}

interface Taking {
  readonly state: Conversation | null;
  readonly rules: RulesVersion;
  readonly work: Pick<UnitOfWork, 'now' | 'random'>;
  readonly conversationId: string;
}

/** The command that takes a message, with what the rules make of it. */
function takingOf({ channel, from, ...message }: Inbound, about: Taking): Unsealed<TakeMessage> {
  const { rules, work, conversationId } = about;
  const { text, isShortened } = keptText(message.text);
  const receivedAt = timeOf(message.receivedAt, work.now);
  const { officeHours } = rules;
  const inOfficeHours = officeHours === null ? null : openState(officeHours, Date.parse(receivedAt)).open;
  return {
    ...{ type: 'TakeMessage', channel, address: new Personal(from), at: work.now },
    message: {
      messageId: namedUuid(`${channel}/${message.reference}`, conversationId),
      reference: new Personal(message.reference),
      text: new Personal(text),
      ...{ isShortened, filesLeftOut: message.files, isAutomatic: message.isAutomatic, inOfficeHours, receivedAt },
    },
    reply: replyTo({ channel, text, inOfficeHours }, about),
    request: requestIn(text, about),
  };
}

function replyTo(considered: Considered, { rules, state, work }: Taking): Unsealed<TakeMessage>['reply'] {
  const rule = chosenRule(rules, considered);
  if (!rule) return null;
  const language = state?.language ?? null;
  return {
    replyId: work.random('reply'),
    rule: { id: rule.id, version: rules.version },
    text: new Personal(language === null ? inBoth(rule.text) : rule.text[language]),
    hoursBetween: rules.hoursBetween,
  };
}

function requestIn(text: string, { rules, work }: Taking): Unsealed<TakeMessage>['request'] {
  const asked = askedByKeyword(rules, text);
  const { petition } = rules;
  if (!asked || !petition) return null;
  return {
    requestId: work.random('request'),
    name: asked.name === null ? null : new Personal(asked.name),
    text: new Personal(asked.text),
    kind: asked.name === null ? 'notice' : petition.kind,
    category: petition.category,
  };
}
