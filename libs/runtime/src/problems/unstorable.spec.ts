import { describe, expect, it } from '@jest/globals';
import { unstorableIn } from './unstorable.js';

/** Lists in one another, so deep, around a value. */
const nested = (depth: number, inner: unknown): unknown => {
  let value = inner;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

describe('text that no database keeps', () => {
  it.each([
    [{ agenda: [{ title: 'a\0' }] }, 'agenda.0.title'],
    [{ agenda: { 'a\ud800': 1 } }, 'agenda'],
    ['\udc00', ''],
  ])('is named by its place: %j', (value, path) => {
    expect(unstorableIn(value)).toMatchObject({ status: 400, options: { errors: [{ path }] } });
  });

  it('is searched for however deep the value is, in no time', () => {
    const start = process.cpuUsage();
    expect(unstorableIn(nested(30_000, 'fine'))).toBeUndefined();
    expect(unstorableIn(nested(30_000, 'a\0'))).toMatchObject({ code: 'TEXT_NOT_ALLOWED' });
    // Microseconds of this process: others may keep it waiting.
    expect(process.cpuUsage(start).user).toBeLessThan(500_000);
  });
});
