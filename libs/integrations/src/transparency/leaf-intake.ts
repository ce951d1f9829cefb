import { EventsRegistrationCommittedV1, FeedbackRegistrationCommittedV1, topicOf } from '@ecou/contracts';
import { copyRows } from '@ecou/event-sourcing';
import type { Connection, Intake } from '@ecou/messaging';
import { leafBytes, leafHash } from '@ecou/runtime/receipts';
import { edgeOf, grow, type Tile } from './tree/tiles.js';

const contracts = [EventsRegistrationCommittedV1, FeedbackRegistrationCommittedV1] as const;
const types: ReadonlySet<string> = new Set(contracts.map(({ type }) => type));

/** Takes each registration into the public log: as its next leaf, for good. */
export const leafIntake: Intake = {
  name: 'transparency',
  topics: contracts.map(({ context, visibility }) => topicOf(context, visibility)),
  types,
  take: async (messages, client) => {
    await addLeaves(
      messages.map(({ data }) => leafBytes(FeedbackRegistrationCommittedV1.schema.parse(data))),
      client,
    );
  },
};

/** Adds leaves behind those that there are. Others who add some wait until the transaction has ended. */
export async function addLeaves(entries: readonly Buffer[], client: Connection): Promise<void> {
  const { rows } = await client.query<{ before: number | string }>(
    `UPDATE integrations.transparency_log SET size = size + $1 RETURNING size - $1 AS before`,
    [entries.length],
  );
  const before = Number(rows[0]?.before ?? 0);
  const hashes = entries.map((entry) => leafHash(entry));
  await copyRows(
    { client, table: 'integrations.transparency_leaves', columns },
    entries.map((entry, at) => ({ index: before + at, entry: hex(entry) })),
  );
  const changed = grow(before, await edge(before, client), hashes);
  await client.query(
    `INSERT INTO integrations.transparency_tiles (level, index, hashes)
     SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])
     ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes`,
    [changed.map(({ level }) => level), changed.map(({ index }) => index), changed.map(({ hashes }) => hashes)],
  );
}

const columns = [
  { property: 'index', name: 'index', type: 'bigint' },
  { property: 'entry', name: 'entry', type: 'bytea' },
];

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

async function edge(size: number, client: Connection): Promise<readonly Tile[]> {
  const names = edgeOf(size);
  const { rows } = await client.query<Omit<Tile, 'index'> & { readonly index: number | string }>(
    `SELECT level, index, hashes FROM integrations.transparency_tiles
     JOIN unnest($1::smallint[], $2::bigint[]) AS wanted (level, index) USING (level, index)`,
    [names.map(({ level }) => level), names.map(({ index }) => index)],
  );
  return rows.map(({ level, index, hashes }) => ({ level, index: Number(index), hashes }));
}
