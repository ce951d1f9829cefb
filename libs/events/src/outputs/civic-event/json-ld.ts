import { inLanguage, type Language } from '@ecou/contracts';
import { DateTime } from 'luxon';
import type { CivicEventAnswer } from '../../consultations/civic-event/civic-event.schemas.js';
import type { Publisher } from '@ecou/runtime';
import { addressOf, type PublicEvent } from './public-event.js';

const schema = 'https://schema.org';

const modes = {
  'in-person': `${schema}/OfflineEventAttendanceMode`,
  online: `${schema}/OnlineEventAttendanceMode`,
  hybrid: `${schema}/MixedEventAttendanceMode`,
} as const;

/** One that was moved is called so until it is over; its last start is told as well. */
const statuses: Readonly<Record<CivicEventAnswer['status'], string>> = {
  planned: `${schema}/EventScheduled`,
  published: `${schema}/EventScheduled`,
  rescheduled: `${schema}/EventRescheduled`,
  held: `${schema}/EventScheduled`,
  closed: `${schema}/EventScheduled`,
  cancelled: `${schema}/EventCancelled`,
};

const places = ({ venue, onlineAddress }: CivicEventAnswer): object[] => [
  ...(venue ? [{ '@type': 'Place', name: venue.name, address: venue.address }] : []),
  ...(onlineAddress === null ? [] : [{ '@type': 'VirtualLocation', url: onlineAddress }]),
];

/** A time with the offset of the place. */
const localTime = (time: string, { timeZone }: CivicEventAnswer): string =>
  DateTime.fromISO(time, { zone: timeZone }).toISO({ suppressMilliseconds: true }) ?? time;

/** The civic event as schema.org has it: what search engines and calendars read out of its page. */
export function jsonLdOf(
  { event, previousStart, registration }: PublicEvent,
  lang: Language,
  publisher: Publisher,
): Readonly<Record<string, unknown>> {
  const { id, title, description, series, audience, capacity } = event;
  const url = addressOf(publisher, id);
  const location = places(event);
  return {
    '@context': schema,
    '@type': 'Event',
    '@id': url,
    identifier: id,
    url: `${url}?format=html&lang=${lang}`,
    name: inLanguage(title, lang),
    ...(description ? { description: inLanguage(description, lang) } : {}),
    startDate: localTime(event.startsAt, event),
    endDate: localTime(event.endsAt, event),
    ...(previousStart === null ? {} : { previousStartDate: localTime(previousStart, event) }),
    eventStatus: statuses[event.status],
    eventAttendanceMode: modes[event.format],
    ...(location.length === 0 ? {} : { location: location.length === 1 ? location[0] : location }),
    organizer: { '@type': 'GovernmentOrganization', name: publisher.institution, url: publisher.publicUrl },
    inLanguage: event.languages,
    ...(series ? { superEvent: { '@type': 'EventSeries', name: series.name.replaceAll('-', ' ') } } : {}),
    ...(audience ? { audience: { '@type': 'Audience', audienceType: inLanguage(audience, lang) } } : {}),
    ...(capacity === null ? {} : { maximumAttendeeCapacity: capacity }),
    ...(typeof registration?.free === 'number' ? { remainingAttendeeCapacity: registration.free } : {}),
  };
}
