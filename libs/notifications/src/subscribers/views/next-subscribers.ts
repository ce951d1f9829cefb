import { setTimeout as sleep } from 'node:timers/promises';
import type { Language } from '@ecou/contracts';
import { ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { Channel } from '../subscriber/subscriber.events.js';
import { topicSubscribers } from './topic-subscribers.view.js';

/** Somebody who is told, once, and the topics for which. */
export interface Addressee {
  readonly subscriberId: string;
  readonly channel: Channel;
  readonly language: Language;
  readonly topics: readonly string[];
}

export interface Chunk {
  readonly addressees: readonly Addressee[];
  /** True where nobody comes after them. */
  readonly last: boolean;
}

const chunkSize = 200;
const patienceMs = 2_000;
const stepMs = 10;

/** The position of the view and its rows come from one statement, so that the rows are never older than the position says. */
const chunkSql = `
  SELECT v.position, found.* FROM views v LEFT JOIN LATERAL (
    SELECT subscriber_id AS "subscriberId", min(channel) AS channel, min(language) AS language, array_agg(topic ORDER BY topic) AS topics
    FROM unnest($2::text[]) AS wanted CROSS JOIN LATERAL (
      SELECT subscriber_id, channel, language, topic FROM ${topicSubscribers.name}
      WHERE topic = wanted AND subscriber_id > $3 ORDER BY subscriber_id LIMIT $4
    ) AS confirmed
    GROUP BY subscriber_id ORDER BY subscriber_id LIMIT $4
  ) AS found ON true
  WHERE v.name = $1 AND v.state = 'live'
  ORDER BY found."subscriberId"`;

type Row = { readonly position: string } & { readonly [K in keyof Addressee]: Addressee[K] | null };

/** Whoever confirmed one of some topics, in the order of their ids. */
@Injectable()
export class NextSubscribers {
  constructor(private readonly readModels: ReadModels) {}

  /** The chunk after a cursor, once the view has passed a position; `undefined` where it has not in a moment. */
  async after(cursor: string | null, topics: readonly string[], past: number): Promise<Chunk | undefined> {
    for (let left = patienceMs; left > 0; left -= stepMs) {
      const rows = await this.readModels.query<Row>(chunkSql, [topicSubscribers.name, topics, cursor ?? '', chunkSize]);
      if (Number(rows[0]?.position ?? 0) >= past) {
        const addressees = rows.filter((row): row is Row & Addressee => row.subscriberId !== null);
        return { addressees, last: addressees.length < chunkSize };
      }
      await sleep(stepMs);
    }
    return undefined;
  }
}
