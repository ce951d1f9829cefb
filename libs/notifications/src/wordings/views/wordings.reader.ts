import { streamOf } from '@ecou/event-sourcing';
import { Aggregates, ReadModels, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { wording, wordingId } from '../wording/wording.aggregate.js';
import type { Wording, WordingVersion } from '../wording/wording.decider.js';
import type { WordingKey } from '../wording/wording.events.js';
import { wordingList, type WordingRow } from './wording-list.view.js';

/** A version, with who wrote it and who put it in force. */
export interface WrittenVersion extends WordingVersion {
  /** As it stands in events. */
  readonly draftedBy: string;
  /** The actor who put it in force last; `null`: nobody did. */
  readonly publishedBy: string | null;
}

/** The institution's own words. */
@Injectable()
export class WordingsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** Now, or as it stood (`asOf`: a position, or a time). */
  async get(key: WordingKey, asOf?: string): Promise<{ readonly state: Wording; readonly version: number }> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    return this.aggregates.load(wording, wordingId(key), upTo);
  }

  /** Those of a purpose, or all, that were ever drafted. */
  async list(purpose: string | undefined): Promise<readonly WordingRow[]> {
    const query = this.readModels.repository(wordingList).createQueryBuilder('row');
    whereEqual(query, { purpose });
    return query.orderBy({ 'row.purpose': 'ASC', 'row.language': 'ASC', 'row.channel': 'ASC' }).getMany();
  }

  /** Every version, the newest first. */
  async versions(key: WordingKey): Promise<readonly WrittenVersion[]> {
    const id = wordingId(key);
    const { state } = await this.aggregates.load(wording, id);
    const events = await this.aggregates.store.readStream(streamOf(wording.category, id));
    const actorOf = (type: string, version: number): string | null =>
      events.findLast((event) => event.type === type && 'version' in event.data && event.data.version === version)
        ?.metadata.actor ?? null;
    return state.versions.toReversed().map((each) => ({
      ...each,
      draftedBy: actorOf('WordingDrafted', each.version) ?? '',
      publishedBy: actorOf('WordingPublished', each.version),
    }));
  }
}
