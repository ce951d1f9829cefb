import pg from 'pg';
import { singleBroker } from '../kafka/settings.ts';
import { freePort, until } from '../processes.ts';
import type { Service } from './service.ts';
import type * as testcontainers from 'testcontainers';

type Testcontainers = typeof testcontainers;

/** Images to take; they may be local ones. */
const images = {
  postgres: process.env['ECOU_TEST_POSTGRES_IMAGE'] ?? 'postgres:18',
  kafka: process.env['ECOU_TEST_KAFKA_IMAGE'] ?? 'apache/kafka:4.3.1',
};

const READY_WITHIN = 120_000;

/** testcontainers, where a Docker engine answers. */
export async function docker(): Promise<Testcontainers | undefined> {
  const testcontainers = await import('testcontainers');
  try {
    await testcontainers.getContainerRuntimeClient();
    return testcontainers;
  } catch {
    return undefined;
  }
}

/** A PostgreSQL in a container; throws where the image can be neither found nor pulled. */
export async function postgresContainer({ GenericContainer, Wait }: Testcontainers): Promise<Service> {
  const container = await new GenericContainer(images.postgres)
    .withEnvironment({ POSTGRES_PASSWORD: 'ecou' })
    .withCommand(['postgres', '-c', 'fsync=off', '-c', 'max_connections=600'])
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forListeningPorts())
    .withStartupTimeout(READY_WITHIN)
    .start();
  const address = `postgres://postgres:ecou@${container.getHost()}:${container.getMappedPort(5432)}/postgres`;
  // The official image starts it twice: only an answer over the network is one of the second.
  await until(() => answers(address), READY_WITHIN, 'PostgreSQL in a container');
  return { address, stop: () => stopContainer(container) };
}

const stopContainer = async (container: testcontainers.StartedTestContainer): Promise<void> => {
  await container.stop();
};

async function answers(address: string): Promise<true | undefined> {
  const client = new pg.Client({ connectionString: address });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A Kafka in a container: the image makes its settings from `KAFKA_...`, as apache/kafka does. */
export async function kafkaContainer(testcontainers: Testcontainers): Promise<Service> {
  const { GenericContainer, Wait, getContainerRuntimeClient } = testcontainers;
  const host = (await getContainerRuntimeClient()).info.containerRuntime.host;
  const port = await freePort();
  const settings = {
    ...singleBroker,
    'controller.quorum.voters': '1@localhost:9093',
    listeners: 'PLAINTEXT://:9092,CONTROLLER://:9093',
    'advertised.listeners': `PLAINTEXT://${host}:${port}`,
  };
  const container = await new GenericContainer(images.kafka)
    .withEnvironment(Object.fromEntries(Object.entries(settings).map(([name, value]) => [variable(name), value])))
    .withExposedPorts({ container: 9092, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(READY_WITHIN)
    .start();
  return { address: `${host}:${port}`, stop: () => stopContainer(container) };
}

const variable = (name: string): string => `KAFKA_${name.toUpperCase().replaceAll('.', '_')}`;
