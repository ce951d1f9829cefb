import { onTheWall, regularHours, type Span } from '@ecou/runtime/hours';
import type { Schedule } from './hsds.schemas.js';
import { partId } from './ids.js';

/** Days that schedules are told for. */
const mostDays = 28;
const dayMs = 86_400_000;

const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** Hours by which the municipality's clocks are ahead of UTC. */
function hoursAhead(moment: number): number {
  const wall = onTheWall(moment);
  const shown = Date.UTC(wall.getFullYear(), wall.getMonth(), wall.getDate(), wall.getHours(), wall.getMinutes());
  return Math.round((shown - moment) / 3_600_000);
}

/** Days from that of a moment on in which clocks do not change. */
function steadyDays(moment: number): number {
  const ahead = hoursAhead(moment);
  for (let days = 1; days < mostDays; days += 1) if (hoursAhead(moment + days * dayMs) !== ahead) return days;
  return mostDays;
}

interface Told {
  /** Makes ids: of whom the schedules are. */
  readonly of: string;
  /** Address of the hours as iCalendar. */
  readonly link?: string;
}

/**
 * Opening hours as schedules of HSDS, by rules of every week (RFC 5545), for four weeks or until clocks change. Days that are open at other times
 * have schedules of their own. A day that is closed by way of exception cannot be told: `description` has the whole of it.
 */
export function schedulesOf(hours: string | null, now: number, { of, link }: Told): Schedule[] {
  const read = hours === null ? null : regularHours(hours, now, steadyDays(now));
  if (hours === null || !read) return [];
  const ahead = hoursAhead(now);
  const offset = `+${String(ahead).padStart(2, '0')}:00`;
  const timed = ({ opens, closes }: Span) => ({
    ...{ timezone: ahead, wkst: 'MO' as const, opens_at: `${opens}${offset}` },
    ...{ closes_at: `${closes === '24:00' ? '23:59' : closes}${offset}`, description: hours },
    ...(link !== undefined && { schedule_link: link }),
  });
  const weekly = read.weekly.map((span) => ({
    ...{ id: partId(of, 'weekly', span.opens, span.closes), valid_from: read.from, valid_to: read.until },
    ...{ freq: 'WEEKLY' as const, interval: 1 as const },
    byday: span.weekdays.map((weekday) => codes[weekday - 1] ?? '').join(','),
    ...timed(span),
  }));
  const single = read.exceptions.flatMap(({ day, spans }) =>
    spans.map((span) => ({
      ...{ id: partId(of, day, span.opens, span.closes), valid_from: day, valid_to: day },
      ...timed(span),
    })),
  );
  return [...weekly, ...single];
}
