import { inLanguage, type Language } from '@ecou/contracts';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import type { Municipality } from '../settings.js';
import type { Location, ServiceAtLocation } from './hsds.schemas.js';
import { partId } from './ids.js';
import { schedulesOf } from './schedules.js';

interface Telling {
  readonly lang: Language;
  readonly municipality: Municipality;
  readonly publicUrl: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Languages (BCP 47) by their names; their codes are the first part, of ISO 639. */
export function languagesOf(of: string, tags: readonly string[], lang: Language): Location['languages'] {
  const names = new Intl.DisplayNames(lang, { type: 'language' });
  return tags.map((tag) => ({
    id: partId(of, 'language', tag),
    name: names.of(tag) ?? tag,
    code: tag.split('-')[0] ?? tag,
  }));
}

interface At {
  readonly address: string | null;
  readonly position: readonly [number, number] | null;
}

/** The line as it is; its six digits, if any, are the postal code. */
const addressesOf = (of: string, { address }: At, { town, county }: Municipality): Location['addresses'] =>
  address === null
    ? []
    : [
        {
          id: partId(of, 'address'),
          address_1: address,
          city: town,
          state_province: county,
          postal_code: /\b\d{6}\b/.exec(address)?.[0] ?? '',
          country: 'RO',
          address_type: 'physical',
        },
      ];

const pointOf = ({ position }: At) => (position === null ? {} : { longitude: position[0], latitude: position[1] });

const wheelchairs = {
  ro: {
    yes: 'Accesibil cu scaun rulant',
    limited: 'Parțial accesibil cu scaun rulant',
    no: 'Fără acces cu scaun rulant',
  },
  en: { yes: 'Wheelchair access', limited: 'Limited wheelchair access', no: 'No wheelchair access' },
} as const;

function accessibilityOf({ id, accessibility }: FacilityAnswer, lang: Language): Location['accessibility'] {
  if (!accessibility) return [];
  const { wheelchair, note } = accessibility;
  if (wheelchair === null && note === null) return [];
  return [
    {
      id: partId(id, 'accessibility'),
      ...(wheelchair !== null && { description: wheelchairs[lang][wheelchair] }),
      ...(note !== null && { details: inLanguage(note, lang) }),
    },
  ];
}

/** The place of a facility itself: a physical one, a virtual one, or none that is known. */
function ownLocation(facility: FacilityAnswer, { lang, municipality, publicUrl }: Telling): Location | null {
  const { id, name, address, position, onlineOnly, links } = facility;
  if (!onlineOnly && address === null && position === null) return null;
  const online = links.find(({ url }) => /^https?:/.test(url))?.url;
  return {
    id: partId(id, 'location'),
    location_type: onlineOnly ? 'virtual' : 'physical',
    ...(onlineOnly && { url: online ?? `${publicUrl}/facilities/v1/facilities/${id}?format=html&lang=${lang}` }),
    name: inLanguage(name, lang),
    ...pointOf({ address, position }),
    languages: [],
    addresses: addressesOf(id, { address, position }, municipality),
    accessibility: accessibilityOf(facility, lang),
  };
}

type Point = FacilityAnswer['assistancePoints'][number];

/** The place of a place of help; that of its facility where it has no other. */
function locationOfPoint(point: Point, facility: FacilityAnswer, { lang, municipality }: Telling): Location {
  const of = partId(facility.id, point.id);
  const at = point.address === null && point.position === null ? facility : point;
  return {
    id: partId(of, 'location'),
    location_type: 'physical',
    name: inLanguage(point.name, lang),
    ...pointOf(at),
    languages: languagesOf(of, point.languages, lang),
    addresses: addressesOf(of, at, municipality),
    accessibility: [],
  };
}

const helpBy = { ro: 'Ajută', en: 'Help by' } as const;

function atPoint(point: Point, facility: FacilityAnswer, telling: Telling): ServiceAtLocation {
  const { description, by, openingHours } = point;
  const { lang, now } = telling;
  const of = partId(facility.id, point.id);
  const location = locationOfPoint(point, facility, telling);
  const told = [description && inLanguage(description, lang), by !== null && `${helpBy[lang]}: ${by}`].filter(Boolean);
  return {
    ...{ id: partId(of, 'service-at-location'), service_id: facility.id, location_id: location.id },
    ...(told.length > 0 && { description: told.join('\n') }),
    schedules: schedulesOf(openingHours, now, { of }),
    location,
  };
}

/** The place of a facility, and those where people help with it. The hours of the facility are those of the service. */
export function locationsOf(facility: FacilityAnswer, telling: Telling): ServiceAtLocation[] {
  const location = ownLocation(facility, telling);
  const id = partId(facility.id, 'service-at-location');
  const own = location && { id, service_id: facility.id, location_id: location.id, schedules: [], location };
  return [...(own ? [own] : []), ...facility.assistancePoints.map((point) => atPoint(point, facility, telling))];
}
