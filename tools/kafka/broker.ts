import { execa } from 'execa';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJava } from '../java/java.ts';
import { jarsOf } from '../java/maven.ts';
import { OsProcess } from '../os-process.ts';
import { freePort, isFree } from '../processes.ts';
import { singleBroker } from './settings.ts';

const READY = 'Kafka Server started';

export interface BrokerOptions {
  /** The folder of its data; without it, a temporary folder that `stop` removes. */
  readonly dir?: string;
  /** Its port on 127.0.0.1; without it, the one that the folder remembers, else a free one. */
  readonly port?: number;
  /** Gets a line when it has ended by itself. It is started again then, after growing pauses; without this it is not watched. */
  readonly tell?: (line: string) => void;
  /** Further settings of the server, and arguments with which its storage is made. */
  readonly more?: { readonly settings: Readonly<Record<string, string>>; readonly format: readonly string[] };
}

const plain = { settings: {}, format: [] };

const kafkaJars = (): Promise<string> =>
  jarsOf(
    'Kafka',
    { pom: join(import.meta.dirname, 'pom.xml'), artifactId: 'kafka_2.13' },
    ', or name a broker in KAFKA_BROKERS',
  );

/** Starts an Apache Kafka (KRaft, one broker that is its own controller) and waits until it serves. */
export async function startBroker({ dir, port, tell, more = plain }: BrokerOptions = {}): Promise<Broker> {
  const [java, jars] = await Promise.all([findJava('Kafka'), kafkaJars()]);
  const home = dir ?? (await mkdtemp(join(tmpdir(), 'ecou-kafka-')));
  await mkdir(home, { recursive: true });
  const ports = await choosePorts(home, port);
  const broker = new Broker({ java, jars, home, temporary: dir === undefined, tell, more, ...ports });
  await broker.restart();
  return broker;
}

interface Settings {
  readonly java: string;
  readonly jars: string;
  readonly home: string;
  readonly temporary: boolean;
  readonly tell: BrokerOptions['tell'];
  readonly more: NonNullable<BrokerOptions['more']>;
  readonly port: number;
  readonly controllerPort: number;
}

/** A broker process that can be killed, frozen and started again on the same port and data. */
export class Broker {
  readonly #settings: Settings;
  readonly #process: OsProcess;

  constructor(settings: Settings) {
    const { java, jars, home, tell } = settings;
    this.#settings = settings;
    this.#process = new OsProcess({
      name: 'Kafka',
      command: [java, '-Xmx512m', '-XX:+UseSerialGC', ...classpath(jars), 'kafka.Kafka', propertiesIn(home)],
      env: process.env,
      ready: ({ out }) => out.includes(READY),
      detached: true,
      log: this.logFile,
      ...(tell && { tell, startAgain: true }),
    });
  }

  /** `host:port`, as clients want it. */
  get brokers(): string {
    return `127.0.0.1:${this.#settings.port}`;
  }

  get pid(): number {
    return this.#process.pid;
  }

  get logFile(): string {
    return join(this.#settings.home, 'broker.log');
  }

  /** Sends a signal; where it is one that ends the broker, waits for its end. */
  async kill(signal?: NodeJS.Signals): Promise<void> {
    await this.#process.kill(signal);
  }

  /** Starts it, after a clean stop where it still runs, and waits until it serves. */
  async restart(): Promise<void> {
    await this.#process.stop();
    const { home } = this.#settings;
    await writeFile(propertiesIn(home), serverProperties(this.#settings));
    await formatOnce(this.#settings);
    try {
      await this.#process.start();
    } catch (error) {
      const reason = lastError((await this.#process.said()).out);
      await this.stop();
      throw new Error(`${(error as Error).message} ${reason}`, { cause: error });
    }
  }

  /** Ends it cleanly, and removes its folder where that was a temporary one. */
  async stop(): Promise<void> {
    await this.#process.stop();
    const { temporary, home } = this.#settings;
    if (temporary) await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

const propertiesIn = (home: string): string => join(home, 'server.properties');

function lastError(log: string): string {
  const lines = log.trim().split('\n');
  return lines.findLast((line) => /Exception|ERROR|FATAL/.test(line) && !line.startsWith('\t')) ?? lines.at(-1) ?? '';
}

async function choosePorts(
  home: string,
  wanted: number | undefined,
): Promise<{ port: number; controllerPort: number }> {
  const remembered = await readFile(propertiesIn(home), 'utf8').catch(() => '');
  const [, port, controllerPort] = (/^listeners=\S*?:(\d+),\S*?:(\d+)$/m.exec(remembered) ?? []).map(Number);
  return {
    port: wanted ?? (await usable(port)),
    controllerPort: await usable(controllerPort),
  };
}

const usable = async (port: number | undefined): Promise<number> =>
  port !== undefined && (await isFree(port)) ? port : freePort();

const classpath = (jars: string): string[] => [
  '-cp',
  join(jars, '*'),
  `-Dlog4j2.configurationFile=file:${join(import.meta.dirname, 'log4j2.properties')}`,
];

/** Writes the cluster id into an empty data folder. */
async function formatOnce({ java, jars, home, more }: Settings): Promise<void> {
  if (existsSync(join(home, 'data', 'meta.properties'))) return;
  const clusterId = randomBytes(16).toString('base64url').replaceAll('-', '_');
  await execa(java, [
    '-XX:TieredStopAtLevel=1',
    ...classpath(jars),
    'kafka.tools.StorageTool',
    'format',
    '-t',
    clusterId,
    '-c',
    propertiesIn(home),
    ...more.format,
  ]);
}

const serverProperties = ({ home, port, controllerPort, more }: Settings): string => {
  const settings = {
    ...singleBroker,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': join(home, 'data'),
    ...more.settings,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
};
