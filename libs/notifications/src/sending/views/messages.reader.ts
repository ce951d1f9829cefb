import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, pageOf, Page, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { messageList } from './message-list.view.js';
import { message } from '../message/message.aggregate.js';
import type { MessageAnswer, MessageListed, messagesQuery } from '../message/message.schemas.js';

@Injectable()
export class MessagesReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** One message with each attempt, folded from its stream: as it is, or as it stood (`asOf`). Throws `Unknown`. */
  async get(id: string, asOf?: string): Promise<Versioned<MessageAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(message, id, upTo);
    const { status, queued, attempts, retryAt, withheld } = state;
    if (status === 'none' || !queued) throw new Unknown('MESSAGE_UNKNOWN', 'There is no such message.');
    const { subscriberId, purpose, channel, language, topics, causeId, announcementId, queuedAt } = queued;
    const about = { subscriberId, purpose, channel, language, topics, causeId, announcementId, queuedAt };
    return new Versioned({ id, ...about, status, retryAt, withheld, attempts: [...attempts], version }, version);
  }

  /** The messages that meet every one of the criteria, the newest first. */
  async list(criteria: z.output<typeof messagesQuery>): Promise<Page<MessageListed>> {
    const { subscriber: subscriberId, announcement: announcementId, status, purpose } = criteria;
    const query = this.readModels.repository(messageList).createQueryBuilder('row');
    whereEqual(query, { status, purpose, subscriberId, announcementId });
    const page = await pageOf(query, { queuedAt: z.iso.datetime(), id: z.uuid() }, criteria, 'DESC');
    return page.map(({ changedAt: _, ...row }) => row);
  }
}
