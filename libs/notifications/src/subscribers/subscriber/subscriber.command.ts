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
import { z } from 'zod';
import { subscriber } from './subscriber.aggregate.js';
import type { AskSubscription, SubscriberCommandBody } from './subscriber.decider.js';

/** One subscriber per address, whoever asks, and however often. */
export const addressClaim = 'subscriber address';

/** The form in which two spellings of an address are the same. */
const sameAddress = (address: string): string => address.trim().normalize('NFC').toLowerCase();

const emailAddress = z.email().max(254);

/** `id` names the subscriber; for `AskSubscription` it is the id that a subscriber who is not known yet gets. */
export class SubscriberCommand extends AggregateCommand<Unsealed<SubscriberCommandBody>> {}

@CommandHandler(SubscriberCommand)
export class SubscriberHandler implements ICommandHandler<SubscriberCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  async execute(asked: SubscriberCommand): Promise<CommandResult> {
    const { id, command: given, context } = asked;
    if (given.type !== 'AskSubscription') {
      return this.units.run(context, (work) => work.decide(subscriber, id, given));
    }
    // For the id that a subscriber who is not known yet gets: who holds the address is known by its value only.
    const command = await new Sealing(this.vault, id, null).seal<AskSubscription>(given);
    const address = emailAddress.safeParse(await this.vault.open(command.address));
    if (!address.success) throw new Rejected('ADDRESS_INVALID', 'This is no address that mail can be sent to.');
    const claim = { scope: addressClaim, value: sameAddress(address.data) };
    return this.units.run(context, async (work) => {
      const holder = await work.holderOf(claim);
      // Who asks for an address that another holds asks as its holder.
      if (holder !== null) return work.decide(subscriber, idOf(holder), command);
      const asking = await freshId(id, context.commandId, work);
      // Somebody who asked for the same address at the same moment holds it by then.
      work.claim({ ...claim, stream: streamOf(subscriber.category, asking) }, () => this.execute(asked));
      return work.decide(subscriber, asking, command);
    });
  }
}

/** The id, unless it belongs to the subscriber of another address already. */
async function freshId(id: string, commandId: string, work: UnitOfWork): Promise<string> {
  await work.look(subscriber, id);
  return (await work.versionOf(subscriber, id)) === 0 ? id : uuidv5(id, commandId);
}
