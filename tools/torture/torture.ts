import { setTimeout as sleep } from 'node:timers/promises';
import { MailServer } from '../testing/mail-server.ts';
import { account, type Account } from './account.ts';
import { Client } from './client.ts';
import { drawn, kill, type Kind, type Targets } from './kills.ts';
import { load, type Acknowledged } from './load.ts';
import { startTown, untilReady } from './town.ts';

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

/**
 * The services over Kafka under load, whose processes, servers and sessions are killed at random and by nobody's hand started again;
 * then everything that was acknowledged is looked for. Throws where a caller was refused, or what was done does not show in time.
 */
export async function torture({ kills, seconds, tell = () => undefined }: TortureOptions): Promise<Outcome> {
  const mails = await new MailServer().start();
  const env = { SMTP_URL: mails.url, MAIL_FROM: 'Ecou <ecou@example.ro>', LOG_LEVEL: 'error' };
  const town = await startTown({ env: () => env, tell });
  try {
    const { ecou, broker, databaseUrl } = town;
    const client = new Client(ecou.url, ecou.key);
    const began = performance.now();
    const stop = new AbortController();
    const writing = load(client, stop.signal);
    writing.catch(() => undefined); // seen below
    const killing = killAll(town, { kills, seconds, tell }).finally(() => stop.abort());
    const [acknowledged, done] = await Promise.all([writing, killing]);
    const took = Math.round((performance.now() - began) / 1_000);
    await untilReady(ecou.url);
    const accounted = await account({ client, acknowledged, mails, brokers: broker.brokers, databaseUrl });
    const codes = await town.end();
    return { ...accounted, acknowledged, kills: done, seconds: took, statuses: client.statuses, codes };
  } finally {
    await town.end();
    await mails.stop();
  }
}

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
