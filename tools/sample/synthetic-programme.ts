import type { Api } from './api.ts';
import { sampleId } from './ids.ts';

/** The programme of all events that are made up: none of them stands beside what the sources tell. */
export const syntheticProgrammeId = sampleId('synthetic', 'programme');

export const loadSyntheticProgramme = (api: Api): Promise<unknown> =>
  api.post('/events/v1/programmes', {
    id: syntheticProgrammeId,
    title: { ro: 'Program demonstrativ (date sintetice)', en: 'Demonstration programme (synthetic data)' },
  });
