import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const lookMs = 5_000;
/** Part of a processor that a process uses at most while it rests. */
const resting = 0.2;
const patienceMs = 3_600_000;

/** Milliseconds of processor time that a process has used. */
function processorTime(pid: number | undefined): number {
  // Behind the name, which may hold anything: the fields from the third on; in hundredths of a second.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Waits until a process has next to nothing to do. */
export async function rested(pid: number | undefined): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end;) {
    const [began, before] = [performance.now(), processorTime(pid)];
    await sleep(lookMs);
    if (processorTime(pid) - before < resting * (performance.now() - began)) return;
  }
  throw new Error('The process has too much to do.');
}
