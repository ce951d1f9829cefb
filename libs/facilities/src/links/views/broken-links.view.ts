import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { LinkEvent } from '../link/link.events.js';
import { folds } from './folds.js';

export interface BrokenLinkRow {
  readonly id: string;
  /** ISO 8601. */
  readonly since: string;
}

type Broken = RecordedEvent<Extract<LinkEvent, { type: 'LinkBroken' }>>;

/** The links that are broken now. */
export const brokenLinks = defineView<BrokenLinkRow>({
  name: 'broken_links',
  version: 1,
  fold: folds['broken_links'],
  key: 'id',
  columns: { id: 'text', since: 'timestamptz NOT NULL' },
  on: {
    LinkBroken: { evolve: (_row, { stream, data: { since } }: Broken) => ({ id: idOf(stream), since }) },
    LinkRestored: { evolve: () => null },
    LinkDropped: { evolve: () => null },
  },
});
