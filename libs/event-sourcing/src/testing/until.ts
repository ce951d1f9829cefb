import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until `probe` answers something other than `undefined` or `false`; answers that.
 * Throws what `probe` throws. Throws after `timeoutMs`, with `what` (the text of the probe where none is given).
 */
export async function until<T>(
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  what: string = probe.toString(),
  timeoutMs = 60_000,
): Promise<T> {
  for (const end = performance.now() + timeoutMs; ;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() >= end) throw new Error(`Not within ${timeoutMs / 1000} s: ${what}`);
    await sleep(20);
  }
}
