import { defineView, searchText, type RecordedEvent } from '@ecou/event-sourcing';
import type { FacilityEvent } from '../facility/facility.events.js';
import { folds } from './folds.js';

export interface FacilityWordRow {
  readonly word: string;
}

type Naming = RecordedEvent<Extract<FacilityEvent, { type: 'FacilityAdded' | 'FacilityChanged' }>>;

const named = {
  keys: ({ data: { name } }: Naming): readonly string[] => [
    ...new Set(searchText(name.ro, name.en).split(' ').filter(Boolean)),
  ],
  evolve: (row: FacilityWordRow | undefined, _event: Naming, word: string) => row ?? { word },
};

/** Every word that a name of a facility has ever held, as searches compare it: what a word that is misspelled may have meant. */
export const facilityWords = defineView<FacilityWordRow>({
  name: 'facility_words',
  version: 1,
  fold: folds.facility_words,
  key: 'word',
  columns: { word: 'text' },
  indexes: ['USING gin (word gin_trgm_ops)'],
  on: { FacilityAdded: named, FacilityChanged: named },
});
