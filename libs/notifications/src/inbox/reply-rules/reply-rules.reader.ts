import { fold, streamOf } from '@ecou/event-sourcing';
import { Aggregates, decodeCursor, encodeCursor, Page, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { replyRulesAggregate, replyRulesId } from './reply-rules.aggregate.js';
import type { rulesAnswer, rulesVersionsQuery } from './reply-rules.schemas.js';

type Answer = z.output<typeof rulesAnswer>;

/** The rules of automatic replies. */
@Injectable()
export class ReplyRulesReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** The rules as they are, or as they stood (`asOf`). */
  async get(asOf: string | undefined): Promise<Versioned<Answer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(replyRulesAggregate, replyRulesId, upTo);
    return new Versioned(state, version);
  }

  /** Every version, the oldest first. */
  async versions({ cursor, limit }: z.output<typeof rulesVersionsQuery>): Promise<Page<Answer>> {
    const [after] = decodeCursor(cursor, z.tuple([z.int().min(0)])) ?? [0];
    const stream = streamOf(replyRulesAggregate.category, replyRulesId);
    const events = await this.aggregates.store.readStream(stream, { after });
    const versions = events.map((event) => fold(replyRulesAggregate.decider, [event]));
    return Page.of(versions.slice(0, limit + 1), limit, ({ version }) => encodeCursor([version]));
  }
}
