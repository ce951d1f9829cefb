import type { LocalizedText } from '@ecou/contracts';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import type { Feature } from './ogc.schemas.js';

const both = <Name extends string>(name: Name, text: LocalizedText | null) =>
  ({ [name]: text?.ro ?? null, [`${name}_en`]: text?.en ?? null }) as Record<Name | `${Name}_en`, string | null>;

const contactOf = ({ contact }: FacilityAnswer) => {
  const { phone, email, url: website } = contact ?? { phone: null, email: null, url: null };
  return { phone, email, website };
};

const verifiedOf = ({ verified }: FacilityAnswer) => ({
  verifiedBy: verified?.by ?? null,
  verifiedAt: verified?.at ?? null,
});

/** A facility as a feature with flat properties, which programs show as columns. */
export function featureOf(facility: FacilityAnswer): Feature {
  const { id, position: coordinates, name, description, accessibility, reason, openingHours, address } = facility;
  const { kind, status, operator, onlineOnly, approximate, source, externalId, changedAt, version } = facility;
  return {
    type: 'Feature',
    id,
    geometry: coordinates && { type: 'Point', coordinates },
    properties: {
      kind,
      status,
      ...both('name', name),
      name: name.ro,
      ...both('description', description),
      address,
      operator,
      ...contactOf(facility),
      openingHours,
      wheelchair: accessibility?.wheelchair ?? null,
      onlineOnly,
      approximate,
      reason: reason && reason.ro,
      ...verifiedOf(facility),
      source,
      externalId,
      changedAt,
      version,
    },
  };
}
