import type { Step } from './api.ts';
import { disseminations } from './facts/disseminations.ts';
import { programmeId, sampleId } from './ids.ts';

/** What people suggested, as suggested: the reports do not say that any of it was done. */
export const disseminationSteps: readonly Step[] = disseminations.map(
  ({ key, session, ...facts }) =>
    (api) =>
      api.post('/notifications/v1/disseminations', {
        id: sampleId('dissemination', key),
        status: 'suggested',
        programmeId,
        source: `Raportul sesiunii de consultare ${session}`,
        ...facts,
      }),
);
