import type { Language } from '@ecou/contracts';
import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { Wording } from '../wording/wording.decider.js';
import type { WordingEvent } from '../wording/wording.events.js';
import { folds } from './folds.js';

export interface WordingRow {
  readonly id: string;
  readonly purpose: string;
  readonly language: Language;
  readonly channel: string;
  /** The version that new messages say; `null`: the built-in words. */
  readonly inForce: number | null;
  /** The last that was drafted. */
  readonly latest: number;
  readonly failure: Wording['failure'];
  readonly changedAt: string;
  readonly version: number;
}

type Recorded<Type extends WordingEvent['type']> = RecordedEvent<Extract<WordingEvent, { type: Type }>>;

const changed = (row: WordingRow | undefined, event: RecordedEvent, change: Partial<WordingRow>) =>
  row && { ...row, ...change, changedAt: event.recordedAt, version: event.version };

/** The words that the institution wrote itself, and which are in force. */
export const wordingList = defineView<WordingRow>({
  name: 'wording_list',
  version: 1,
  fold: folds.wording_list,
  key: 'id',
  columns: {
    id: 'text',
    purpose: 'text NOT NULL',
    language: 'text NOT NULL',
    channel: 'text NOT NULL',
    inForce: 'integer',
    latest: 'integer NOT NULL',
    failure: 'jsonb',
    changedAt: 'timestamptz NOT NULL',
    version: 'integer NOT NULL',
  },
  indexes: ['(purpose, language, channel)'],
  on: {
    WordingDrafted: {
      evolve: (row, { stream, data, recordedAt, version }: Recorded<'WordingDrafted'>): WordingRow => ({
        id: idOf(stream),
        ...{ purpose: data.purpose, language: data.language, channel: data.channel },
        inForce: row?.inForce ?? null,
        latest: data.version,
        failure: row?.failure ?? null,
        changedAt: recordedAt,
        version,
      }),
    },
    WordingPublished: {
      evolve: (row, event: Recorded<'WordingPublished'>) =>
        changed(row, event, { inForce: event.data.version, failure: null }),
    },
    WordingWithdrawn: {
      evolve: (row, event: Recorded<'WordingWithdrawn'>) => changed(row, event, { inForce: null, failure: null }),
    },
    WordingFailed: {
      evolve: (row, event: Recorded<'WordingFailed'>) => {
        const { field, rule, messageId, failedAt } = event.data;
        return changed(row, event, { failure: { field, rule, messageId, failedAt } });
      },
    },
  },
});
