import { relationOf } from '@ecou/event-sourcing';
import { ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { messageList } from '../../sending/views/message-list.view.js';
import { messageDepartures } from '../../subscribers/views/message-departures.view.js';
import type { ChannelOutcome } from '../campaign/campaign.events.js';

const patienceMs = 2_000;

/** The messages of an announcement, `$1`, also those that gather it. A digest that went after it was cancelled, at `$2`, went without it. */
const messagesSql = `
  SELECT id, channel, status, withheld, retry_at, fault FROM ${relationOf(messageList)} WHERE announcement_id = $1
  UNION ALL
  SELECT id, channel, CASE WHEN status = 'sent' AND changed_at > $2::timestamptz THEN 'withheld' ELSE status END,
    CASE WHEN status = 'sent' AND changed_at > $2::timestamptz THEN 'cancelled' ELSE withheld END, retry_at, fault
  FROM ${relationOf(messageList)} WHERE purpose = 'digest' AND announcements @> jsonb_build_array($1::text)`;

/** A message on which a server reported later was sent, too. */
const channelsSql = `
  SELECT channel,
    count(*) FILTER (WHERE status IN ('waiting', 'queued', 'sending') OR retry_at IS NOT NULL)::int AS queued,
    count(*) FILTER (WHERE status = 'sent' OR status IN ('bounced', 'failed') AND fault->>'stage' = 'REPORT')::int AS sent,
    count(*) FILTER (WHERE status = 'sent')::int AS delivered,
    count(*) FILTER (WHERE status = 'bounced')::int AS bounced,
    count(*) FILTER (WHERE status = 'failed' AND retry_at IS NULL)::int AS failed,
    count(*) FILTER (WHERE status = 'uncertain')::int AS uncertain,
    count(*) FILTER (WHERE status = 'withheld')::int AS withheld,
    count(departure.message_id)::int AS unsubscribed
  FROM (${messagesSql}) AS told LEFT JOIN ${relationOf(messageDepartures)} departure ON departure.message_id = told.id
  GROUP BY channel ORDER BY channel`;

const withheldSql = `
  SELECT withheld AS reason, count(*)::int AS messages FROM (${messagesSql}) AS told
  WHERE status = 'withheld' GROUP BY withheld ORDER BY withheld`;

interface WithheldCount {
  readonly reason: string;
  readonly messages: number;
}

/** Outcomes of the messages of a campaign. */
@Injectable()
export class OutcomesReader {
  constructor(private readonly readModels: ReadModels) {}

  /** Answers whether every message up to a position is counted, after a moment. */
  hasReached(position: number): Promise<boolean> {
    return this.readModels.hasReached(messageList, position, patienceMs);
  }

  /** `cancelledAt`: ISO 8601; `null`: it was not. */
  byChannel(campaignId: string, cancelledAt: string | null): Promise<ChannelOutcome[]> {
    return this.readModels.query<ChannelOutcome>(channelsSql, [campaignId, cancelledAt]);
  }

  /** Reasons for which messages were not sent, each with their number. */
  withheld(campaignId: string, cancelledAt: string | null): Promise<WithheldCount[]> {
    return this.readModels.query<WithheldCount>(withheldSql, [campaignId, cancelledAt]);
  }
}
