import {
  idOf,
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
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import { consentTexts, consentTextsId } from '../consent-texts/consent-texts.aggregate.js';
import { numberOf } from './rules/number-of.js';
import { renewalOf } from './rules/renewal-of.js';
import { addressOn, claimOf, type Channel } from './channels.js';
import type { AddAddress, ConfirmAddress, RemoveAddress } from './rules/addresses.js';
import { subscriber } from './subscriber.aggregate.js';
import type { AskSubscription, ConfirmSubscription, SubscriberCommandBody } from './subscriber.decider.js';
import { addressOf, topicsIn } from './subscriber.state.js';

/** An address from which its owner wrote to us: it is added, and needs no message with a link. */
type AddProvenAddress = Omit<AddAddress, 'type'> & { type: 'AddProvenAddress' };

/** `id` names the subscriber; for `AskSubscription` it is the id that a subscriber who is not known yet gets. */
export class SubscriberCommand extends AggregateCommand<
  | Exclude<Unsealed<SubscriberCommandBody>, { type: 'AskSubscription' }>
  | Unsealed<Omit<AskSubscription, 'number'>>
  | Unsealed<AddProvenAddress>
> {}

/** The code of a refusal: the address that is confirmed is the one of another subscriber, who gets news there. */
export const addressInUse = 'ADDRESS_IN_USE';

type Command<Type extends SubscriberCommand['command']['type']> = SubscriberCommand & {
  readonly command: Extract<SubscriberCommand['command'], { type: Type }>;
};

const is = <Type extends SubscriberCommand['command']['type']>(
  asked: SubscriberCommand,
  type: Type,
): asked is Command<Type> => asked.command.type === type;

@CommandHandler(SubscriberCommand)
export class SubscriberHandler implements ICommandHandler<SubscriberCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  async execute(asked: SubscriberCommand): Promise<CommandResult> {
    const { id, command, context } = asked;
    if (is(asked, 'AskSubscription')) return this.ask(asked);
    return this.units.run(context, (work) => {
      if (command.type === 'AddAddress') return this.add(id, command, work);
      if (command.type === 'AddProvenAddress') return this.addProven(id, command, work);
      if (command.type === 'ConfirmAddress') return this.confirm(id, command, work);
      if (command.type === 'RemoveAddress') return this.remove(id, command, work);
      if (command.type === 'ConfirmSubscription') return confirmWish(id, command, work);
      return work.decide(subscriber, id, command as SubscriberCommandBody);
    });
  }

  private async ask(asked: Command<'AskSubscription'>): Promise<CommandResult> {
    const { id, command: given, context } = asked;
    // For the id that a subscriber who is not known yet gets: who holds the address is known by its value only.
    const command = await new Sealing(this.vault, id, null).seal<Omit<AskSubscription, 'number'>>(given);
    const { channel } = command;
    const address = addressOn(channel, await this.vault.open(command.address));
    if (address === undefined) throw invalid();
    const claim = claimOf(channel, address);
    return this.units.run(context, async (work) => {
      const holder = await work.holderOf(claim);
      // Who asks for an address that another holds asks as its holder.
      if (holder !== null) {
        const state = await work.read(subscriber, idOf(holder));
        const number = (await numberOf(this.vault, state, channel, claim.value)) ?? 1;
        return work.decide(subscriber, idOf(holder), { ...command, number });
      }
      const asking = await freshId(id, context.commandId, work);
      // Somebody who asked for the same address at the same moment holds it by then.
      work.claim({ ...claim, stream: streamOf(subscriber.category, asking) }, () => this.execute(asked));
      return work.decide(subscriber, asking, { ...command, number: 1 });
    });
  }

  /** Nobody is told whether the address is another's: whose it is, is seen when its link is used. */
  private async add(id: string, given: Unsealed<AddAddress>, work: UnitOfWork) {
    return work.decide(subscriber, id, await this.sealed(id, given, work));
  }

  private async sealed(id: string, given: Unsealed<AddAddress>, work: UnitOfWork): Promise<AddAddress> {
    const state = await work.read(subscriber, id);
    const subject = state.addresses[0]?.address.subject ?? id;
    const command = await new Sealing(this.vault, subject, state.addresses).seal<AddAddress>(given);
    const address = addressOn(command.channel, await this.vault.open(command.address));
    if (address === undefined) throw invalid();
    return command;
  }

  private async addProven(id: string, given: Unsealed<AddProvenAddress>, work: UnitOfWork) {
    const command = await this.sealed(id, { ...given, type: 'AddAddress' }, work);
    const { channel, address, at } = command;
    const { after } = await work.decide(subscriber, id, command);
    const value = await this.vault.open(address);
    if (value === undefined) return;
    const number = await numberOf(this.vault, after, channel, claimOf(channel, value).value);
    if (number !== undefined) await this.confirm(id, { type: 'ConfirmAddress', number, how: 'chat', at }, work);
  }

  /** An address that belongs to somebody who is told of nothing any more moves to whoever confirms it. */
  private async confirm(id: string, command: ConfirmAddress, work: UnitOfWork) {
    work.target(subscriber, id);
    const { changed, after } = await work.decide(subscriber, id, command);
    const known = addressOf(after, command.number);
    const address = known && (await this.vault.open(known.address));
    if (!changed || !known || address === undefined) return;
    const stream = streamOf(subscriber.category, id);
    const claim = claimOf(known.channel, address);
    const holder = await work.holderOf(claim);
    if (holder !== null && holder !== stream) await this.take(holder, known.channel, claim, command.at, work);
    work.claim({ ...claim, stream }, inUse);
  }

  private async take(
    holder: string,
    channel: Channel,
    claim: ReturnType<typeof claimOf>,
    at: string,
    work: UnitOfWork,
  ) {
    const other = await work.read(subscriber, idOf(holder));
    if (topicsIn(other, 'confirmed').length > 0) inUse(holder);
    const number = await numberOf(this.vault, other, channel, claim.value);
    work.release({ ...claim, stream: holder });
    if (number !== undefined)
      await work.decide(subscriber, idOf(holder), { type: 'RemoveAddress', number, how: 'moved', at });
  }

  private async remove(id: string, command: RemoveAddress, work: UnitOfWork) {
    const { before, changed } = await work.decide(subscriber, id, command);
    const known = addressOf(before, command.number);
    const address = known && (await this.vault.open(known.address));
    if (!changed || !known || address === undefined) return;
    work.release({ ...claimOf(known.channel, address), stream: streamOf(subscriber.category, id) });
  }
}

/** Whoever used an old link agreed to an old text: they are asked again as everybody is. */
async function confirmWish(id: string, command: ConfirmSubscription, work: UnitOfWork) {
  work.target(subscriber, id);
  const renewal = renewalOf(await work.read(consentTexts, consentTextsId), command.at);
  await work.decide(subscriber, id, command);
  if (renewal) await work.decide(subscriber, id, renewal);
}

const invalid = () => new Rejected('ADDRESS_INVALID', 'This is no address that messages can be sent to.');

function inUse(holder: string): never {
  throw new AddressInUse(idOf(holder));
}

/** Its link proves whose the address is, so that they may be told of it. */
export class AddressInUse extends Rejected {
  constructor(readonly holder: string) {
    super(addressInUse, 'This address has a subscription of its own: end that first, then use the link again.');
  }
}

/** The id, unless it belongs to the subscriber of another address already. */
async function freshId(id: string, commandId: string, work: UnitOfWork): Promise<string> {
  await work.look(subscriber, id);
  return (await work.versionOf(subscriber, id)) === 0 ? id : uuidv5(id, commandId);
}
