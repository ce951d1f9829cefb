import { readFileSync } from 'node:fs';
import type { Deployment } from '../deployment.ts';
import { OsProcess } from '../os-process.ts';
import { freePort } from '../processes.ts';
import { answersPerSecond, compared, rounded, type Line } from './measure.ts';

const seconds = 4;
const rounds = 3;

export const facility = (name: string): object => ({
  kind: 'wifi',
  name: { ro: name },
  position: [26.1, 44.4],
  address: 'Bulevardul Sintetic 1',
});

/** Resident memory of a process, in MB. */
export function rssMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return rounded(Number(kilobytes) / 1024);
}

/** 201s per second of a command of the platform at 32 connections, against a bare Fastify route with one INSERT. */
export async function benchHttp({ url, key }: Deployment, bareDatabaseUrl: string): Promise<Line> {
  const port = await freePort();
  const bareUrl = `http://127.0.0.1:${port}`;
  const bare = new OsProcess({
    main: 'tools/bench/bare.ts',
    ready: `${bareUrl}/ready`,
    env: { PORT: String(port), DATABASE_URL: bareDatabaseUrl },
  });
  await bare.start();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const request = { headers, body: JSON.stringify(facility('Sintetică')) };
  try {
    const result = await compared(
      rounds,
      () => answersPerSecond(`${url}/facilities/v1/facilities`, seconds, request),
      () => answersPerSecond(`${bareUrl}/facilities`, seconds, request),
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
