import { readFileSync } from 'node:fs';
import type { Deployment } from '../deployment.ts';
import { OsProcess } from '../os-process.ts';
import { freePort, nodeCommand } from '../processes.ts';
import { answersPerSecond, compared, rounded, type Line } from './measure.ts';

const seconds = 4;
const rounds = 3;

/** No two are alike, as in a city. */
export const facility = (index: number): object => ({
  kind: index % 3 === 0 ? 'wifi' : 'library',
  name: { ro: `Punctul sintetic ${index}` },
  position: [26 + ((index * 7919) % 2000) / 10_000, 44.35 + ((index * 104_729) % 1500) / 10_000],
  address: `Strada Sintetică ${index % 300}`,
});

/** Resident memory of a process, in MB. */
export function rssMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return rounded(Number(kilobytes) / 1024);
}

/** A Fastify with one route and one INSERT, not started yet. */
export async function bareServer(databaseUrl: string): Promise<{ readonly bare: OsProcess; readonly url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port), DATABASE_URL: databaseUrl };
  const command = nodeCommand('tools/bench/bare.ts');
  return { bare: new OsProcess({ name: 'The bare server', command, ready: `${url}/ready`, env }), url };
}

/** 201s per second of a command of the platform at 32 connections, against a bare Fastify route with one INSERT. */
export async function benchHttp({ url, key }: Deployment, bareDatabaseUrl: string): Promise<Line> {
  const { bare, url: bareUrl } = await bareServer(bareDatabaseUrl);
  await bare.start();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const bodies = Array.from({ length: 500 }, (_, index) => facility(index));
  try {
    const result = await compared(
      rounds,
      () => answersPerSecond(`${url}/facilities/v1/facilities`, seconds, headers, bodies),
      () => answersPerSecond(`${bareUrl}/facilities`, seconds, headers, bodies),
    );
    return {
      name: 'httpCommand',
      result,
      measured: `${result.perSecond} answers 201 per second at 32 connections`,
      comparedTo: `${result.comparedTo}/s of a bare Fastify route with one INSERT: ratio ${result.ratio}`,
      goal: 'ratio >= 0.5',
      met: result.ratio >= 0.5,
    };
  } finally {
    await bare.stop();
  }
}
