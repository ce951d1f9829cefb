import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contexts, startServices, type Deployment } from '../deployment.ts';
import { startBroker, type Broker } from '../kafka/broker.ts';
import { until } from '../processes.ts';

export interface TownOptions {
  /** Environment variables of every service, made out of the folder of the town. */
  readonly env: (dir: string) => Readonly<Record<string, string>>;
  /** Settings of PostgreSQL. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Gets each line that a service writes, and what happens to one. */
  readonly tell: (line: string) => void;
}

/** The services over Kafka, each with a database of a PostgreSQL of their own; whoever of them all is killed is started again. */
export interface Town {
  readonly ecou: Deployment;
  readonly broker: Broker;
  readonly postgres: { readonly pid: number; url(database: string): string };
  /** The folders in which the servers, the broker and the services keep what they have. */
  readonly places: { readonly postgres: string; readonly kafka: string; readonly services: string };
  readonly databaseUrl: (name: string) => string;
  /** Ends all of it, and removes its folders; answers the exit codes of the services, which were asked to end. */
  readonly end: () => Promise<readonly (number | null)[]>;
}

export const databaseOf = (name: string): string => `ecou_${name}`;

export async function startTown({ env, settings = {}, tell }: TownOptions): Promise<Town> {
  const { startEmbeddedPostgres } = await import('@ecou/platform/embedded-postgres');
  const dir = await mkdtemp(join(tmpdir(), 'ecou-torture-'));
  let codes: readonly (number | null)[] = [];
  const ending: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const end = async () => {
    for (const step of ending.splice(0).reverse()) await step();
    return codes;
  };
  try {
    const postgres = await startEmbeddedPostgres({ dir, databases: contexts.map(databaseOf), settings, tell });
    ending.push(() => rm(postgres.dataDir, { recursive: true, force: true }));
    ending.push(() => postgres.stop());
    const places = { postgres: join(postgres.dataDir, 'postgres'), kafka: join(dir, 'kafka'), services: dir };
    const broker = await startBroker({ dir: places.kafka, tell });
    ending.push(() => broker.stop());
    const databaseUrl = (name: string) => postgres.url(databaseOf(name));
    const ecou = await startServices(broker.brokers, { databaseUrl, env: env(dir), tell });
    ending.push(async () => (codes = await ecou.stop()));
    return { ecou, broker, postgres, places, databaseUrl, end };
  } catch (error) {
    await end();
    throw error;
  }
}

const recoveryMs = 180_000;

/** Throws with what is not ready where a service does not come back in time. */
export async function untilReady(url: string): Promise<void> {
  let told = '';
  const ready = async () => {
    const answer = await fetch(`${url}/health/ready`);
    told = await answer.text();
    return answer.ok ? true : undefined;
  };
  await until(ready, recoveryMs, 'every service to be ready again').catch((error: unknown) => {
    throw new Error(`${(error as Error).message} ${told}`, { cause: error });
  });
}
