import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { end, endWithParent, freePort, hasExited, isFree, until } from '../processes.ts';
import { findJava } from './java.ts';
import { kafkaJars } from './jars.ts';
import { singleBroker } from './settings.ts';

const run = promisify(execFile);
const READY = 'Kafka Server started';

export interface BrokerOptions {
  /** Where its data is kept; without it, a temporary folder that `stop` removes. */
  readonly dir?: string;
  /** Its port on 127.0.0.1; without it, the one that the folder remembers, else a free one. */
  readonly port?: number;
}

/** Starts an Apache Kafka (KRaft, one broker that is its own controller) and waits until it serves. */
export async function startBroker({ dir, port }: BrokerOptions = {}): Promise<Broker> {
  const [java, jars] = await Promise.all([findJava(), kafkaJars()]);
  const home = dir ?? (await mkdtemp(join(tmpdir(), 'ecou-kafka-')));
  await mkdir(home, { recursive: true });
  const ports = await choosePorts(home, port);
  const broker = new Broker({ java, jars, home, temporary: dir === undefined, ...ports });
  await broker.restart();
  return broker;
}

interface Settings {
  readonly java: string;
  readonly jars: string;
  readonly home: string;
  readonly temporary: boolean;
  readonly port: number;
  readonly controllerPort: number;
}

/** A broker process that can be killed, frozen and started again on the same port and data. */
export class Broker {
  readonly #settings: Settings;
  #child: ChildProcess | undefined;
  #guard: { release(): void } | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** `host:port`, as clients want it. */
  get brokers(): string {
    return `127.0.0.1:${this.#settings.port}`;
  }

  get pid(): number {
    if (!this.#child?.pid || hasExited(this.#child)) throw new Error('The broker is not running.');
    return this.#child.pid;
  }

  get logFile(): string {
    return join(this.#settings.home, 'broker.log');
  }

  /** Sends a signal; where it is one that ends the broker, waits for its end. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (!child || hasExited(child)) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') return;
    await exited;
    this.#guard?.release();
  }

  /** Starts it, after a clean stop where it still runs, and waits until it serves. */
  async restart(): Promise<void> {
    await this.#halt();
    const { java, jars, home } = this.#settings;
    const properties = join(home, 'server.properties');
    await writeFile(properties, serverProperties(this.#settings));
    await formatOnce(this.#settings, properties);
    const log = await open(this.logFile, 'a');
    const from = (await log.stat()).size;
    this.#child = spawn(java, ['-Xmx512m', '-XX:+UseSerialGC', ...classpath(jars), 'kafka.Kafka', properties], {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await log.close();
    await writeFile(join(home, 'broker.pid'), String(this.pid));
    this.#guard = endWithParent(this.pid);
    await this.#ready(this.#child, from);
  }

  /** Ends it cleanly, and removes its folder where that was a temporary one. */
  async stop(): Promise<void> {
    await this.#halt();
    const { temporary, home } = this.#settings;
    if (temporary) await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }

  async #halt(): Promise<void> {
    if (this.#child) await end(this.#child, 'SIGTERM', 20_000);
    this.#guard?.release();
  }

  async #ready(child: ChildProcess, from: number): Promise<void> {
    const written = async () => (await readFile(this.logFile)).subarray(from).toString();
    const probe = async () => {
      if (hasExited(child)) throw new Error(`Kafka ended while it started: ${lastError(await written())}`);
      return (await written()).includes(READY) ? true : undefined;
    };
    try {
      await until(probe, 90_000, 'Kafka to start');
    } catch (error) {
      await this.stop();
      throw error;
    }
  }
}

function lastError(log: string): string {
  const lines = log.trim().split('\n');
  return lines.findLast((line) => /Exception|ERROR|FATAL/.test(line) && !line.startsWith('\t')) ?? lines.at(-1) ?? '';
}

async function choosePorts(
  home: string,
  wanted: number | undefined,
): Promise<{ port: number; controllerPort: number }> {
  const remembered = await readFile(join(home, 'server.properties'), 'utf8').catch(() => '');
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
async function formatOnce({ java, jars, home }: Settings, properties: string): Promise<void> {
  if (existsSync(join(home, 'data', 'meta.properties'))) return;
  const clusterId = randomBytes(16).toString('base64url').replaceAll('-', '_');
  await run(java, [
    '-XX:TieredStopAtLevel=1',
    ...classpath(jars),
    'kafka.tools.StorageTool',
    'format',
    '-t',
    clusterId,
    '-c',
    properties,
  ]);
}

const serverProperties = ({ home, port, controllerPort }: Settings): string => {
  const settings = {
    ...singleBroker,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': join(home, 'data'),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
};
