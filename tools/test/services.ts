import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startBroker } from '../kafka/broker.ts';
import { endWithParent } from '../processes.ts';
import { findPoppler } from './poppler.ts';
import { docker, kafkaContainer, postgresContainer } from './containers.ts';
import type { Service } from './service.ts';

/** A way to have a server. */
interface Way {
  readonly name: string;
  start(): Promise<Service>;
}

export interface Found {
  /** The reason for which something could not be had, by its name. */
  readonly missing: ReadonlyMap<Need, string>;
  /** The origin of each, by its name. */
  readonly from: ReadonlyMap<Need, string>;
  stop(): Promise<void>;
}

const variables = { PostgreSQL: 'ECOU_TEST_POSTGRES_URL', Kafka: 'ECOU_TEST_KAFKA_BROKERS' } as const;

type ServiceName = keyof typeof variables;

/** Programs that tests need besides servers. */
export type Need = ServiceName | 'Poppler';

/**
 * Finds a PostgreSQL and a Kafka for tests, and leaves their addresses in the environment: those that it names already, else
 * containers where a Docker engine answers, else an embedded PostgreSQL and a Kafka from its published jars. Sees to Poppler too.
 */
export async function findServices(): Promise<Found> {
  const dropTemplates = beginRun();
  const named = (name: ServiceName) => Boolean(process.env[variables[name]]);
  const containers = named('PostgreSQL') && named('Kafka') ? undefined : await docker();
  const ways: Record<ServiceName, Way[]> = {
    PostgreSQL: [{ name: 'embedded', start: embeddedPostgres }],
    Kafka: [{ name: 'from its jars', start: startBrokerService }],
  };
  if (containers) {
    ways.PostgreSQL.unshift({ name: 'a container', start: () => postgresContainer(containers) });
    ways.Kafka.unshift({ name: 'a container', start: () => kafkaContainer(containers) });
  }
  const found: readonly Attempt[] = await Promise.all([
    find('PostgreSQL', ways.PostgreSQL),
    find('Kafka', ways.Kafka),
    poppler(),
  ]);
  return {
    missing: new Map(found.flatMap(({ name, trouble }) => (trouble ? [[name, trouble] as const] : []))),
    from: new Map(found.flatMap(({ name, from }) => (from ? [[name, from] as const] : []))),
    stop: async () => {
      await dropTemplates();
      await Promise.all(found.flatMap(({ service }) => (service ? [service.stop()] : [])));
    },
  };
}

/** The run that databases for tests are copied within: this one, unless it is a part of another, which ends later. */
function beginRun(): () => Promise<void> {
  if (process.env['ECOU_TEST_RUN']) return () => Promise.resolve();
  const run = randomBytes(4).toString('hex');
  process.env['ECOU_TEST_RUN'] = run;
  return async () => {
    delete process.env['ECOU_TEST_RUN'];
    const server = process.env[variables.PostgreSQL];
    if (!server) return;
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
      [`ecou_template_${run}`],
    );
    for (const { name } of rows) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await client.end();
  };
}

interface Attempt {
  readonly name: Need;
  readonly service?: Service;
  readonly from?: string;
  readonly trouble?: string;
}

async function find(name: ServiceName, ways: readonly Way[]): Promise<Attempt> {
  const variable = variables[name];
  if (process.env[variable]) return { name, from: variable };
  const troubles: string[] = [];
  for (const way of ways) {
    try {
      const service = await way.start();
      process.env[variable] = service.address;
      return { name, service, from: way.name };
    } catch (error) {
      troubles.push(`${way.name}: ${(error as Error).message.split('\n')[0] ?? ''}`);
    }
  }
  return { name, trouble: troubles.join('; ') };
}

const poppler = (): Promise<Attempt> =>
  findPoppler().then(
    (from): Attempt => ({ name: 'Poppler', from }),
    (error: unknown): Attempt => ({ name: 'Poppler', trouble: (error as Error).message.split('\n')[0] ?? '' }),
  );

async function embeddedPostgres(): Promise<Service> {
  const { startEmbeddedPostgres } = await import('@ecou/platform/embedded-postgres');
  const dir = await mkdtemp(join(tmpdir(), 'ecou-postgres-'));
  // Its data does not outlive the run.
  const settings = { fsync: 'off', max_connections: '600' };
  const server = await startEmbeddedPostgres({ dir, databases: [], settings });
  const guard = endWithParent(server.pid);
  return {
    address: server.url('postgres'),
    stop: async () => {
      await server.stop();
      guard.release();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function startBrokerService(): Promise<Service> {
  const broker = await startBroker();
  return { address: broker.brokers, stop: () => broker.stop() };
}
