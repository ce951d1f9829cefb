import { createHash } from 'node:crypto';
import { relationOf } from '@ecou/event-sourcing';
import { Aggregates, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { linkAddress, linksOf, type Showing } from './link/address.js';
import { link } from './link/link.aggregate.js';
import { brokenLinks, type BrokenLinkRow } from './views/broken-links.view.js';

/** Since when links are broken, by their ids. */
type Since = ReadonlyMap<string, string>;

/** Tells of facilities which of their links are broken: `brokenSince` beside the address (ISO 8601). */
@Injectable()
export class BrokenLinks {
  constructor(
    private readonly readModels: ReadModels,
    private readonly aggregates: Aggregates,
  ) {}

  /** As it is now. */
  async mark<T extends Showing>(item: T): Promise<T> {
    const [marked = item] = await this.markAll([item]);
    return marked;
  }

  /** As they are now. */
  async markAll<T extends Showing>(items: readonly T[]): Promise<readonly T[]> {
    const ids = [...new Set(items.flatMap(idsOf))];
    if (ids.length === 0) return items;
    const rows = await this.readModels.query<BrokenLinkRow>(
      `SELECT id, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS since
       FROM ${relationOf(brokenLinks)} WHERE id = ANY ($1)`,
      [ids],
    );
    const since = new Map(rows.map((row) => [row.id, row.since]));
    return items.map((item) => marked(item, since));
  }

  /** As it stood at a position. */
  async markAt<T extends Showing>(item: T, position: number): Promise<T> {
    const found = await Promise.all(
      idsOf(item).map(async (id) => [id, (await this.aggregates.load(link, id, position)).state?.since] as const),
    );
    return marked(item, new Map(found.flatMap(([id, since]) => (since === undefined ? [] : [[id, since] as const]))));
  }
}

/** Tells answers apart that say something else of addresses (`ETag`); undefined where none is broken. */
export function tagOf({ contact, links, guides }: Marked): string | undefined {
  const since = [contact, ...links, ...guides].map((part) => part?.brokenSince ?? '');
  if (since.every((each) => each === '')) return undefined;
  return `links.${createHash('sha256').update(since.join()).digest('hex').slice(0, 12)}`;
}

interface Marked {
  readonly contact: MarkedPart | null;
  readonly links: readonly MarkedPart[];
  readonly guides: readonly MarkedPart[];
}

interface MarkedPart {
  readonly brokenSince?: string | undefined;
}

const idsOf = (showing: Showing): string[] => linksOf(showing).map(({ id }) => id);

function marked<T extends Showing>(item: T, since: Since): T {
  if (since.size === 0) return item;
  const mark = <P extends { readonly url: string | null }>(part: P): P => {
    const brokenSince = since.get(linkAddress(part.url ?? '')?.id ?? '');
    return brokenSince === undefined ? part : { ...part, brokenSince };
  };
  const { contact, links, guides } = item;
  return { ...item, contact: contact && mark(contact), links: links.map(mark), guides: guides.map(mark) };
}
