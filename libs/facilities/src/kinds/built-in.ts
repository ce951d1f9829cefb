import { facilityKinds } from '@ecou/contracts';
import type { FacilityKind } from './facility-kinds.events.js';

type Id = keyof typeof facilityKinds.ro;

/** Version 1 of the kinds: the list that Ecou brings along. */
export const builtInKinds: readonly FacilityKind[] = (Object.keys(facilityKinds.ro) as Id[]).map((id) => ({
  id,
  name: { ro: facilityKinds.ro[id], en: facilityKinds.en[id] },
  description: null,
  fields: [],
  verifyEveryMonths: null,
  retired: false,
}));
