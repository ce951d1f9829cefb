import { namedUuid, opened, Vault, type Opened } from '@ecou/event-sourcing';
import { Aggregates, pageOf, ReadModels, Versioned, whereEqual, type Caller, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { MessagesReader } from '../../sending/views/messages.reader.js';
import { conversation } from '../conversation/conversation.aggregate.js';
import { requireConversation } from '../conversation/conversation.decider.js';
import type {
  ConversationAnswer,
  ConversationListed,
  ConversationsQuery,
} from '../conversation/conversation.schemas.js';
import type { Conversation, PetitionRequest, Received, Reply } from '../conversation/conversation.state.js';
import { refuseOthers } from '../conversation/own-conversations.js';
import { conversationList } from './conversation-list.view.js';

/** Conversations that wait, by channel. */
interface Waiting {
  readonly channel: string;
  readonly count: number;
  /** ISO 8601: since when the one waits that waits longest. */
  readonly since: string;
}

@Injectable()
export class ConversationsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly messages: MessagesReader,
    private readonly vault: Vault,
  ) {}

  /** Those that meet every one of the criteria, the one that was heard of last first; nothing personal of them. An officer of a department sees those that were given to them. */
  async list({ unassigned, ...criteria }: ConversationsQuery, caller: Caller): Promise<Page<ConversationListed>> {
    const query = this.readModels.repository(conversationList).createQueryBuilder('row');
    const { status, channel, assignee, petition } = criteria;
    whereEqual(query, { status, channel, assignee, petition });
    if (caller.isBound) query.andWhere('row.assignee = :own', { own: caller.officer });
    if (unassigned !== undefined) query.andWhere(`row.assignee IS ${unassigned ? '' : 'NOT '}NULL`);
    const page = await pageOf(query, { lastHeardAt: z.iso.datetime(), id: z.uuid() }, criteria, 'DESC');
    return page.map(({ changedAt: _, ...row }) => row);
  }

  /** One conversation, with what was said, and what became of replies. Throws `Unknown`, and `Forbidden` for an officer to whom it was not given. */
  async get(id: string, caller: Caller): Promise<Versioned<ConversationAnswer>> {
    const { state, version } = await this.aggregates.load(conversation, id);
    const standing = requireConversation(state);
    refuseOthers(caller, standing);
    const { address, messages, replies } = await opened(this.vault, partsOf(standing));
    const deliveries = await this.messages.statusesAbout(
      id,
      replies.map(({ replyId }) => replyId),
    );
    const { channel, status, assignee, waitingSince, lastHeardAt, messageCount, petition, openedAt } = standing;
    const summary = { channel, status, assignee, waitingSince, lastHeardAt, messageCount, petition, openedAt };
    const body = {
      ...{ id, ...summary, version, address },
      messages: messages.map(messageAnswer),
      replies: replies.map((reply) => replyAnswer(reply, deliveries.get(reply.replyId) ?? null)),
      petitions: standing.requests.map(petitionAnswer),
    };
    const tag = deliveries.size === 0 ? undefined : namedUuid([...deliveries.values()].join(), id);
    return new Versioned(body, version, tag);
  }

  async waiting(): Promise<readonly Waiting[]> {
    return this.readModels
      .repository(conversationList)
      .createQueryBuilder('row')
      .select('row.channel', 'channel')
      .addSelect('count(*)::integer', 'count')
      .addSelect('min(row.waitingSince)', 'since')
      .where("row.status = 'waiting'")
      .groupBy('row.channel')
      .getRawMany<Waiting>();
  }
}

const partsOf = ({ address, messages, replies }: Conversation) => ({ address, messages, replies });

const messageAnswer = ({
  messageId: id,
  reference: _,
  channel: _channel,
  takenAt: _at,
  ...rest
}: Opened<Received>) => ({
  id,
  ...rest,
});

const replyAnswer = ({ replyId: id, kind, rule, text, writtenAt }: Opened<Reply>, delivery: string | null) => ({
  ...{ id, kind, rule, text, writtenAt, delivery },
});

const petitionAnswer = ({ asked, status, number, refusal }: PetitionRequest) => {
  const { requestId: id, by, kind, category, messages, requestedAt } = asked;
  return { id, by, kind, category, status, number, refusal, messages, requestedAt };
};
