import { inLanguage, type Language } from '@ecou/contracts';
import type { Publisher } from '@ecou/runtime';
import { addDays } from '../facility/days.js';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import type { RegularHours, Span } from '@ecou/runtime/hours';

const schema = 'https://schema.org';

type Data = Readonly<Record<string, unknown>>;

/** The facts that a description is made of. */
export interface Described {
  readonly facility: FacilityAnswer;
  readonly kind: string;
  readonly lang: Language;
  readonly publisher: Pick<Publisher, 'institution' | 'publicUrl'>;
  /** The area that the municipality serves; empty where it is not known. */
  readonly area: string;
  /** Null: they are not known. */
  readonly hours: RegularHours | null;
  /** Those of places of help, by their ids. */
  readonly pointHours: ReadonlyMap<string, RegularHours | null>;
}

/** The same object without what is not known: null, undefined, empty texts and lists. */
const known = (data: Data): Data =>
  Object.fromEntries(
    Object.entries(data).filter(
      ([, value]) => value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && !value.length),
    ),
  );

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const weekdayAt = (weekday: number): string => `${schema}/${weekdays[weekday - 1] ?? ''}`;

/** The end of the day is its last minute there. */
const openingOf = ({ opens, closes }: Span): Data => ({
  '@type': 'OpeningHoursSpecification',
  opens,
  closes: closes === '24:00' ? '23:59' : closes,
});

/** Hours as schema.org has them: those of every week, then single days; one on which all is closed opens and closes at midnight. */
function hoursOf(hours: RegularHours | null | undefined): readonly Data[] {
  if (!hours) return [];
  const { from: validFrom, until: validThrough, weekly, exceptions } = hours;
  const closed = [{ opens: '00:00', closes: '00:00' }];
  return [
    ...weekly.map((span) => ({
      ...openingOf(span),
      ...{ dayOfWeek: span.weekdays.map(weekdayAt), validFrom, validThrough },
    })),
    ...exceptions.flatMap(({ day, weekday, spans }) =>
      (spans.length > 0 ? spans : closed).map((span) => ({
        ...openingOf(span),
        ...{ dayOfWeek: weekdayAt(weekday), validFrom: day, validThrough: day },
      })),
    ),
  ];
}

interface Where {
  readonly name: string;
  readonly address: string | null;
  readonly position: readonly [number, number] | null;
  readonly hours?: readonly Data[];
}

/** Null where no place is known. */
function placeOf({ name, address, position, hours = [] }: Where): Data | null {
  if (address === null && position === null) return null;
  const [longitude, latitude] = position ?? [];
  const geo = position && { '@type': 'GeoCoordinates', latitude, longitude };
  return known({ '@type': 'Place', name, address, geo, openingHoursSpecification: hours });
}

const placeAt = ({ address, position }: Pick<Where, 'address' | 'position'>) => ({ address, position });

const contactPoint = (telephone: string): Data => ({ '@type': 'ContactPoint', telephone });

/** The way that a link opens to the service; null for those that only tell of it. */
function channelAt({ kind, url }: FacilityAnswer['links'][number]): Data | null {
  if (url.startsWith('tel:')) return { servicePhone: contactPoint(url.slice('tel:'.length)) };
  if (url.startsWith('sms:')) return { serviceSmsNumber: contactPoint(url.slice('sms:'.length)) };
  const leads = ['service', 'payment', 'app-store'].includes(kind) && /^https?:/.test(url);
  return leads ? { serviceUrl: url } : null;
}

function channelsOf({ facility, lang, pointHours }: Described): readonly Data[] {
  const { name, address, position, contact, links, assistancePoints } = facility;
  const at = placeOf({ name: inLanguage(name, lang), address, position });
  const phone = contact?.phone == null ? null : { servicePhone: contactPoint(contact.phone) };
  const helped = assistancePoints.map((point) =>
    known({
      name: inLanguage(point.name, lang),
      availableLanguage: point.languages,
      serviceLocation: placeOf({
        name: inLanguage(point.name, lang),
        // A place of help without an address of its own is at the facility.
        ...placeAt(point.address === null && point.position === null ? facility : point),
        hours: hoursOf(pointHours.get(point.id)),
      }),
    }),
  );
  return [at && { serviceLocation: at }, phone, ...links.map(channelAt), ...helped]
    .filter((channel) => channel !== null)
    .map((channel) => ({ '@type': 'ServiceChannel', ...channel }));
}

/** An incentive whose time is not over; a day of every year is told as the next one. */
function offersOf({ incentives }: FacilityAnswer, lang: Language): readonly Data[] {
  const dated = (day: string | null) => (day === null || day.startsWith('--') ? null : day);
  return incentives
    .filter(({ state }) => state !== 'over')
    .map(({ title, description, validFrom, validUntil, state, nextOn }) =>
      known({
        '@type': 'Offer',
        name: inLanguage(title, lang),
        description: description && inLanguage(description, lang),
        validFrom: dated(validFrom) ?? (state === 'planned' ? nextOn : null),
        validThrough: dated(validUntil) ?? (state === 'running' && nextOn !== null ? addDays(nextOn, -1) : null),
      }),
    );
}

/** Whoever runs it, and how they are reached; the institution where nobody else is named. */
function providerOf({ facility: { operator, contact }, publisher }: Described): Data {
  const { institution, publicUrl } = publisher;
  const isOther = operator !== null && operator !== institution;
  const reached = contact && known({ telephone: contact.phone, email: contact.email, url: contact.url });
  return known({
    '@type': isOther ? 'Organization' : 'GovernmentOrganization',
    name: isOther ? operator : institution,
    url: isOther ? contact?.url : publicUrl,
    contactPoint: reached && Object.keys(reached).length > 0 ? { '@type': 'ContactPoint', ...reached } : null,
  });
}

/** A facility as `GovernmentService` of schema.org: for search engines, which read it out of its page. */
export function governmentServiceOf(described: Described): Data {
  const { facility, kind, lang, publisher, area, hours } = described;
  const { id, name, description } = facility;
  const url = `${publisher.publicUrl}/facilities/v1/facilities/${id}`;
  const languages = facility.assistancePoints.flatMap((point) => point.languages);
  return known({
    '@context': schema,
    '@type': 'GovernmentService',
    '@id': url,
    identifier: id,
    url: `${url}?format=html&lang=${lang}`,
    name: inLanguage(name, lang),
    description: description && inLanguage(description, lang),
    serviceType: kind,
    provider: providerOf(described),
    areaServed: area === '' ? null : { '@type': 'AdministrativeArea', name: area },
    availableChannel: channelsOf(described),
    availableLanguage: [...new Set(languages)],
    hoursAvailable: facility.status === 'open' ? hoursOf(hours) : [],
    offers: offersOf(facility, lang),
  });
}
