import autocannon from 'autocannon';
import { setTimeout as sleep } from 'node:timers/promises';

/** One line of the results: what was measured, what it was compared to in the same run, and what it should be. */
export interface Line {
  readonly name: string;
  /** As it stands in `bench-results.json`. */
  readonly result: unknown;
  readonly measured: string;
  readonly comparedTo: string;
  readonly goal?: string;
  readonly met?: boolean;
}

export const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

export function percentiles(values: readonly number[], digits = 1): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.ceil(sorted.length * share) - 1] ?? NaN, digits);
  return { p50: at(0.5), p99: at(0.99) };
}

/** Runs `step` from so many sides at once for a while; answers how often per second it was done. */
export async function perSecond(sides: number, ms: number, step: (side: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  const end = began + ms;
  let count = 0;
  await Promise.all(
    Array.from({ length: sides }, async (_, side) => {
      while (performance.now() < end) {
        await step(side);
        count += 1;
      }
    }),
  );
  return (count * 1000) / (performance.now() - began);
}

/** Two contenders in turns, so that what the machine does besides meets both; ratio of the medians of single rounds. */
export async function compared(rounds: number, ours: () => Promise<number>, theirs: () => Promise<number>) {
  const pairs: { ours: number; theirs: number }[] = [];
  await ours();
  await theirs();
  for (let round = 0; round < rounds; round += 1) pairs.push({ ours: await ours(), theirs: await theirs() });
  return {
    perSecond: rounded(median(pairs.map((pair) => pair.ours))),
    comparedTo: rounded(median(pairs.map((pair) => pair.theirs))),
    ratio: rounded(median(pairs.map((pair) => pair.ours / pair.theirs)), 2),
  };
}

/** Calls `send` so often per second, however long each takes; answers what they answered. */
export async function paced<T>(rate: number, seconds: number, send: (index: number) => Promise<T>): Promise<T[]> {
  const began = performance.now();
  const calls: Promise<T>[] = [];
  for (let index = 0; index < rate * seconds; index += 1) {
    const due = began + (index * 1000) / rate;
    if (due > performance.now()) await sleep(due - performance.now());
    calls.push(send(index));
  }
  return Promise.all(calls);
}

export const connections = 32;

/** 2xx answers per second at 32 connections; throws where there was any other. */
export function answersPerSecond(
  url: string,
  seconds: number,
  headers: Record<string, string>,
  bodies: readonly object[],
): Promise<number> {
  const posts = bodies.map((body) => ({ path: new URL(url).pathname, body }));
  return postsPerSecond(url, seconds, headers, () => posts);
}

interface Post {
  readonly path: string;
  readonly body: object;
}

/** As `answersPerSecond`, with what each connection sends, again and again, by its number from 0. */
export async function postsPerSecond(
  url: string,
  seconds: number,
  headers: Record<string, string>,
  postsOf: (connection: number) => readonly Post[],
): Promise<number> {
  let connection = 0;
  const setupClient = (client: autocannon.Client) => {
    const posts = postsOf(connection);
    connection += 1;
    client.setRequests(posts.map(({ path, body }) => ({ method: 'POST', path, headers, body: JSON.stringify(body) })));
  };
  const result = await autocannon({ url, connections, duration: seconds, setupClient });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were no success, ${result.errors} requests failed.`);
  return result['2xx'] / result.duration;
}
