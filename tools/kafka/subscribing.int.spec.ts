import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue, exampleOf, jsonSchemaOf, messageOf, toKafka } from '@ecou/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import kafkajs from 'kafkajs';
import { findJava } from '../java/java.ts';
import { jarsOf } from '../java/maven.ts';
import { freePort, until } from '../processes.ts';
import { findPackage } from '../test/debian.ts';
import { blocksOf } from '../testing/guides.ts';
import { startBroker, type Broker } from './broker.ts';
import { testDatabase } from '@ecou/event-sourcing/testing';

const minute = 60_000;
const root = join(import.meta.dirname, '../..');
const type = 'ecou.facilities.facility-added.v1';
/** Debian's own, which its packages are for. */
const python = '/usr/bin/python3';
const ids = [randomUUID(), randomUUID()];

let broker: Broker;
let folder: string;
/** The programs of the guide, and the settings and the command of Connect. */
const [kcat = '', inPython = '', inNode = '', inJava = '', worker = '', sink = '', connect = ''] = blocksOf(
  'docs/subscribing-over-kafka.md',
).map(({ code }) => code);

beforeAll(async () => {
  [broker, folder] = await Promise.all([startBroker(), mkdtemp(join(tmpdir(), 'ecou-guide-'))]);
  await publish();
});
afterAll(async () => {
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Two facilities, as Ecou tells of them; the second one's record comes twice. */
async function publish(): Promise<void> {
  const contract = catalogue.get(type);
  if (!contract) throw new Error(`There is no contract ${type}.`);
  const example = exampleOf(jsonSchemaOf(contract)) as object;
  const kafka = new kafkajs.Kafka({ brokers: [broker.brokers], logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  // As Ecou makes it: what is old is kept, too.
  const kept = { numPartitions: 6, configEntries: [{ name: 'retention.ms', value: '-1' }] };
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic: 'ecou.facilities', ...kept }] });
  await admin.disconnect();
  const records = ids.map((id) =>
    toKafka({
      ...messageOf(contract),
      ...{ key: id, subject: id, sequence: 1, id: randomUUID(), time: '2026-04-10T06:30:00.000Z' },
      ...{ correlationId: id, causationId: id, data: { ...example, facilityId: id } },
    }),
  );
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: 'ecou.facilities', messages: [...records, ...records.slice(1)] });
  await producer.disconnect();
}

/** The lines that a program of the guide prints until it has said as many; it goes on for ever, and is ended. */
async function linesOf(count: number, command: string, ...args: readonly string[]): Promise<readonly string[]> {
  const running = execa(command, args, {
    ...{ cwd: folder, env: { BROKERS: broker.brokers }, reject: false, timeout: minute, buffer: true, all: true },
  });
  let said = '';
  running.all.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const lines = () => said.split('\n').filter((line) => line.includes('facility-added'));
  try {
    await until(() => lines().length >= count || undefined, minute, 'the lines of a program');
    return lines();
  } catch (error) {
    throw new Error(`${command} printed no ${count} lines, but: ${said}`, { cause: error });
  } finally {
    running.kill('SIGKILL');
    await running;
  }
}

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return name;
};

describe('the guide to subscribing over Kafka', () => {
  it('shows the records by kcat', async () => {
    await findPackage('kcat', 'kcat');
    const lines = await linesOf(3, 'bash', '-eu', '-c', kcat);
    for (const id of ids) expect(lines.some((line) => line.startsWith(`${id} `))).toBe(true);
    expect(lines.every((line) => line.includes(`ce_type=${type}`) && line.includes('ce_sequence=0'))).toBe(true);
  });

  it('has a Python program that takes each record once', async () => {
    await findPackage('python3-confluent-kafka', python, '-c', 'import confluent_kafka');
    const lines = await linesOf(2, python, await file('subscriber.py', inPython));
    expect([...lines].sort()).toEqual(ids.map((id) => `${type} ${id} ${id}`).sort());
  });

  it('has a Node program', async () => {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const lines = await linesOf(3, process.execPath, await file('subscriber.mjs', inNode));
    expect(new Set(lines)).toEqual(new Set(ids.map((id) => `${type} ${id} ${id}`)));
  });

  it('has a Java program that reads CloudEvents by their library', async () => {
    const pom = join(import.meta.dirname, 'subscriber.xml');
    const [java, jars] = await Promise.all([
      findJava('The subscriber'),
      jarsOf('Subscriber', { pom, artifactId: 'cloudevents-kafka' }),
    ]);
    const lines = await linesOf(3, java, '-cp', join(jars, '*'), await file('Subscriber.java', inJava));
    for (const id of ids) expect(lines.some((line) => line.startsWith(`${type} ${id} {`))).toBe(true);
  });

  it(
    'fills a table by Kafka Connect, without a program',
    async () => {
      const pom = join(import.meta.dirname, 'connect.xml');
      const [java, jars] = await Promise.all([
        findJava('Kafka Connect'),
        jarsOf('Connect', { pom, artifactId: 'debezium-connector-jdbc' }),
      ]);
      const database = await testDatabase();
      const { username, password, host, pathname } = new URL(database.url);
      // Elsewhere than in the guide: the brokers, the database and its user, and the port on which Connect is asked how it does.
      const here = `${worker}listeners=http://127.0.0.1:${await freePort()}\n`;
      await file('worker.properties', here.replace('kafka.example.ro:9092', broker.brokers));
      const there = sink.replace('db.example.ro/gis', `${host}${pathname}`).replace('=secret', `=${password}`);
      await file('facilities.properties', there.replace('username=gis', `username=${username}`));
      await symlink(jars, join(folder, 'lib'));
      // The first compiler is enough for what runs once.
      const command = connect.replace(/^java/, `${java} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m`);
      let trouble = 'none';
      const rows = async () => {
        const found = await database.pool.query('SELECT * FROM ecou_facilities').catch((error: unknown) => {
          trouble = String(error);
        });
        return found?.rows ?? [];
      };
      /** Runs Connect until the table is full; answers what it said where that takes too long, as it once did on a busy machine. */
      const fill = async (): Promise<string | undefined> => {
        const running = execa('bash', ['-eu', '-c', `exec ${command}`], { cwd: folder, reject: false, all: true });
        const isFull = await until(async () => (await rows()).length === 3 || undefined, 3 * minute, 'the rows').catch(
          () => false,
        );
        running.kill('SIGKILL');
        const { all } = await running;
        return isFull ? undefined : all;
      };
      try {
        const said = (await fill()) && (await fill());
        if (said !== undefined)
          throw new Error(`Connect, started twice, said: ${said}\nThe last trouble with the table: ${trouble}`);
        expect(new Set((await rows()).map((row: Record<string, unknown>) => row['facilityid']))).toEqual(new Set(ids));
        expect((await rows())[0]).toMatchObject({ name_ro: 'Exemplu', kind: expect.any(String) });
      } finally {
        await database.drop();
      }
    },
    8 * minute,
  );
});
