import { Clock } from '@ecou/event-sourcing';
import { decodeCursor, encodeCursor, Page, Publisher, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { LogReader } from '../log/log.reader.js';
import { bodyDays } from './delivery/delivery-queue.js';
import { payloadOf } from './delivery/payload.js';
import type { DeliveriesQuery, DeliveryListed } from './endpoint/endpoint.schemas.js';

type Row = Omit<DeliveryListed, 'request'>;

const dayMs = 86_400_000;

/** Reads what became of what endpoints were sent. */
@Injectable()
export class DeliveriesReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly log: LogReader,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
  ) {}

  /** Attempts at an endpoint, the newest first. */
  async list(endpoint: string, criteria: DeliveriesQuery): Promise<Page<DeliveryListed>> {
    const { cursor, limit, position = null, failed = null } = criteria;
    const [before = null] = decodeCursor(cursor, z.tuple([z.int()])) ?? [];
    const rows = await this.readModels.query<Row>(
      `SELECT id, kind, message, type, position, attempt, at, duration_ms AS "durationMs", status, error, next_at AS "nextAt", response
       FROM webhook_deliveries
       WHERE endpoint = $1 AND ($2::bigint IS NULL OR id < $2) AND ($3::bigint IS NULL OR position = $3)
         AND ($4::boolean IS NULL OR $4 = (status IS NULL OR status NOT BETWEEN 200 AND 299))
       ORDER BY id DESC LIMIT $5`,
      [endpoint, before, position, failed, limit + 1],
    );
    const requests = await this.requestsOf(rows);
    const page = Page.of(rows, limit, ({ id: last }) => encodeCursor([last]));
    return page.map((row) => ({
      ...row,
      at: new Date(row.at).toISOString(),
      nextAt: row.nextAt === null ? null : new Date(row.nextAt).toISOString(),
      request: requests.get(row.position ?? 0) ?? null,
    }));
  }

  /** Bodies by position, made out of the log: words that were taken out of a message are not kept in what was sent, either. */
  private async requestsOf(rows: readonly Row[]): Promise<ReadonlyMap<number, string>> {
    const from = Date.parse(this.clock.now()) - bodyDays * dayMs;
    const young = rows.filter(({ at }) => Date.parse(at) >= from);
    const entries = await this.log.at([...new Set(young.flatMap(({ position }) => position ?? []))]);
    return new Map(entries.map((entry) => [entry.position, payloadOf(entry, this.publisher.publicUrl).body]));
  }
}
