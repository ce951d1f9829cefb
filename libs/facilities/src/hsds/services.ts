import { inLanguage, type Language, type LocalizedText } from '@ecou/contracts';
import type { Publisher } from '@ecou/runtime';
import { addDays, dayOf } from '../facility/days.js';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import type { FacilityKind } from '../kinds/facility-kinds.events.js';
import type { Municipality } from '../settings.js';
import type { Organization, Service } from './hsds.schemas.js';
import { organizationId, partId } from './ids.js';
import { languagesOf, locationsOf } from './locations.js';
import { schedulesOf } from './schedules.js';
import { attributesOf } from './terms.js';

/** The facts that services are told by, besides the facility. */
export interface Telling {
  readonly lang: Language;
  readonly publisher: Pick<Publisher, 'institution' | 'publicUrl'>;
  readonly municipality: Municipality;
  readonly kinds: readonly FacilityKind[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

const statuses = { planned: 'inactive', open: 'active', suspended: 'temporarily closed', retired: 'defunct' } as const;

const organizations = {
  ro: { own: 'Instituția care ține harta facilităților digitale.', other: 'Operator al unor facilități de pe hartă.' },
  en: { own: 'The institution that keeps the map of digital facilities.', other: 'Runs facilities of the map.' },
} as const;

/** An organisation by its name; null: the institution, which stands for all that nobody else is named for. */
export function organizationOf(operator: string | null, { lang, publisher }: Telling): Organization {
  const { institution, publicUrl } = publisher;
  const name = operator ?? institution;
  const isOwn = name === institution;
  const { own, other } = organizations[lang];
  return {
    ...{ id: organizationId(name), name, description: isOwn ? own : other },
    ...(isOwn && { website: publicUrl }),
  };
}

/** Without fields that hold null: the specification knows none. */
type Known<T> = { [K in keyof T]?: Exclude<T[K], null> };
const known = <T extends object>(fields: T): Known<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Known<T>;

const said = (text: LocalizedText | null, lang: Language): string | null => text && inLanguage(text, lang);

/** The address at which it is used; null where no link leads there. */
const addressOf = ({ links, contact }: FacilityAnswer): string | null =>
  links.find(({ kind, url }) => (kind === 'service' || kind === 'payment') && /^https?:/.test(url))?.url ??
  contact?.url ??
  null;

const guidesOf = ({ guides }: FacilityAnswer, lang: Language): string | null =>
  guides
    .map(({ title, text, url }) => [inLanguage(title, lang), said(text, lang), url].filter(Boolean).join('\n'))
    .join('\n\n') || null;

/** A facility as a service with what it has one of. */
export function listedService(facility: FacilityAnswer, telling: Telling) {
  const { lang } = telling;
  const { id, name, description, contact, status, reason, verified, changedAt, operator } = facility;
  const organization = organizationOf(operator, telling);
  return {
    ...{ id, organization_id: organization.id, name: inLanguage(name, lang), status: statuses[status] },
    ...known({
      alternate_name: name.en === undefined ? null : lang === 'ro' ? name.en : name.ro,
      description: said(description, lang),
      url: addressOf(facility),
      email: contact?.email ?? null,
      application_process: guidesOf(facility, lang),
      assured_date: verified && dayOf(verified.at),
      alert: said(reason, lang),
    }),
    ...{ last_modified: changedAt, organization },
  };
}

function phonesOf({ id, contact, links }: FacilityAnswer, lang: Language): Service['phones'] {
  const given = contact?.phone == null ? [] : [{ number: contact.phone, type: 'voice' as const, title: contact.note }];
  const linked = links.flatMap(({ url, title }) => {
    const [scheme, number = ''] = url.split(':', 2);
    if (scheme !== 'tel' && scheme !== 'sms') return [];
    return [{ number, type: scheme === 'sms' ? ('text' as const) : ('voice' as const), title }];
  });
  return [...given, ...linked].map(({ number, type, title }, index) => ({
    ...{ id: partId(id, 'phone', index), number, type },
    ...known({ description: said(title, lang) }),
  }));
}

/** Days of every year are told as those of the next time. */
function costsOf({ id, incentives }: FacilityAnswer, lang: Language): Service['cost_options'] {
  const dated = (day: string | null) => (day === null || day.startsWith('--') ? null : day);
  return incentives
    .filter(({ state }) => state !== 'over')
    .map(({ id: incentiveId, title, description, validFrom, validUntil, state, nextOn }) => ({
      ...{ id: partId(id, incentiveId), service_id: id, option: inLanguage(title, lang) },
      ...known({
        amount_description: said(description, lang),
        valid_from: dated(validFrom) ?? (state === 'planned' ? nextOn : null),
        valid_to: dated(validUntil) ?? (state === 'running' && nextOn !== null ? addDays(nextOn, -1) : null),
      }),
    }));
}

/** A facility as a service with all that belongs to it. */
export function fullService(facility: FacilityAnswer, telling: Telling): Service {
  const { lang, publisher, municipality, kinds, now } = telling;
  const { id, openingHours, assistancePoints } = facility;
  const { area } = municipality;
  const link = `${publisher.publicUrl}/facilities/v1/facilities/${id}/hours.ics?lang=${lang}`;
  return {
    ...listedService(facility, telling),
    phones: phonesOf(facility, lang),
    schedules: schedulesOf(openingHours, now, { of: id, link }),
    service_areas: area === '' ? [] : [{ id: partId(id, 'area', area), service_id: id, name: area }],
    service_at_locations: locationsOf(facility, { lang, municipality, now, publicUrl: publisher.publicUrl }),
    languages: languagesOf(id, [...new Set(assistancePoints.flatMap(({ languages }) => languages))], lang),
    cost_options: costsOf(facility, lang),
    attributes: attributesOf(facility, kinds, lang),
  };
}
