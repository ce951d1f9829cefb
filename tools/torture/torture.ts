import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contexts, startServices } from '../deployment.ts';
import { startBroker } from '../kafka/broker.ts';
import { until } from '../processes.ts';
import { MailServer } from '../testing/mail-server.ts';
import { account, type Account } from './account.ts';
import { Client } from './client.ts';
import { drawn, kill, type Kind, type Targets } from './kills.ts';
import { load, type Acknowledged } from './load.ts';

export interface TortureOptions {
  readonly kills: number;
  readonly seconds: number;
  /** Gets a line for each thing that happens. */
  readonly tell?: (line: string) => void;
}

export interface Outcome extends Account {
  readonly acknowledged: Acknowledged;
  /** The number of kills of each kind. */
  readonly kills: ReadonlyMap<Kind, number>;
  readonly seconds: number;
  /** The answers to those who wrote, by status; 0 where there was none. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Exit codes of the services, which were asked to end at last. */
  readonly codes: readonly (number | null)[];
}

const recoveryMs = 180_000;

/**
 * The services over Kafka under load, whose processes, servers and sessions are killed at random and by nobody's hand started again;
 * then everything that was acknowledged is looked for. Throws where a caller was refused, or what was done does not show in time.
 */
export async function torture({ kills, seconds, tell = () => undefined }: TortureOptions): Promise<Outcome> {
  const { startEmbeddedPostgres } = await import('@ecou/platform/embedded-postgres');
  const dir = await mkdtemp(join(tmpdir(), 'ecou-torture-'));
  const databases = [...contexts, 'identity'].map(databaseOf);
  const ending: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const end = async () => {
    for (const step of ending.splice(0).reverse()) await step();
  };
  try {
    const postgres = await startEmbeddedPostgres({ dir, databases, tell });
    ending.push(() => rm(postgres.dataDir, { recursive: true, force: true }));
    ending.push(() => postgres.stop());
    const broker = await startBroker({ tell });
    ending.push(() => broker.stop());
    const mails = await new MailServer().start();
    ending.push(() => mails.stop());
    const databaseUrl = (name: string) => postgres.url(databaseOf(name));
    const env = { SMTP_URL: mails.url, MAIL_FROM: 'Ecou <ecou@example.ro>', LOG_LEVEL: 'error' };
    const ecou = await startServices(broker.brokers, { databaseUrl, env, tell });
    let codes: readonly (number | null)[] = [];
    ending.push(async () => (codes = await ecou.stop()));

    const client = new Client(ecou.url, ecou.key);
    const began = performance.now();
    const stop = new AbortController();
    const writing = load(client, stop.signal);
    writing.catch(() => undefined); // seen below
    const killing = killAll({ ecou, broker, postgres }, { kills, seconds, tell }).finally(() => stop.abort());
    const [acknowledged, done] = await Promise.all([writing, killing]);
    const took = Math.round((performance.now() - began) / 1_000);
    await untilReady(ecou.url);
    const accounted = await account({ client, acknowledged, mails, brokers: broker.brokers, databaseUrl });
    await end();
    return { ...accounted, acknowledged, kills: done, seconds: took, statuses: client.statuses, codes };
  } finally {
    await end();
  }
}

/** Throws with what is not ready where a service does not come back in time. */
async function untilReady(url: string): Promise<void> {
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

const databaseOf = (name: string): string => `ecou_${name}`;

async function killAll(
  targets: Targets,
  { kills, seconds, tell }: Required<TortureOptions>,
): Promise<ReadonlyMap<Kind, number>> {
  const done = new Map<Kind, number>();
  const eachMs = (seconds * 1_000) / (kills + 1);
  const began = performance.now();
  for (const [index, kind] of drawn(kills).entries()) {
    await sleep(Math.max(0, began + (index + 0.5 + Math.random()) * eachMs - performance.now()));
    await kill(kind, targets);
    done.set(kind, (done.get(kind) ?? 0) + 1);
    tell(`Kill ${index + 1} of ${kills}: ${kind}`);
  }
  await sleep(Math.max(0, began + seconds * 1_000 - performance.now()));
  return done;
}

/** The outcome in one line. */
export function summaryOf({ acknowledged, kills, seconds, statuses, uncertain, faults }: Outcome): string {
  const { changes, numbers, addresses } = acknowledged;
  const facts = [...changes.values()].reduce((sum, count) => sum + count + 1, 0);
  const all = [...kills.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...kills].map(([kind, count]) => `${count} ${kind}`).join(', ');
  const answers = [...statuses].sort(([one], [other]) => one - other).map(([status, count]) => `${count} × ${status}`);
  return (
    `${all} kills (${kinds}) in ${seconds} s; acknowledged: ${facts} facts, ${numbers.size} numbers, ${addresses.size} mails; ` +
    `${faults.length} lost or doubled, ${uncertain} mails uncertain; answers: ${answers.join(', ')}`
  );
}
