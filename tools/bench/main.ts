import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../build.ts';
import { contexts, startPlatform, startServices, type Deployment } from '../deployment.ts';
import { startBroker } from '../kafka/broker.ts';
import { benchHttp } from './http.ts';
import type { Line, Percentiles } from './measure.ts';
import { benchOutputs } from './outputs.ts';
import { benchRegistrationRush } from './registration.ts';
import { benchStart } from './start.ts';

/**
 * `npm run bench`: measures on servers of its own, with fsync on; prints a table and writes `bench-results.json`. With names of parts
 * (`append`, `platform`, `kafka`, `relay`, `rebuild`, `encryption`, `erasures`, `start`, `registration`, `outputs`, `petitions`, `catch-up`, `lag`, `queries`, `growth`, `log`, `transparency`, `webhooks`, `figures`, `export`, `map`, `messages`, `digest`) it measures these only, and writes nothing.
 */
await ensureBuilt();
// What imports packages of the tree can be loaded once they are built.
const { startEmbeddedPostgres } = await import('@ecou/platform/embedded-postgres');
const { benchAppend } = await import('./append.ts');
const { lagGrowsAt } = await import('./bus/lag.ts');
const { bareKafka, bareNotify, commandToConsumer, commandToView } = await import('./bus/latency.ts');
const { benchPetitions } = await import('./petitions/petitions.ts');
const { benchCatchUp } = await import('./petitions/catch-up.ts');
const { benchRebuild } = await import('./rebuild.ts');
const { benchEncryptedAppend, benchEncryptedRebuild } = await import('./encryption.ts');
const { benchErasures } = await import('./erasures.ts');
const { benchGrowth } = await import('./petitions/growth.ts');
const { benchQueries } = await import('./petitions/queries.ts');
const { benchExport } = await import('./subscribers/export.ts');
const { benchLog } = await import('./subscribers/log.ts');
const { benchTransparency } = await import('./subscribers/transparency.ts');
const { benchWebhooks } = await import('./subscribers/webhooks.ts');
const { benchFigures } = await import('./subscribers/figures.ts');
const { benchMap } = await import('./map/map.ts');
const { benchRelay } = await import('./bus/relay.ts');
const { benchMessages } = await import('./notifications/messages.ts');
const { benchDigest } = await import('./notifications/digest.ts');
const dir = await mkdtemp(join(tmpdir(), 'ecou-bench-'));
const databases = [
  'append',
  'bare',
  'platform',
  'identity',
  ...contexts,
  'relay',
  'relay_identity',
  'rebuild',
  ...['append', 'rebuild'].flatMap((what) => [`encrypted_${what}`, `plain_${what}`]),
  'erasures',
  'registration',
  'outputs',
  'petitions',
  'catch_up',
  'lag',
  'lag_identity',
  ...contexts.map((context) => `lag_${context}`),
  'queries',
  'growth',
  'log',
  'transparency',
  'webhooks',
  'figures',
  'map',
  'messages',
  'digest_few',
  'digest_many',
  ...['identity', ...contexts].map((name) => `export_${name}`),
];
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

const databaseUrl = (name: string): string => postgres.url(name);

async function onPlatform() {
  const platform = await startPlatform({ databaseUrl });
  const measured = await latencies(platform, () => databaseUrl('platform'));
  tell(await benchHttp(platform, databaseUrl('bare')));
  await platform.stop();
  return measured;
}

async function onRegistration(): Promise<Line> {
  const platform = await startPlatform({ databaseUrl: () => databaseUrl('registration') });
  try {
    return await benchRegistrationRush(platform, databaseUrl('bare'));
  } finally {
    await platform.stop();
  }
}

async function onOutputs(): Promise<Line[]> {
  const platform = await startPlatform({ databaseUrl: () => databaseUrl('outputs') });
  try {
    return await benchOutputs(platform, databaseUrl('outputs'));
  } finally {
    await platform.stop();
  }
}

async function onPetitions(): Promise<readonly Line[]> {
  const platform = await startPlatform({ databaseUrl: () => databaseUrl('petitions') });
  try {
    return await benchPetitions(platform, databaseUrl('bare'));
  } finally {
    await platform.stop();
  }
}

async function overKafka() {
  const services = await startServices(broker.brokers, { databaseUrl });
  const measured = await latencies(services, databaseUrl);
  await services.stop();
  return measured;
}

async function benchLatency(modes: readonly string[]): Promise<void> {
  const measured = new Map<string, Awaited<ReturnType<typeof latencies>>>();
  if (modes.includes('platform')) measured.set('platform', await onPlatform());
  if (modes.includes('kafka')) measured.set('kafka', await overKafka());
  const each = (of: (one: Awaited<ReturnType<typeof latencies>>) => Percentiles) =>
    [...measured].map(([mode, one]) => [mode, of(one)] as const);
  const said = (all: readonly (readonly [string, Percentiles])[]) =>
    all.map(([mode, value]) => `${mode} ${words(value)}`).join(', ');
  const behind = each(({ view }) => view.behind);
  tell({
    name: 'commandToViewMs',
    result: Object.fromEntries(behind),
    measured: `${said(behind)}, at 200 commands/s`,
    comparedTo: `the same read without waiting: ${said(each(({ view }) => view.plainRead))}`,
    goal: 'p99 <= 50 ms on both',
    met: behind.every(([, { p99 }]) => p99 <= 50),
  });
  const consumer = each((one) => one.consumer);
  const [notify, message] = [await bareNotify(databaseUrl('bare')), await bareKafka(broker.brokers)];
  tell({
    name: 'commandToConsumerMs',
    result: Object.fromEntries(consumer),
    measured: `${said(consumer)}, at 200 commands/s`,
    comparedTo: `a bare NOTIFY: ${words(notify)}; a bare kafkajs message: ${words(message)}`,
  });
}

/** A service of its own, whose memory is that of one context. */
async function onExport(): Promise<readonly Line[]> {
  const own = (name: string) => databaseUrl(`export_${name}`);
  const services = await startServices(broker.brokers, { databaseUrl: own });
  try {
    return await benchExport(services, own('analytics'));
  } finally {
    await services.stop();
  }
}

/** Both modes, each on databases of its own. */
async function onLag(): Promise<Line> {
  const own = (name: string) => databaseUrl(name === 'platform' ? 'lag' : `lag_${name}`);
  const platform = await startPlatform({ databaseUrl: own });
  const here = await lagGrowsAt(platform, own('platform'));
  await platform.stop();
  const services = await startServices(broker.brokers, { databaseUrl: own });
  const kafka = await lagGrowsAt(services, own('notifications'));
  await services.stop();
  return {
    name: 'lagGrowsAt',
    result: { platform: here.rate, kafka: kafka.rate },
    measured: `platform ${here.rate} commands/s (${here.because}), kafka ${kafka.rate} commands/s (${kafka.because})`,
    comparedTo: 'the lag at the beginning of each step',
    goal: 'platform > 600, kafka > 400',
    met: here.rate > 600 && kafka.rate > 400,
  };
}

const all = [
  'append',
  'platform',
  'kafka',
  'relay',
  'rebuild',
  'encryption',
  'erasures',
  'start',
  'registration',
  'outputs',
  'petitions',
  'catch-up',
  'lag',
  'queries',
  'growth',
  'log',
  'transparency',
  'webhooks',
  'figures',
  'export',
  'map',
  'messages',
  'digest',
];
const asked = process.argv.slice(2).filter((name) => all.includes(name));
const parts = asked.length > 0 ? asked : all;

try {
  if (parts.includes('append')) for (const line of await benchAppend(databaseUrl('append'))) tell(line);
  if (parts.includes('platform') || parts.includes('kafka')) await benchLatency(parts);
  if (parts.includes('relay')) {
    const relay = { databaseUrl: databaseUrl('relay'), identityUrl: databaseUrl('relay_identity') };
    tell(await benchRelay({ ...relay, brokers: broker.brokers }));
  }
  if (parts.includes('rebuild')) tell(await benchRebuild(databaseUrl('rebuild')));
  if (parts.includes('encryption')) {
    const of = (what: string) => (isOn: boolean) => databaseUrl(`${isOn ? 'encrypted' : 'plain'}_${what}`);
    tell(await benchEncryptedAppend(of('append')));
    tell(await benchEncryptedRebuild(of('rebuild')));
  }
  if (parts.includes('erasures')) tell(await benchErasures(databaseUrl('erasures')));
  if (parts.includes('start')) for (const line of await benchStart(databaseUrl('bare'))) tell(line);
  if (parts.includes('registration')) tell(await onRegistration());
  if (parts.includes('outputs')) for (const line of await onOutputs()) tell(line);
  if (parts.includes('petitions')) for (const line of await onPetitions()) tell(line);
  if (parts.includes('catch-up')) tell(await benchCatchUp(databaseUrl('catch_up')));
  if (parts.includes('lag')) tell(await onLag());
  if (parts.includes('queries')) for (const line of await benchQueries(databaseUrl('queries'))) tell(line);
  if (parts.includes('growth')) tell(await benchGrowth(databaseUrl('growth')));
  if (parts.includes('log')) for (const line of await benchLog(databaseUrl('log'))) tell(line);
  if (parts.includes('transparency')) tell(await benchTransparency(databaseUrl('transparency')));
  if (parts.includes('webhooks')) tell(await benchWebhooks(databaseUrl('webhooks')));
  if (parts.includes('figures')) for (const line of await benchFigures(databaseUrl('figures'))) tell(line);
  if (parts.includes('export')) for (const line of await onExport()) tell(line);
  if (parts.includes('map')) for await (const line of benchMap(databaseUrl('map'))) tell(line);
  if (parts.includes('messages')) tell(await benchMessages(databaseUrl('messages')));
  if (parts.includes('digest')) tell(await benchDigest(databaseUrl('digest_few'), databaseUrl('digest_many')));
  if (parts === all) write();
} finally {
  await broker.stop();
  await postgres.stop();
  await rm(dir, { recursive: true, force: true });
}

function write(): void {
  const results = Object.fromEntries(lines.map(({ name, result }) => [name, result]));
  const comparedTo = Object.fromEntries(lines.map((line) => [line.name, line.comparedTo]));
  const machine = { cores: availableParallelism(), node: process.version, at: new Date().toISOString() };
  writeFileSync('bench-results.json', `${JSON.stringify({ ...results, comparedTo, machine }, null, 2)}\n`);
  console.log('Written to bench-results.json.');
}
