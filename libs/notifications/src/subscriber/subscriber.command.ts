import {
  ClaimTaken,
  idOf,
  Rejected,
  streamOf,
  Vault,
  type CommandContext,
  type CommandResult,
} from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates } from '@ecou/runtime';
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
export class SubscriberCommand extends AggregateCommand<SubscriberCommandBody> {}

@CommandHandler(SubscriberCommand)
export class SubscriberHandler implements ICommandHandler<SubscriberCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
  ) {}

  async execute({ id, command, context }: SubscriberCommand): Promise<CommandResult> {
    if (command.type !== 'AskSubscription') return this.aggregates.execute(subscriber, id, command, context);
    const address = emailAddress.safeParse(await this.vault.open(command.address));
    if (!address.success) throw new Rejected('ADDRESS_INVALID', 'This is no address that mail can be sent to.');
    const claim = { scope: addressClaim, value: sameAddress(address.data) };
    try {
      return await this.ask(id, command, context, claim);
    } catch (error) {
      // Somebody asked for the same address at the same moment.
      if (error instanceof ClaimTaken) return this.ask(id, command, context, claim);
      throw error;
    }
  }

  private async ask(
    id: string,
    command: AskSubscription,
    context: CommandContext,
    claim: { scope: string; value: string },
  ): Promise<CommandResult> {
    const holder = await this.aggregates.store.findClaim(claim.scope, claim.value);
    if (holder !== null) return this.aggregates.execute(subscriber, idOf(holder), command, context);
    const fresh = await this.freshId(id, context);
    const claims = [{ ...claim, stream: streamOf(subscriber.category, fresh) }];
    return this.aggregates.execute(subscriber, fresh, command, context, { extras: { claims } });
  }

  /** The id, unless it belongs to the subscriber of another address already. */
  private async freshId(id: string, { commandId }: CommandContext): Promise<string> {
    const { version } = await this.aggregates.load(subscriber, id);
    return version === 0 ? id : uuidv5(id, commandId);
  }
}
