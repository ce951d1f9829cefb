import {
  type Encryption,
  encryptPlain,
  envelopesIn,
  plainIn,
  same,
  type Sealed,
  type Vault,
  withEnvelopes,
} from '@ecou/event-sourcing';
import { hasPlain, type JsonColumn, type StoredSchema, tableOf } from './plain.js';

/** Tables of every schema that hold envelopes beside events and views. */
const messageTables = ['outbox', 'outbox_archive', 'parked', 'operator_decisions', 'timers', 'snapshots'];

/** Rows in a statement. */
const together = 500;

/** A row, by its place in the table. */
interface Row {
  readonly place: string;
  readonly value: unknown;
  /** Of the event that a message of the outbox was made of. */
  readonly position: number | null;
}

/** A message of the archive, as the outbox had it. */
interface Archived {
  readonly position: number;
  readonly data: unknown;
}

interface SourceEvent {
  readonly stream: string;
  readonly data: unknown;
}

/**
 * Everything of a schema that was made of events or of messages: rows are written anew with their plain envelopes encrypted; snapshots and views go,
 * since they are made of events again. Messages of the outbox get the envelopes that their events have by then.
 */
export class RowCopies {
  constructor(
    private readonly schema: StoredSchema,
    private readonly encryption: Encryption,
    private readonly vault: Vault,
  ) {}

  /** Answers the tables whose rows were changed; each is packed, so that no page of it holds what stood there. */
  async convert(): Promise<readonly string[]> {
    const { schema } = this;
    const changed = new Set<string>();
    await schema.query(`DELETE FROM ${schema.name}.snapshots WHERE ${hasPlain('state')}`);
    const columns = await schema.columns();
    for (const column of columns) if ((await this.convertColumn(column)) > 0) changed.add(column.table);
    // A run before this one may have changed rows, and was broken off.
    const wasBegun = (await schema.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema.kept])).length > 0;
    const packed = new Set([...changed, ...(wasBegun ? messageTables : [])]);
    for (const table of packed) await schema.query(`VACUUM FULL ${schema.name}."${table}"`);
    return [...changed];
  }

  /** Removes views that hold values as they are, with all of their versions; the next start builds them. Answers their names. */
  async dropViews(): Promise<readonly string[]> {
    const { schema } = this;
    const all = await schema.views();
    const dropped = new Set<string>();
    for (const view of all) if (await schema.isPlainView(tableOf(view))) dropped.add(view.name);
    for (const name of dropped)
      await schema.atOnce(async () => {
        const versions = all.filter((view) => view.name === name);
        await schema.query(`DROP VIEW IF EXISTS ${schema.name}.${name}`);
        for (const { version } of versions)
          await schema.query(`DROP VIEW IF EXISTS ${schema.name}.${name}_v${version}`);
        for (const view of versions) await schema.query(`DROP TABLE IF EXISTS ${schema.name}.${tableOf(view)}`);
        await schema.query(`DELETE FROM ${schema.name}.views WHERE name = $1`, [name]);
      });
    return [...dropped];
  }

  private async convertColumn({ table, column }: JsonColumn): Promise<number> {
    const { schema } = this;
    const name = `${schema.name}."${table}"`;
    let changed = 0;
    for (let after = '(0,0)'; ;) {
      const rows = await schema.query<Row>(
        `SELECT ctid::text AS place, "${column}" AS value, ${table === 'outbox' ? 'position' : 'NULL::bigint AS position'} FROM ${name}
         WHERE ctid > $1::tid AND ${hasPlain(`"${column}"`)} ORDER BY ctid LIMIT ${together}`,
        [after],
      );
      const last = rows.at(-1);
      if (!last) return changed;
      const values = await this.encryptedRows(table, rows);
      await schema.query(
        `UPDATE ${name} t SET "${column}" = n.value::jsonb FROM unnest($1::text[], $2::text[]) n (place, value) WHERE t.ctid = n.place::tid`,
        [rows.map(({ place }) => place), values.map((value) => JSON.stringify(value))],
      );
      changed += rows.length;
      // Rows that were written anew stand behind it, or in room that was free, and are not plain.
      after = last.place;
    }
  }

  private async encryptedRows(table: string, rows: readonly Row[]): Promise<readonly unknown[]> {
    if (table === 'outbox')
      return this.encryptedMessages(rows.map(({ value, position }) => ({ position: position ?? 0, data: value })));
    if (table !== 'outbox_archive')
      return encryptPlain(
        this.encryption,
        rows.map(({ value }) => ({ stream: `${this.schema.name}.${table}`, value })),
      );
    const archives: unknown[] = [];
    for (const { value } of rows) {
      const messages = value as readonly Archived[];
      const encrypted = await this.encryptedMessages(messages);
      archives.push(messages.map((message, index) => ({ ...message, data: encrypted[index] })));
    }
    return archives;
  }

  /** The data of messages with the envelopes of their events; what is not found there is encrypted for the event's stream. */
  private async encryptedMessages(messages: readonly Archived[]): Promise<readonly unknown[]> {
    const events = await this.eventsAt(messages.map(({ position }) => position));
    const found = await Promise.all(
      messages.map(async ({ position, data }) => {
        const event = events.get(position);
        const envelopes = await this.inEvent(plainIn(data), event?.data);
        return {
          stream: event?.stream ?? `${this.schema.name}.outbox`,
          value: withEnvelopes(data, (envelope) => envelopes.get(envelope) ?? envelope),
        };
      }),
    );
    return encryptPlain(this.encryption, found);
  }

  private async eventsAt(positions: readonly number[]): Promise<ReadonlyMap<number, SourceEvent>> {
    const rows = await this.schema.query<SourceEvent & { position: number }>(
      `SELECT global_position AS position, stream_id AS stream, data FROM ${this.schema.name}.events WHERE global_position = ANY ($1::bigint[])`,
      [[...new Set(positions)]],
    );
    return new Map(rows.map(({ position, ...event }) => [position, event]));
  }

  /** For each of these envelopes, the one of an event's data with the same value for the same person. */
  private async inEvent(plain: readonly Sealed[], data: unknown): Promise<ReadonlyMap<Sealed, Sealed>> {
    const candidates = envelopesIn(data);
    const found = new Map<Sealed, Sealed>();
    for (const envelope of plain)
      for (const candidate of candidates) {
        if (candidate.subject !== envelope.subject) continue;
        // One that was tampered with is nobody's.
        const value = await this.vault.open(candidate).catch(() => undefined);
        if (value !== undefined && same(value, envelope.value)) found.set(envelope, candidate);
      }
    return found;
  }
}
