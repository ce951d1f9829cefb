import { setImmediate as breathe } from 'node:timers/promises';
import { inLanguage, type Language } from '@ecou/contracts';
import { DateTime } from 'luxon';
import { escape, foldLines, ICalCalendar, ICalEventStatus, type ICalEventData } from 'ical-generator';
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library';
import type { CivicEventAnswer } from '../../consultations/civic-event/civic-event.schemas.js';
import { printable } from '../../formats/printable.js';
import type { Settings } from '../../settings.js';

/** A civic event as a calendar has it. */
export type CalendarEntry = Pick<
  CivicEventAnswer,
  | 'id'
  | 'title'
  | 'description'
  | 'startsAt'
  | 'endsAt'
  | 'timeZone'
  | 'venue'
  | 'onlineAddress'
  | 'cancelled'
  | 'version'
> & {
  /** Time of its last change. */
  readonly modifiedAt: string;
};

export interface CalendarOptions extends Settings {
  readonly lang: Language;
  /** The part of the calendar's name that follows the institution. */
  readonly name: string | undefined;
}

const hour = 60 * 60;
/** Entries that are written before others get their turn. */
const atATime = 250;

const words = {
  ro: { all: 'evenimente civice', cancelled: 'Anulat' },
  en: { all: 'civic events', cancelled: 'Cancelled' },
} as const;

/** Zones that can be defined in a calendar; times of others are given in UTC. */
const zones = new Set([tzlib_get_timezones(false)].flat());

const blocks = new Map<string, string>();

/** The VTIMEZONE of a zone. */
function blockOf(zone: string): string {
  const known = blocks.get(zone) ?? [tzlib_get_ical_block(zone, false)].flat()[0] ?? '';
  blocks.set(zone, known);
  return known;
}

function descriptionOf({ description, cancelled }: CalendarEntry, lang: Language): string | null {
  const lines = [
    cancelled && `${words[lang].cancelled}: ${inLanguage(cancelled.reason, lang)}`,
    description && inLanguage(description, lang),
  ].filter((line) => line !== null);
  return lines.length === 0 ? null : printable(lines.join('\n\n'));
}

function locationOf({ venue, onlineAddress }: CalendarEntry) {
  if (venue) return { title: printable(venue.name), address: printable(venue.address) };
  return onlineAddress === null ? null : { title: onlineAddress };
}

function eventOf(entry: CalendarEntry, { lang, publicUrl }: CalendarOptions): ICalEventData {
  const { id, title, startsAt, endsAt, timeZone, cancelled, version } = entry;
  const zone = zones.has(timeZone) ? timeZone : null;
  const at = (time: string) => DateTime.fromISO(time, { zone: zone ?? 'utc' });
  const modifiedAt = new Date(entry.modifiedAt);
  return {
    id,
    sequence: version,
    // RFC 5545, 3.8.7.2: without a METHOD, when the information was last revised.
    stamp: modifiedAt,
    lastModified: modifiedAt,
    start: at(startsAt),
    end: at(endsAt),
    timezone: zone,
    summary: printable(inLanguage(title, lang)),
    description: descriptionOf(entry, lang),
    location: locationOf(entry),
    url: `${publicUrl}/events/v1/civic-events/${id}?format=html&lang=${lang}`,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  };
}

/** The library's calendar of some entries. */
function libraryCalendarOf(entries: readonly CalendarEntry[], options: CalendarOptions): ICalCalendar {
  const { lang, institution, name = words[lang].all } = options;
  const calendar = new ICalCalendar({
    prodId: { company: 'Ecou', product: 'events', language: lang.toUpperCase() },
    // The library does not escape it.
    name: escape(printable(`${institution}: ${name}`), false),
    ttl: hour,
    // Times of the calendar itself are in UTC.
    timezone: { name: null, generator: blockOf },
  });
  return calendar.events(entries.map((entry) => eventOf(entry, options)));
}

const begin = 'BEGIN:VEVENT';
const end = 'END:VCALENDAR';

/**
 * A calendar (RFC 5545, RFC 7986): CRLF, lines of 75 octets at most, each zone defined. Its UIDs are the ids of the civic events, its
 * sequences their versions. It is written in parts, so that others get their turn meanwhile.
 */
export async function calendarOf(entries: readonly CalendarEntry[], options: CalendarOptions): Promise<string> {
  const oneOfEachZone = new Map(entries.map((entry) => [entry.timeZone, entry]));
  const whole = libraryCalendarOf([...oneOfEachZone.values()], options).toString();
  const [head = ''] = whole.replace(end, begin).split(begin, 1);
  const parts = [head];
  for (let index = 0; index < entries.length; index += atATime) {
    const events = libraryCalendarOf(entries.slice(index, index + atATime), options).events();
    parts.push(foldLines(events.map(String).join('')));
    await breathe();
  }
  return `${parts.join('')}${end}\r\n`;
}
