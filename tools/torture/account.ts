import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { withClient } from '../backup/database.ts';
import { readTopic } from '../testing/kafka.ts';
import type { MailServer } from '../testing/mail-server.ts';
import { until } from '../processes.ts';
import type { Client } from './client.ts';
import { nameAfter, type Acknowledged } from './load.ts';

export interface Books {
  readonly client: Client;
  readonly acknowledged: Acknowledged;
  readonly mails: MailServer;
  readonly brokers: string;
  /** A context's database. */
  readonly databaseUrl: (context: 'feedback' | 'notifications' | 'integrations' | 'analytics') => string;
}

/** One line for each fault; `uncertain`: mails of which nobody knows whether they were sent, since their sender was killed. */
export interface Account {
  readonly faults: readonly string[];
  readonly uncertain: number;
}

const patienceMs = 180_000;
/** Whatever would be done twice is done by then. */
const quietMs = 3_000;

/** Compares what was acknowledged with what stands, what was published and what was sent. */
export async function account(books: Books): Promise<Account> {
  const uncertain = await settled(books);
  const faults = [
    await facts(books),
    await published(books),
    await logged(books),
    await starred(books),
    await numbers(books),
    doubledMails(books),
  ].flat();
  return { faults, uncertain };
}

/** The rows that a database answers. */
export const rowsOf = <Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> => withClient(url, async (client) => (await client.query<Row>(text, [...values])).rows);

/** Waits until every mail was sent, or is uncertain; answers how many are. Throws where mails stay away, with how many there are. */
async function settled({ acknowledged, mails, databaseUrl }: Books): Promise<number> {
  const { addresses } = acknowledged;
  let found = {};
  const count = await until(
    async () => {
      const [row] = await rowsOf<{ all: number; uncertain: number; open: number }>(
        databaseUrl('notifications'),
        `SELECT count(*)::int AS all, count(*) FILTER (WHERE status = 'uncertain')::int AS uncertain,
           count(*) FILTER (WHERE status NOT IN ('sent', 'uncertain'))::int AS open FROM notifications.message_list`,
      );
      const missing = [...addresses].filter((address) => mails.to(address).length === 0).length;
      found = { asked: addresses.size, ...row, missing };
      return row?.all === addresses.size && row.open === 0 && missing <= row.uncertain ? row.uncertain : undefined;
    },
    patienceMs,
    'every mail to be sent',
  ).catch((error: unknown) => {
    throw new Error(`${(error as Error).message} ${JSON.stringify(found)}`, { cause: error });
  });
  await sleep(quietMs);
  return count;
}

const doubledMails = ({ acknowledged: { addresses }, mails }: Books): string[] =>
  [...addresses].filter((address) => mails.to(address).length > 1).map((address) => `${address} has two mails.`);

interface Listed {
  readonly id: string;
  readonly name: { readonly ro: string };
}

/** Each facility stands as it was left, in its stream and in the view, by as many facts as were acknowledged. */
async function facts({ client, acknowledged: { changes } }: Books): Promise<string[]> {
  const faults: string[] = [];
  for (const [id, count] of changes) {
    const { version } = await client.insist({ method: 'GET', path: `/facilities/v1/facilities/${id}` });
    if (version !== count + 1) faults.push(`Facility ${id} has version ${String(version)} instead of ${count + 1}.`);
    const expected = nameAfter(count);
    const isListed = async () => {
      const { items } = await client.insist({ method: 'GET', path: '/facilities/v1/facilities?limit=100' });
      const listed = (items as Listed[]).find((one) => one.id === id);
      return listed?.name.ro === expected ? true : undefined;
    };
    await until(isListed, patienceMs, `Facility ${id} to be listed as it was left`);
  }
  return faults;
}

/** Whoever reads the topic hears of each fact, in order per key; a message may stand there twice. */
async function published({ acknowledged: { changes }, brokers }: Books): Promise<string[]> {
  const expected = [...changes.values()].reduce((sum, count) => sum + count + 1, 0);
  const messages = await readTopic(brokers, 'ecou.facilities', expected, patienceMs);
  return [...changes].flatMap(([id, count]) => {
    const sequences = new Set(messages.filter(({ key }) => key === id).map(({ sequence }) => sequence));
    const inOrder = [...sequences].every((sequence, index) => sequence === index + 1);
    if (inOrder && sequences.size === count + 1) return [];
    return [
      `Messages of ${id} are missing or out of order: ${[...sequences].join(', ')} instead of 1 to ${count + 1}.`,
    ];
  });
}

/** Whoever keeps the facts of each key in order has each once. `sql`: rows of `id` and `numbers`, in the order in which they stand. */
async function inOrder(who: string, url: string, sql: string, changes: Acknowledged['changes']): Promise<string[]> {
  const kept = async () => {
    const rows = await rowsOf<{ id: string; numbers: number[] }>(url, sql);
    return new Map(rows.map(({ id, numbers }) => [id, numbers]));
  };
  const isWhole = async () => {
    const found = await kept();
    return [...changes].every(([id, count]) => (found.get(id)?.length ?? 0) > count) || undefined;
  };
  await until(isWhole, patienceMs, `${who} to have every fact`);
  const found = await kept();
  return [...changes].flatMap(([id, count]) => {
    const own = found.get(id) ?? [];
    const isRight = own.length === count + 1 && own.every((number, index) => number === index + 1);
    return isRight ? [] : [`${who} has of ${id}: ${own.join(', ')} instead of 1 to ${count + 1}.`];
  });
}

const logged = ({ acknowledged: { changes }, databaseUrl }: Books): Promise<string[]> =>
  inOrder(
    'The log',
    databaseUrl('integrations'),
    `SELECT key AS id, array_agg(sequence::int ORDER BY position) AS numbers FROM integrations.messages
     WHERE type LIKE 'ecou.facilities.%' GROUP BY key`,
    changes,
  );

/** The star has each of these facts once, and is what a copy is that is made anew out of its record. */
async function starred({ client, acknowledged: { changes }, databaseUrl }: Books): Promise<string[]> {
  const url = databaseUrl('analytics');
  const faults = await inOrder(
    'The star',
    url,
    `SELECT facility_id AS id, array_agg(number ORDER BY recorded_at, number) AS numbers FROM analytics.facility_change
     GROUP BY facility_id`,
    changes,
  );
  await client.insist({ method: 'POST', path: '/analytics/v1/star/checks', body: {} });
  const checked = async () => {
    const [row] = await rowsOf<{ tables: string[] }>(
      url,
      `SELECT array(SELECT f->>'table' FROM jsonb_array_elements(found) f WHERE f->>'differing' <> '0') AS tables
       FROM analytics.checks ORDER BY id DESC LIMIT 1`,
    );
    return row?.tables;
  };
  const differing = await until(checked, patienceMs, 'the star to be checked');
  return [...faults, ...differing.map((table) => `The star differs from its record in ${table}.`)];
}

/** The register has given each acknowledged petition one number, without a gap, and has no others. */
async function numbers({ acknowledged, databaseUrl }: Books): Promise<string[]> {
  const given = [...acknowledged.numbers.values()].sort();
  const wanted = given.map((number, index) => `${number.slice(0, 4)}-${String(index + 1).padStart(6, '0')}`);
  const gaps = given.filter((number, index) => number !== wanted[index]);
  const [row] = await rowsOf<{ count: number }>(
    databaseUrl('feedback'),
    `SELECT count(*)::int AS count FROM feedback.streams WHERE category = 'petition'`,
  );
  return [
    ...gaps.map((number) => `The register has a gap or a double at ${number}.`),
    ...(row?.count === given.length ? [] : [`${row?.count} petitions stand, ${given.length} were acknowledged.`]),
  ];
}
