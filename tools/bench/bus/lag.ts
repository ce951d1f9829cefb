import { createPool } from '@ecou/event-sourcing';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Deployment } from '../../deployment.ts';
import { deliverables } from './latency.ts';
import { paced, rounded } from '../measure.ts';

/** Enough that no two commands meet at one. */
const programmes = 2_000;
const firstRate = 200;
const mostRate = 1_500;
const raise = 100;
/** Seconds of a step. */
const seconds = 4;
const sampleMs = 100;
/** A lag that grows by less than this part of what comes counts as one that stays. */
const growth = 0.05;
/** The part of the commands that must be answered within their step. */
const answered = 0.95;
const drainMs = 60_000;

/** The rate at which a step failed, and why. */
export interface LagGrowth {
  /** Commands per second. */
  readonly rate: number;
  readonly because: 'the lag grew' | 'fewer commands were answered' | 'it was the last';
}

interface Sample {
  /** Milliseconds since the step began. */
  readonly at: number;
  /** Commands that were answered, whose message the consumer has not taken. */
  readonly lag: number;
}

/**
 * The lowest rate of commands at which a policy of another context falls behind: deliverables that are published, which notifications
 * announces. It is raised step by step; a step fails where the lag at its end is larger than at its beginning, twice in a row.
 */
export async function lagGrowsAt(ecou: Deployment, notificationsUrl: string): Promise<LagGrowth> {
  const pool = createPool(notificationsUrl, { max: 1 });
  try {
    const publish = await deliverables(ecou, programmes);
    await sleep(2_000);
    const step = stepsOf(pool, publish, await taken(pool));
    await step(firstRate);
    for (let rate = firstRate; rate <= mostRate; rate += raise) {
      const because = (await step(rate)) && (await step(rate));
      if (because) return { rate, because };
    }
    return { rate: mostRate, because: 'it was the last' };
  } finally {
    await pool.end();
  }
}

/** Runs a step at a rate; answers why it failed, if it did. Waits until the consumer has taken everything. */
function stepsOf(pool: Pool, publish: (index: number) => Promise<unknown>, before: number) {
  let [done, index] = [0, 0];
  const lag = async () => done - ((await taken(pool)) - before);
  return async (rate: number): Promise<LagGrowth['because'] | undefined> => {
    const samples: Sample[] = [];
    const began = performance.now();
    const doneBefore = done;
    const sending = paced(rate, seconds, async () => {
      await publish((index += 1));
      done += 1;
    });
    while (performance.now() - began < seconds * 1_000) {
      await sleep(sampleMs);
      samples.push({ lag: await lag(), at: performance.now() - began });
    }
    const part = (done - doneBefore) / (rate * seconds);
    await sending;
    const end = performance.now() + drainMs;
    while ((await lag()) > 0) {
      if (performance.now() > end) throw new Error(`${await lag()} messages were not taken.`);
      await sleep(sampleMs);
    }
    if (grows(samples, rate)) return 'the lag grew';
    return part < answered ? 'fewer commands were answered' : undefined;
  };
}

/** Compares the last quarter of a step to its second one: in the first, the lag of every rate comes up. */
function grows(samples: readonly Sample[], rate: number): boolean {
  const mean = (quarter: number): number => {
    const lags = samples.filter(({ at }) => Math.floor((at * 4) / (seconds * 1_000)) === quarter).map(({ lag }) => lag);
    return lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
  };
  return rounded(mean(3) - mean(1)) > growth * rate * (seconds / 2);
}

/** Messages that the consumer has taken, of programmes. */
async function taken(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ taken: number }>(
    `SELECT coalesce(sum(last_sequence), 0)::float8 AS taken FROM notifications.inbox WHERE consumer = 'deliverable-is-announced'`,
  );
  return rows[0]?.taken ?? 0;
}
