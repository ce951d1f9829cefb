import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, pageOf, Page, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { messageList } from '../views/message-list.view.js';
import { message } from './message.aggregate.js';
import type { MessageAnswer, MessageListed, messagesQuery } from './message.schemas.js';

/** One message with each attempt, folded from its stream: as it is, or as it stood (`asOf`). */
export class GetMessage extends Query<Versioned<MessageAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf?: string,
  ) {
    super();
  }
}

@QueryHandler(GetMessage)
export class GetMessageHandler implements IQueryHandler<GetMessage> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, asOf }: GetMessage): Promise<Versioned<MessageAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(message, id, upTo);
    const { status, queued, attempts, retryAt, withheld } = state;
    if (status === 'none' || !queued) throw new Unknown('MESSAGE_UNKNOWN', 'There is no such message.');
    const { subscriberId, purpose, channel, language, topics, causeId, announcementId, queuedAt } = queued;
    const about = { subscriberId, purpose, channel, language, topics, causeId, announcementId, queuedAt };
    return new Versioned({ id, ...about, status, retryAt, withheld, attempts: [...attempts], version }, version);
  }
}

/** The messages that meet every one of the criteria, the newest first. */
export class ListMessages extends Query<Page<MessageListed>> {
  constructor(readonly criteria: z.output<typeof messagesQuery>) {
    super();
  }
}

@QueryHandler(ListMessages)
export class ListMessagesHandler implements IQueryHandler<ListMessages> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ criteria }: ListMessages): Promise<Page<MessageListed>> {
    const { subscriber: subscriberId, announcement: announcementId, status, purpose } = criteria;
    const query = this.readModels.repository(messageList).createQueryBuilder('row');
    whereEqual(query, { status, purpose, subscriberId, announcementId });
    const page = await pageOf(query, { queuedAt: z.iso.datetime(), id: z.uuid() }, criteria, 'DESC');
    return page.map(({ changedAt: _, ...row }) => row);
  }
}
