import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../build.ts';
import { contexts, startPlatform, startServices, type Deployment } from '../deployment.ts';
import { startBroker } from '../kafka/broker.ts';
import { benchAppend } from './append.ts';
import { benchHttp } from './http.ts';
import { bareKafka, bareNotify, commandToConsumer, commandToView } from './latency.ts';
import type { Line, Percentiles } from './measure.ts';
import { benchRelay } from './relay.ts';
import { benchStart } from './start.ts';

/** `npm run bench`: measures on servers of its own, with fsync on; prints a table and writes `bench-results.json`. */
await ensureBuilt();
const { startEmbeddedPostgres } = await import('@ecou/platform/embedded-postgres');
const dir = await mkdtemp(join(tmpdir(), 'ecou-bench-'));
const databases = ['append', 'bare', 'platform', 'identity', ...contexts, 'relay', 'relay_identity'];
const postgres = await startEmbeddedPostgres({ dir, databases });
const broker = await startBroker();
const lines: Line[] = [];

const tell = (line: Line): void => {
  lines.push(line);
  const verdict = line.goal === undefined ? '' : `   [${line.goal}: ${line.met ? 'met' : 'NOT MET'}]`;
  console.log(`${line.name.padEnd(24)}${line.measured}; compared to ${line.comparedTo}${verdict}`);
};

async function latencies(ecou: Deployment, databaseUrl: (name: string) => string) {
  const view = await commandToView(ecou);
  return { view, consumer: await commandToConsumer(ecou, databaseUrl) };
}

const words = ({ p50, p99 }: Percentiles): string => `p50 ${p50} p99 ${p99} ms`;

try {
  for (const line of await benchAppend(postgres.url('append'))) tell(line);
  const platform = await startPlatform({ databaseUrl: () => postgres.url('platform') });
  const onPlatform = await latencies(platform, () => postgres.url('platform'));
  tell(await benchHttp(platform, postgres.url('bare')));
  await platform.stop();
  const services = await startServices(broker.brokers, { databaseUrl: (name) => postgres.url(name) });
  const overKafka = await latencies(services, (name) => postgres.url(name));
  await services.stop();
  tell({
    name: 'commandToViewMs',
    result: { platform: onPlatform.view.behind, kafka: overKafka.view.behind },
    measured: `platform ${words(onPlatform.view.behind)}, kafka ${words(overKafka.view.behind)}, at 200 commands/s`,
    comparedTo: `the same read without waiting: platform ${words(onPlatform.view.plainRead)}, kafka ${words(overKafka.view.plainRead)}`,
    goal: 'p99 <= 50 ms on both',
    met: Math.max(onPlatform.view.behind.p99, overKafka.view.behind.p99) <= 50,
  });
  tell({
    name: 'commandToConsumerMs',
    result: { platform: onPlatform.consumer, kafka: overKafka.consumer },
    measured: `platform ${words(onPlatform.consumer)}, kafka ${words(overKafka.consumer)}, at 200 commands/s`,
    comparedTo: `a bare NOTIFY: ${words(await bareNotify(postgres.url('bare')))}; a bare kafkajs message: ${words(await bareKafka(broker.brokers))}`,
  });
  const relay = { databaseUrl: postgres.url('relay'), identityUrl: postgres.url('relay_identity') };
  for (const line of await benchRelay({ ...relay, brokers: broker.brokers })) tell(line);
  for (const line of await benchStart(postgres.url('bare'))) tell(line);
  const results = Object.fromEntries(lines.map(({ name, result }) => [name, result]));
  const machine = { cores: availableParallelism(), node: process.version, at: new Date().toISOString() };
  const comparedTo = Object.fromEntries(lines.map((line) => [line.name, line.comparedTo]));
  writeFileSync('bench-results.json', `${JSON.stringify({ ...results, comparedTo, machine }, null, 2)}\n`);
  console.log('Written to bench-results.json.');
} finally {
  await broker.stop();
  await postgres.stop();
  await rm(dir, { recursive: true, force: true });
}
