import { setImmediate as breathe } from 'node:timers/promises';
import { inLanguage, type Language } from '@ecou/contracts';
import { DateTime, IANAZone } from 'luxon';
import { escape, foldLines, ICalCalendar, ICalEventStatus, type ICalEventData } from 'ical-generator';
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library';
import type { CivicEventAnswer } from '../../consultations/civic-event/civic-event.schemas.js';
import { printable, type Publisher } from '@ecou/runtime';

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

export interface CalendarOptions extends Pick<Publisher, 'institution' | 'publicUrl'> {
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

const msOfDay = 24 * 60 * 60 * 1000;

/** A zone that asks for its offset once a day, which takes most of the time of a calendar: on all but a few days it is the same all day long. */
class SteadyZone extends IANAZone {
  /** At the beginning of a day in UTC, by the number of the day. */
  private readonly offsets = new Map<number, number>();

  override offset(at: number): number {
    const day = Math.floor(at / msOfDay);
    const offset = this.offsetOn(day);
    return offset === this.offsetOn(day + 1) ? offset : super.offset(at);
  }

  private offsetOn(day: number): number {
    const offset = this.offsets.get(day) ?? super.offset(day * msOfDay);
    this.offsets.set(day, offset);
    return offset;
  }
}

/** Zones that can be defined in a calendar; times of others are given in UTC. */
const zones = new Map([tzlib_get_timezones(false)].flat().map((name) => [name, new SteadyZone(name)]));

const blocks = new Map<string, string>();

/** The VTIMEZONE of a zone, with CRLF. */
function blockOf(zone: string): string {
  const known = blocks.get(zone) ?? `${([tzlib_get_ical_block(zone, false)].flat()[0] ?? '').trim()}\r\n`;
  blocks.set(zone, known);
  return known;
}

/** The zone on whose clock a civic event is written; none where that zone cannot be defined. */
function clockOf({ startsAt, endsAt, timeZone }: CalendarEntry): SteadyZone | undefined {
  const zone = zones.get(timeZone);
  // RFC 5545, 3.3.5: a local time that comes twice, in autumn, means its first occurrence. Such times are written in UTC.
  const comesTwice = (time: string) =>
    DateTime.fromMillis(Date.parse(time), { zone: zone ?? 'utc' }).getPossibleOffsets().length > 1;
  return [startsAt, endsAt].some(comesTwice) ? undefined : zone;
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
  const zone = clockOf(entry);
  const at = (time: string) => DateTime.fromMillis(Date.parse(time), { zone: zone ?? 'utc' });
  const modifiedAt = new Date(entry.modifiedAt);
  return {
    id,
    sequence: version,
    // RFC 5545, 3.8.7.2: without a METHOD, when the information was last revised.
    stamp: modifiedAt,
    lastModified: modifiedAt,
    start: at(startsAt),
    end: at(endsAt),
    timezone: zone ? timeZone : null,
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
  });
  return calendar.events(entries.map((entry) => eventOf(entry, options)));
}

/** Most lines are short, and the library looks at each of their characters. */
const folded = (text: string): string =>
  text
    .split('\r\n')
    .map((line) => (Buffer.byteLength(line) <= 74 ? line : foldLines(line)))
    .join('\r\n');

const municipal = 'Europe/Bucharest';
const end = 'END:VCALENDAR';

/**
 * A calendar (RFC 5545, RFC 7986): CRLF, lines of 75 octets at most, each zone defined. Its UIDs are the ids of the civic events, its
 * sequences their versions. It is written in parts, so that others get their turn meanwhile.
 */
export async function calendarOf(entries: readonly CalendarEntry[], options: CalendarOptions): Promise<string> {
  // A calendar has one component at least (RFC 5545, 3.6), and its properties stand before them.
  const defined = new Set(entries.flatMap((entry) => clockOf(entry)?.name ?? []));
  if (entries.length === 0) defined.add(municipal);
  const [head = ''] = libraryCalendarOf([], options).toString().split(end, 1);
  const parts = [head, ...[...defined].map(blockOf)];
  for (let index = 0; index < entries.length; index += atATime) {
    const events = libraryCalendarOf(entries.slice(index, index + atATime), options).events();
    parts.push(folded(events.map(String).join('')));
    await breathe();
  }
  return `${parts.join('')}${end}\r\n`;
}
