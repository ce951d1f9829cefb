const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** Milliseconds between an attempt that failed and the next one: the eleventh would be after more than three days. */
const pauses = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** A receiver that wants to be left alone is, for so long at most. */
const longestWish = 24 * hour;

/** Share by which a pause is longer at most, so that not all that failed together come again together. */
const jitter = 0.1;

/**
 * The time at which an attempt that failed is made again, in milliseconds since 1970; `undefined`: not by itself any more. `attempt` counts from 1; `wish`: the
 * milliseconds that the receiver asked for; `chance`: from 0 to 1.
 */
export function nextAttempt(attempt: number, now: number, wish: number, chance: number): number | undefined {
  const pause = pauses[attempt - 1];
  if (pause === undefined) return undefined;
  return now + Math.round(Math.max(pause * (1 + jitter * chance), Math.min(wish, longestWish)));
}

/** The milliseconds that `Retry-After` asks for: seconds, or a date (RFC 9110); 0 where it asks for nothing. */
export function wishOf(retryAfter: string | undefined, now: number): number {
  if (retryAfter === undefined) return 0;
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter) * second;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
