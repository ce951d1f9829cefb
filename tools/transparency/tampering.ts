import { transaction } from '@ecou/event-sourcing';
import { addLeaves } from '@ecou/integrations';
import type pg from 'pg';
import type { Town } from './town.ts';

/** A whole number from 0, below `limit`. */
export type Draw = (limit: number) => number;

/** Draws that a seed repeats (mulberry32). */
export function drawsOf(seed: number): Draw {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

type Client = pg.ClientBase;

/** One change by somebody who may do everything in the database; what the server signs afterwards, it signs by itself. */
export interface Tampering {
  readonly name: string;
  readonly change: (client: Client, draw: Draw) => Promise<void>;
  /** True where the server is asked to sign what stands then. */
  readonly signs?: boolean;
}

const log = ['log', 'leaves', 'tiles', 'checkpoints', 'cosignatures'].map(
  (name) => `integrations.transparency_${name}`,
);
const facts = ['feedback.events', 'events.events'];

/** Keeps the tables as they are, so that each change can be taken back. */
export async function keepTables({ test }: Town): Promise<void> {
  const { pool } = test.context('integrations');
  await pool.query('CREATE SCHEMA kept');
  for (const table of [...log, ...facts])
    await pool.query(`CREATE TABLE kept.${table.replace('.', '_')} AS SELECT * FROM ${table}`);
}

/** Puts the tables back. */
export const putBack = ({ test }: Town): Promise<void> =>
  transaction(test.context('integrations').pool, async (client) => {
    await client.query('SET LOCAL session_replication_role = replica');
    for (const table of [...log, ...facts]) {
      await client.query(`DELETE FROM ${table}`);
      await client.query(`INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept.${table.replace('.', '_')}`);
    }
  });

/** Changes the database as a superuser does, whom no trigger stops. */
export const tamper = ({ test }: Town, { change }: Tampering, draw: Draw): Promise<void> =>
  transaction(test.context('integrations').pool, async (client) => {
    await client.query('SET LOCAL session_replication_role = replica');
    await change(client, draw);
  });

async function pick<Row extends object>(client: Client, sql: string, draw: Draw): Promise<Row> {
  const { rows } = await client.query<Row>(sql);
  return rows[draw(rows.length)] as Row;
}

/** The bytes with another value in one of them. */
function flipped(bytes: Buffer, draw: Draw): Buffer {
  const changed = Buffer.from(bytes);
  const at = draw(changed.length);
  changed[at] = ((changed[at] ?? 0) + 1 + draw(255)) % 256;
  return changed;
}

interface Leaf {
  readonly index: number;
  readonly entry: Buffer;
}

const leaves = 'SELECT index, entry FROM integrations.transparency_leaves ORDER BY index';
const setLeaf = (client: Client, index: number, entry: Buffer) =>
  client.query('UPDATE integrations.transparency_leaves SET entry = $2 WHERE index = $1', [index, entry]);

/** The entry of a leaf that says another thing. */
function resaid(entry: Buffer, draw: Draw): Buffer {
  const leaf = JSON.parse(entry.toString()) as Record<string, string | null>;
  const changes: Record<string, string> = {
    number: `2026-${900_000 + draw(90_000)}`,
    registeredAt: `2020-01-0${1 + draw(9)}T00:00:00.000Z`,
    commitment: draw(16).toString(16).repeat(64),
  };
  const field = Object.keys(changes)[draw(3)] ?? 'number';
  const changed: Record<string, string | null | undefined> = { ...leaf, [field]: changes[field] };
  const { commitment, kind, number, registeredAt } = changed;
  return Buffer.from(JSON.stringify({ commitment, kind, number, registeredAt }));
}

/** Makes the log anew of other entries. */
async function rebuilt(client: Client, entries: readonly Buffer[]): Promise<void> {
  for (const table of log.slice(1)) await client.query(`DELETE FROM ${table}`);
  await client.query('UPDATE integrations.transparency_log SET size = 0');
  await addLeaves(entries, client);
}

const entriesOf = async (client: Client): Promise<Buffer[]> =>
  (await client.query<Leaf>(leaves)).rows.map(({ entry }) => entry);

/** A text that the vault keeps, or that stands as it is. */
interface Kept {
  readonly value: string;
}

/** The facts that are registered, with what is changed of them here. */
interface Registered {
  readonly PetitionRegistered: { readonly text: Kept; readonly petitioner: { readonly name: Kept } };
  readonly ResponseRecorded: { readonly answers: readonly [{ readonly yes: boolean }] };
  readonly AttendanceCorrected: { readonly total: number };
  readonly RecommendationAccepted: object;
  readonly RecommendationDeclined: object;
  readonly ReportPublished: object;
}

type Fact = {
  readonly [Type in keyof Registered]: {
    readonly global_position: number;
    readonly type: Type;
    readonly data: Registered[Type];
  };
}[keyof Registered];

const registered = `type IN ('PetitionRegistered', 'ResponseRecorded', 'AttendanceCorrected', 'RecommendationAccepted', 'RecommendationDeclined', 'ReportPublished')`;
const factsOf = (table: string) => `SELECT global_position, type, data FROM ${table} WHERE ${registered} ORDER BY 1`;

/** The data of a fact that says another thing. */
function untrue({ type, data }: Fact, draw: Draw): object {
  switch (type) {
    case 'PetitionRegistered':
      return [
        { ...data, text: { ...data.text, value: `${data.text.value}!` } },
        { ...data, petitioner: { ...data.petitioner, name: { ...data.petitioner.name, value: 'Altcineva' } } },
        { ...data, number: `2026-${900_000 + draw(90_000)}` },
        { ...data, registeredAt: '2020-01-01T00:00:00.000Z' },
        { ...data, receivedOn: '2020-01-01' },
        { ...data, kind: 'suggestion' },
        { ...data, category: 'other' },
      ][draw(7)] as object;
    case 'ResponseRecorded':
      return { ...data, answers: [{ ...data.answers[0], yes: !data.answers[0].yes }] };
    case 'AttendanceCorrected':
      return { ...data, total: data.total + 1 + draw(100) };
    case 'RecommendationAccepted':
      return { ...data, explanation: { ro: 'Desigur' } };
    case 'RecommendationDeclined':
      return { ...data, reason: { ro: `Alt motiv ${draw(100)}` } };
    case 'ReportPublished':
      return { ...data, title: { ro: 'Alt titlu' } };
  }
}

const fact: Tampering[] = facts.flatMap((table): Tampering[] => [
  {
    name: `edits a fact of ${table}`,
    change: async (client, draw) => {
      const one = await pick<Fact>(client, factsOf(table), draw);
      await client.query(`UPDATE ${table} SET data = $2 WHERE global_position = $1`, [
        ...[one.global_position, untrue(one, draw)],
      ]);
    },
  },
  {
    name: `deletes a fact of ${table}`,
    change: async (client, draw) => {
      const { global_position: at } = await pick<Fact>(client, factsOf(table), draw);
      await client.query(`DELETE FROM ${table} WHERE global_position = $1`, [at]);
    },
  },
]);

/** All ways in which the log, or what it is about, is changed here. */
export const tamperings: readonly Tampering[] = [
  ...fact,
  {
    name: 'edits a byte of a leaf',
    change: async (client, draw) => {
      const { index, entry } = await pick<Leaf>(client, leaves, draw);
      await setLeaf(client, index, flipped(entry, draw));
    },
  },
  {
    name: 'lets a leaf say another thing',
    change: async (client, draw) => {
      const { index, entry } = await pick<Leaf>(client, leaves, draw);
      await setLeaf(client, index, resaid(entry, draw));
    },
  },
  {
    name: 'deletes a leaf',
    change: async (client, draw) => {
      const { index } = await pick<Leaf>(client, leaves, draw);
      await client.query('DELETE FROM integrations.transparency_leaves WHERE index = $1', [index]);
    },
  },
  {
    name: 'reorders leaves',
    change: async (client, draw) => {
      const one = await pick<Leaf>(client, leaves, draw);
      const other = await pick<Leaf>(client, leaves.replace(' ORDER', ` WHERE index <> ${one.index} ORDER`), draw);
      await setLeaf(client, one.index, other.entry);
      await setLeaf(client, other.index, one.entry);
    },
  },
  {
    name: 'edits a byte of a tile',
    change: async (client, draw) => {
      const { hashes } = await pick<{ hashes: Buffer }>(
        client,
        'SELECT hashes FROM integrations.transparency_tiles',
        draw,
      );
      await client.query('UPDATE integrations.transparency_tiles SET hashes = $2 WHERE hashes = $1', [
        ...[hashes, flipped(hashes, draw)],
      ]);
    },
  },
  {
    name: 'deletes the tiles',
    change: async (client) => {
      await client.query('DELETE FROM integrations.transparency_tiles');
    },
  },
  {
    name: 'edits the newest checkpoint',
    change: async (client, draw) => {
      const sizes = '(SELECT max(size) FROM integrations.transparency_checkpoints)';
      const { note } = await pick<{ note: string }>(
        client,
        `SELECT note FROM integrations.transparency_checkpoints WHERE size = ${sizes}`,
        draw,
      );
      const letters = Array.from(note, (letter, at) => ({ letter, at })).filter(({ letter }) =>
        /[0-9A-Za-z]/.test(letter),
      );
      // The last letters of base64 have bits that mean nothing.
      const { letter, at } = letters[draw(letters.length - 4)] ?? { letter: '', at: 0 };
      const other = letter === 'x' ? 'y' : 'x';
      const changed = Array.from(note, (one, here) => (here === at ? other : one)).join('');
      await client.query(`UPDATE integrations.transparency_checkpoints SET note = $1 WHERE size = ${sizes}`, [changed]);
    },
  },
  {
    name: 'rolls the checkpoint back',
    change: async (client) => {
      await client.query(
        'DELETE FROM integrations.transparency_checkpoints WHERE size = (SELECT max(size) FROM integrations.transparency_checkpoints)',
      );
    },
  },
  {
    name: 'rolls the whole log back, which is signed again',
    signs: true,
    change: async (client, draw) => {
      const entries = await entriesOf(client);
      await rebuilt(client, entries.slice(0, entries.length - 1 - draw(entries.length - 1)));
    },
  },
  {
    name: 'forks the log with a leaf that says another thing, which is signed again',
    signs: true,
    change: async (client, draw) => {
      const entries = await entriesOf(client);
      const at = draw(entries.length);
      await rebuilt(
        client,
        entries.map((entry, index) => (index === at ? resaid(entry, draw) : entry)),
      );
    },
  },
  {
    name: 'forks the log in another order, which is signed again',
    signs: true,
    change: async (client, draw) => {
      const entries = await entriesOf(client);
      const [from, to] = [draw(entries.length - 1), entries.length - 1];
      [entries[from], entries[to]] = [entries[to] as Buffer, entries[from] as Buffer];
      await rebuilt(client, entries);
    },
  },
  {
    name: 'adds a leaf of nothing, which is signed',
    signs: true,
    change: async (client, draw) => {
      const entry = (await entriesOf(client))[0] as Buffer;
      await addLeaves([resaid(entry, draw)], client);
    },
  },
];
