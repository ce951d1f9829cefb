import { Invalid } from '@ecou/event-sourcing';
import type { RequestsCriteria } from './geo-report.params.js';

const daysMs = 90 * 86_400_000;

/** Bounds of a time, both belonging to it; ISO 8601. */
export interface Window {
  readonly from: string;
  readonly to: string | null;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** At most 90 days (GeoReport v2, GET Service Requests); one bound that is not said follows from the other, or from now. */
function windowOf(from: string | undefined, to: string | undefined, path: string, now: string): Window {
  if (from === undefined) return { from: iso(Date.parse(to ?? now) - daysMs), to: to ?? null };
  if (to === undefined) return { from, to: iso(Date.parse(from) + daysMs) };
  const span = Date.parse(to) - Date.parse(from);
  if (span < 0) throw new Invalid('END_BEFORE_START', 'The end lies before the start.', [path]);
  if (span > daysMs) throw new Invalid('SPAN_TOO_LONG', 'It may not span more than 90 days.', [path]);
  return { from, to };
}

type Times = Partial<Pick<RequestsCriteria, 'start_date' | 'end_date' | 'updated_after' | 'updated_before'>>;

/** Between which times requests were handed in, and changed; `null`: whenever. Throws `Invalid` where they lie too far apart. */
export function windowsOf(
  times: Times,
  now: string,
): { readonly requested: Window | null; readonly updated: Window | null } {
  const { start_date: start, end_date: end, updated_after: after, updated_before: before } = times;
  const updated = after === undefined && before === undefined ? null : windowOf(after, before, 'updated_before', now);
  const saysNothing = start === undefined && end === undefined;
  return { requested: saysNothing && updated ? null : windowOf(start, end, 'end_date', now), updated };
}
