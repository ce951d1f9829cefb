import { ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { Placing } from '../../sending/announcement/placing.js';
import { everything, exclusions, type Exclusion, type Segment } from '../../sending/announcement/segment.js';
import { subscriptionList, type SubscriptionRow } from '../../subscribers/views/subscription-list.view.js';
import type { Audience } from '../campaign/campaign.events.js';

/** So many subscribers are in memory at a time. */
const chunkSize = 1000;

const countedBy = <K extends string>(counts: ReadonlyMap<K, number>) =>
  [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

/** Counts whom a segment describes, by the rules by which it is sent. */
@Injectable()
export class AudienceReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly placing: Placing,
  ) {}

  /** The people who would get it now, and those whom a rule leaves out. */
  async count(segment: Segment): Promise<Audience> {
    const [channels, excluded] = [new Map<string, number>(), new Map<Exclusion, number>()];
    const more = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for await (const row of this.rows(segment)) {
      const place = await this.placing.place(segment, { ...row, subscribedAt: row.registeredAt });
      if (place.kind === 'told') more(channels, place.way.channel);
      if (place.kind === 'excluded') more(excluded, place.rule);
    }
    const told = [...channels.values()].reduce((sum, people) => sum + people, 0);
    const left = [...excluded.values()].reduce((sum, people) => sum + people, 0);
    return {
      ...{ targeted: told + left, told },
      channels: countedBy(channels).map(([channel, people]) => ({ channel, people })),
      excluded: exclusions.flatMap((rule) => {
        const people = excluded.get(rule);
        return people === undefined ? [] : [{ rule, people }];
      }),
    };
  }

  /** Whoever ever asked for one of its topics, or for everything. */
  private async *rows({ topics }: Segment): AsyncGenerator<SubscriptionRow> {
    for (let after = ''; ;) {
      const rows = await this.readModels
        .repository(subscriptionList)
        .createQueryBuilder('row')
        .where('row.topics ?| ARRAY[:...topics]', { topics: [...topics, everything] })
        .andWhere('row.id > :after', { after })
        .orderBy('row.id')
        .limit(chunkSize)
        .getMany();
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < chunkSize) return;
      after = last.id;
    }
  }
}
