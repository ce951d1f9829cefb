import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { OsProcess } from '../os-process.ts';
import { freePort, nodeCommand } from '../processes.ts';
import { bareServer, rssMb } from './http.ts';
import { rounded, type Line } from './measure.ts';

const requests = 10_000;

/** The second `npm start`, to ready; and the memory of the platform with the sample after 10,000 requests. */
export async function benchStart(bareDatabaseUrl: string): Promise<Line[]> {
  const bareOne = await bareAlone(bareDatabaseUrl);
  const dataDir = await mkdtemp(join(tmpdir(), 'ecou-bench-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const boot = new OsProcess({
    name: 'npm start',
    command: nodeCommand('tools/boot.mjs', 'tools/start.ts'),
    ready: `${url}/health/ready`,
    env: { PORT: String(port), ECOU_DATA_DIR: dataDir, HOME: process.env['HOME'] ?? '' },
  });
  try {
    await boot.start();
    await boot.stop();
    const began = performance.now();
    await boot.start();
    const startMs = rounded(performance.now() - began);
    const paths = ['/events/v1/civic-events', '/facilities/v1/facilities', '/facilities/v1/facilities?q=wifi'];
    await autocannon({
      url,
      connections: 16,
      amount: requests,
      requests: paths.map((path) => ({ method: 'GET' as const, path })),
    });
    const rss = rssMb(childOf(boot.pid));
    return [
      {
        name: 'startMs',
        result: startMs,
        measured: `${startMs} ms, second npm start to ready`,
        comparedTo: `${bareOne.startMs} ms of a bare Fastify, without a PostgreSQL to start`,
        goal: '< 5000 ms',
        met: startMs < 5000,
      },
      {
        name: 'rssMb',
        result: rss,
        measured: `${rss} MB, the platform's process after the sample and ${requests} requests`,
        comparedTo: `${bareOne.rss} MB of a bare Fastify after as many requests`,
        goal: '< 400 MB',
        met: rss < 400,
      },
    ];
  } finally {
    await boot.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function bareAlone(databaseUrl: string): Promise<{ readonly startMs: number; readonly rss: number }> {
  const { bare, url } = await bareServer(databaseUrl);
  const began = performance.now();
  await bare.start();
  const startMs = rounded(performance.now() - began);
  await autocannon({ url: `${url}/ready`, connections: 16, amount: requests });
  const rss = rssMb(bare.pid);
  await bare.stop();
  return { startMs, rss };
}

/** The process that the boot program handed over to. */
function childOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  const [child] = children;
  if (!child) throw new Error('The boot program has handed over to nobody.');
  return child;
}
