import { UnitsOfWork, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { subscriber } from '../subscribers/subscriber/subscriber.aggregate.js';
import { usable, type Address } from '../subscribers/subscriber/subscriber.state.js';
import { inOwnWords } from '../wordings/in-force.js';
import { announcement } from './announcement/announcement.aggregate.js';
import { message } from './message/message.aggregate.js';
import type { QueueInPlace } from './message/message.decider.js';
import { messageId } from './message/message-id.js';
import type { Message } from './message/message.state.js';

/** A message could not be delivered to its address. `removed`: because its owner took the address away. */
interface FallBack {
  readonly type: 'FallBack';
  readonly removed: boolean;
  readonly at: string;
}

export class FallBackCommand extends AggregateCommand<FallBack> {}

type Queued = NonNullable<Message['queued']>;

/** Queues it for the next address of the subscriber, where they allowed that; the two facts stand in one unit. */
@CommandHandler(FallBackCommand)
export class FallBackHandler implements ICommandHandler<FallBackCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command: { removed, at }, context }: FallBackCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      work.target(message, id);
      const state = await work.read(message, id);
      const { queued, gathered, fellBackTo } = state;
      if (!queued || queued.subscriberId === null || queued.number === null || fellBackTo !== null) return;
      if (queued.purpose === 'confirmation' || queued.purpose === 'address-confirmation') return;
      const { preferences, addresses } = await work.look(subscriber, queued.subscriberId);
      if (!preferences.fallback && !removed) return;
      const tried = await addressesTried(queued, work);
      const mayGoBy = await waysOf(queued, work);
      const next = addresses.find((each) => usable(each) && mayGoBy(each) && !tried.includes(each.number));
      if (!next) return;
      const to = messageId(queued.causeId, queued.subscriberId, next.channel, next.number);
      await work.decide(message, id, { type: 'NoteFallback', to, at });
      const command = inPlace(id, queued, gathered, next, at);
      await work.decide(message, to, await inOwnWords(command, next.channel, work));
    });
  }
}

/** Finds out where what it tells may go: not on another way than a campaign's, nor on one where somebody is promised the same. */
async function waysOf({ announcementId }: Queued, work: UnitOfWork): Promise<(address: Address) => boolean> {
  const announced = announcementId === null ? null : await work.look(announcement, announcementId);
  const { segment, promised } = announced?.started ?? {};
  return ({ channel }) => (segment?.channels?.includes(channel) ?? true) && promised?.channel !== channel;
}

/** Those of this message and of the ones in whose place it went. */
async function addressesTried({ number, fallbackOf }: Queued, work: UnitOfWork): Promise<readonly number[]> {
  const before = fallbackOf === null ? null : (await work.look(message, fallbackOf)).queued;
  return [...(number === null ? [] : [number]), ...(before ? await addressesTried(before, work) : [])];
}

function inPlace(
  fallbackOf: string,
  queued: Queued,
  gathered: Message['gathered'],
  { number, channel }: Address,
  at: string,
): QueueInPlace {
  const { subscriberId, purpose, topics, round, language, template, variables, causeId, announcementId } = queued;
  const { urgent, matter, expiresAt } = queued;
  return {
    type: 'QueueInPlace',
    ...{ fallbackOf, gathered, number, channel, language },
    ...{ topics, round, template, variables, causeId, announcementId, urgent, matter, expiresAt, at },
    subscriberId: subscriberId ?? '',
    purpose: purpose as QueueInPlace['purpose'],
  };
}
