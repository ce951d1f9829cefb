import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { contexts, type Deployment } from '../deployment.ts';
import type { Broker } from '../kafka/broker.ts';

/** The parts that are killed; each is started again by whoever watches over it. */
export interface Targets {
  readonly ecou: Deployment;
  readonly broker: Broker;
  readonly postgres: { readonly pid: number; url(database: string): string };
}

/**
 * The kinds of kills: a service, the server of the databases, the broker, some of the sessions with the databases, and the process of
 * one of them, after which the server ends them all and recovers.
 */
const kinds = ['service', 'postgres', 'broker', 'sessions', 'backend'] as const;
export type Kind = (typeof kinds)[number];

const pauseMs = 250;

/** So many kinds in any order, each as often as the others. */
export function drawn(count: number): Kind[] {
  const left = Array.from({ length: count }, (_, index) => kinds[index % kinds.length] ?? 'service');
  return Array.from({ length: count }, () => left.splice(randomInt(left.length), 1)[0] ?? 'service');
}

/** The numbers of things done after which somebody is killed, in their order: from the beginning until few are left. */
export const momentsOf = (kills: number, total: number): readonly number[] =>
  Array.from({ length: kills }, () => randomInt(Math.ceil(total * 0.95))).sort((one, other) => one - other);

/** Kills; where there is nothing to be killed just now, as soon as there is. */
export async function kill(kind: Kind, targets: Targets): Promise<void> {
  for (;;) {
    const isDone = await attempt[kind](targets).catch(() => false);
    if (isDone) return;
    await sleep(pauseMs);
  }
}

const attempt: Record<Kind, (targets: Targets) => Promise<boolean>> = {
  service: ({ ecou }) => killed(() => ecou.process(contexts[randomInt(contexts.length)] ?? 'events').pid),
  postgres: ({ postgres }) => killed(() => postgres.pid),
  broker: ({ broker }) => killed(() => broker.pid),
  sessions: (targets) => asked(targets, 'SELECT pg_terminate_backend(pid) FROM sessions WHERE random() < 0.3'),
  backend: async (targets) => {
    let pid = 0;
    await asked(targets, 'SELECT pid FROM sessions ORDER BY random() LIMIT 1', (row) => (pid = row.pid ?? 0));
    return pid > 0 && killed(() => pid);
  },
};

/** Throws where it does not run. */
const killed = (pidOf: () => number): Promise<boolean> =>
  Promise.resolve().then(() => process.kill(pidOf(), 'SIGKILL'));

/** Asks about the sessions of services; answers whether there were any. */
async function asked(
  { postgres }: Targets,
  query: string,
  take: (row: { readonly pid?: number }) => void = () => undefined,
): Promise<boolean> {
  const client = new pg.Client({ connectionString: postgres.url('postgres'), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid?: number }>(
      `WITH sessions AS (SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'ecou %' AND datname LIKE 'ecou\\_%') ${query}`,
    );
    rows.forEach(take);
    return rows.length > 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}
