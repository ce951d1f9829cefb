const [minute, hour] = [60_000, 3_600_000];

/** Milliseconds between a check that failed and the next one; after that as often as others. */
const pauses = [15 * minute, hour, 4 * hour, 12 * hour] as const;

/** A link is broken after so many failures in a row, the first of them so long ago: one hiccup is no news. */
const [failuresAtLeast, failingAtLeastMs] = [3, hour];

/** Share by which a pause is longer at most, so that not all links are due together. */
const jitter = 0.1;

/** A server that wants to be left alone is, for so long at most. */
const longestWishMs = 24 * hour;

/** Milliseconds until the next check. `failures`: in a row, 0 where the last one did not fail; `chance`: from 0 to 1; `wishMs`: what the server asked for. */
export function pauseAfter(failures: number, everyMs: number, chance: number, wishMs = 0): number {
  const pause = Math.min(pauses[failures - 1] ?? everyMs, everyMs);
  return Math.round(Math.max(pause * (1 + jitter * chance), Math.min(wishMs, longestWishMs)));
}

/** True where a link has failed so often and for so long that it is broken. Times are ISO 8601. */
export const isBroken = (failures: number, since: string, now: string): boolean =>
  failures >= failuresAtLeast && Date.parse(now) - Date.parse(since) >= failingAtLeastMs;

/** The milliseconds that `Retry-After` asks for: seconds, or a date (RFC 9110); 0 where it asks for nothing. */
export function wishOf(retryAfter: string | undefined, now: string): number {
  if (retryAfter === undefined) return 0;
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter) * 1_000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.parse(now));
}
