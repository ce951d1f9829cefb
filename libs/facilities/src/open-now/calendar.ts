import { inLanguage, type Language } from '@ecou/contracts';
import { municipalZone, type OpenInterval } from '@ecou/runtime/hours';
import { escape, ICalCalendar, ICalEventTransparency } from 'ical-generator';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import type { FacilityAnswer } from '../facility/facility.schemas.js';

const hour = 60 * 60;
const end = 'END:VCALENDAR';

const words = { ro: { open: 'deschis', hours: 'program' }, en: { open: 'open', hours: 'opening hours' } } as const;

// eslint-disable-next-line no-control-regex -- iCalendar may hold none of them
const printable = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f]/g, ' ');

/** The times in which a facility is open as a calendar (RFC 5545); nobody who shows it counts as busy meanwhile. */
export function hoursCalendar(
  { id, name, address, version, changedAt }: FacilityAnswer,
  intervals: readonly OpenInterval[],
  { lang, page }: { readonly lang: Language; readonly page: string },
): string {
  const title = printable(inLanguage(name, lang));
  const calendar = new ICalCalendar({
    prodId: { company: 'Ecou', product: 'facilities', language: lang.toUpperCase() },
    // The library does not escape it.
    name: escape(`${title}: ${words[lang].hours}`, false),
    ttl: hour,
  });
  calendar.events(
    intervals.map(({ from, until }) => ({
      id: `${id}-${from}`,
      sequence: version,
      stamp: new Date(changedAt),
      lastModified: new Date(changedAt),
      start: new Date(from),
      end: new Date(until),
      summary: `${title}: ${words[lang].open}`,
      location: address === null ? null : printable(address),
      url: page,
      transparency: ICalEventTransparency.TRANSPARENT,
    })),
  );
  const text = calendar.toString().trimEnd();
  // A calendar has one component at least (RFC 5545, 3.6).
  return intervals.length > 0 ? `${text}\r\n` : `${text.slice(0, -end.length)}${zone()}\r\n${end}\r\n`;
}

const zone = (): string => ([tzlib_get_ical_block(municipalZone, false)].flat()[0] ?? '').trim();
