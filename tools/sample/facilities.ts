import type { Step } from './api.ts';
import { facilities } from './facts/facilities.ts';
import { sampleId } from './ids.ts';

const source = 'Declarații publice din 2018-2026, neverificate; pozițiile sunt aproximative';

export const facilitySteps: readonly Step[] = facilities.map(
  ({ key, ...facts }) =>
    (api) =>
      api.post('/facilities/v1/facilities', {
        id: sampleId('facility', key),
        ...facts,
        approximate: facts.position !== undefined,
        source,
      }),
);
