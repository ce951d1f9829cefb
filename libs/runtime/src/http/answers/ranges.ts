import type { ByteRange } from '../../csv/spool.js';
import { Problem } from '../../problems/problem.js';

/** The places that a `Range` of one part names; the end may lie beyond the last byte. */
function placesOf(header: string, size: number): ByteRange | undefined {
  const [, start, end] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header) ?? [];
  if (start !== undefined) return { start: Number(start), end: end ? Number(end) : size };
  const last = /^bytes=-(\d{1,15})$/.exec(header)?.[1];
  return last === undefined ? undefined : { start: Math.max(0, size - Number(last)), end: size };
}

/**
 * The bytes that a `Range` asks for out of so many (RFC 9110, 14.1.2); `undefined` where all are answered: also where it asks for several parts, or by
 * another unit. Throws 416 where there is nothing at these places.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const places = placesOf(header ?? '', size);
  if (!places || (places.end < places.start && places.end < size)) return undefined;
  const range = { start: places.start, end: Math.min(places.end, size - 1) };
  if (range.start <= range.end) return range;
  throw new Problem(416, 'RANGE_NOT_SATISFIABLE', `There are ${size} bytes.`, {
    headers: { 'Content-Range': `bytes */${size}` },
  });
}
