import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, pageOf, Page, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { messageList } from './message-list.view.js';
import { message } from '../message/message.aggregate.js';
import { topicsOf } from '../message/message.state.js';
import type { MessageAnswer, MessageListed, messagesQuery, ResendMany } from '../message/message.schemas.js';

const patienceMs = 2_000;

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
    const { status, queued, gathered, attempts, retryAt, waitsUntil, withheld, fellBackTo } = state;
    if (status === 'none' || !queued) throw new Unknown('MESSAGE_UNKNOWN', 'There is no such message.');
    const { subscriberId, promise, purpose, number, channel, language, causeId, announcementId, queuedAt } = queued;
    const about = { subscriberId, promise, purpose, number, channel, language, causeId, announcementId, queuedAt };
    const topics = [...topicsOf(state)];
    const announcements = gathered.map((each) => each.announcementId);
    const where = {
      status,
      retryAt,
      waitsUntil,
      withheld,
      complained: state.complained,
      urgent: queued.urgent,
      fallbackOf: queued.fallbackOf,
      fellBackTo,
      wording: queued.wording ?? null,
      wordsFault: state.wordsFault,
    };
    const body = { id, ...about, topics, announcements, ...where, attempts: [...attempts], version };
    return new Versioned(body, version);
  }

  /** The messages that meet every one of the criteria, the newest first. */
  async list(criteria: z.output<typeof messagesQuery>): Promise<Page<MessageListed>> {
    const { subscriber: subscriberId, announcement: announcementId, about: promisedFor, status, purpose } = criteria;
    const query = this.readModels.repository(messageList).createQueryBuilder('row');
    whereEqual(query, { status, purpose, subscriberId, announcementId, promisedFor });
    const page = await pageOf(query, { queuedAt: z.iso.datetime(), id: z.uuid() }, criteria, 'DESC');
    return page.map(
      ({ changedAt: _, promisedFor: _for, address: _address, announcements: _gathered, withheld: _why, ...row }) => row,
    );
  }

  /** Ids of the messages of an announcement that are queued, once the view has passed a position; `undefined` where it has not in a moment. */
  async queuedOf(announcementId: string, past: number): Promise<readonly string[] | undefined> {
    if (!(await this.readModels.hasReached(messageList, past, patienceMs))) return undefined;
    const where = { announcementId, status: 'queued' } as const;
    const rows = await this.readModels.repository(messageList).find({ where, select: { id: true } });
    return rows.map(({ id }) => id);
  }

  /** The standing of messages that were promised for something, by their ids; those that are not queued yet are left out. */
  async statusesAbout(
    promisedFor: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, MessageListed['status']>> {
    if (ids.length === 0) return new Map();
    const query = this.readModels.repository(messageList).createQueryBuilder('row').select(['row.id', 'row.status']);
    whereEqual(query, { promisedFor });
    query.andWhere('row.id IN (:...ids)', { ids }).orderBy('row.id');
    return new Map((await query.getMany()).map(({ id, status }) => [id, status]));
  }

  /** Ids of messages whose sending is uncertain, the oldest first, and whether there are more. */
  async uncertain(
    { purpose, announcement: announcementId, queuedBefore }: NonNullable<ResendMany['uncertain']>,
    limit: number,
  ): Promise<{ readonly found: readonly string[]; readonly more: boolean }> {
    const query = this.readModels.repository(messageList).createQueryBuilder('row').select(['row.id']);
    whereEqual(query, { status: 'uncertain', purpose, announcementId });
    if (queuedBefore !== undefined) query.andWhere('row.queuedAt < :queuedBefore', { queuedBefore });
    const rows = await query
      .orderBy({ 'row.queuedAt': 'ASC', 'row.id': 'ASC' })
      .limit(limit + 1)
      .getMany();
    return { found: rows.slice(0, limit).map(({ id }) => id), more: rows.length > limit };
  }
}
