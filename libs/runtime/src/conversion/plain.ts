import type pg from 'pg';

/** Envelopes of the codec `plain`, at any depth; strict, since an array of envelopes is none itself. */
const path = `'strict $.** ? (@.codec == "plain")'`;

/** SQL that is true for a `jsonb` value with a plain envelope. */
export const hasPlain = (json: string): string => `${json} @? ${path}`;

/** SQL for the number of plain envelopes in a `jsonb` value. */
const plainCount = (json: string): string => `jsonb_array_length(jsonb_path_query_array(${json}, ${path}))`;

/** Rows of one kind that hold values as they are. */
export interface PlainRows {
  readonly schema: string;
  /** The type of events, or the name of a table. */
  readonly what: string;
  /** The category of the streams; `null` for other tables. */
  readonly category: string | null;
  readonly streams: number;
  readonly rows: number;
  readonly values: number;
}

/** A column of a table that is neither events nor a view. */
export interface JsonColumn {
  readonly table: string;
  readonly column: string;
}

/** The table of a view in a generation. */
export interface ViewTableName {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
}

export const tableOf = ({ name, version, generation }: ViewTableName): string => `${name}_v${version}_${generation}`;

/** One context's schema in a database, as it is found: no context has to be known to it. */
export class StoredSchema {
  constructor(
    readonly client: pg.ClientBase,
    readonly name: string,
  ) {}

  /** Those of a database: each schema with the tables of a store. */
  static async allIn(client: pg.ClientBase): Promise<readonly StoredSchema[]> {
    const { rows } = await client.query<{ name: string }>(
      `SELECT schemaname AS name FROM pg_tables WHERE tablename = 'streams' ORDER BY 1`,
    );
    return rows.map(({ name }) => new StoredSchema(client, name));
  }

  /** The name under which the partitions of events stand while they are copied. */
  get copies(): string {
    return `${this.name}_encrypting`;
  }

  /** The name under which partitions are kept as they stood before. */
  get kept(): string {
    return `${this.name}_plain`;
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, [...values])).rows;
  }

  async exists(relation: string): Promise<boolean> {
    const [row] = await this.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [relation]);
    return row?.there === true;
  }

  /** Does it in one transaction. */
  async atOnce(work: () => Promise<void>): Promise<void> {
    await this.query('BEGIN');
    try {
      await work();
      await this.query('COMMIT');
    } catch (error) {
      await this.query('ROLLBACK');
      throw error;
    }
  }

  /** The tables of views, of all versions. */
  views(): Promise<ViewTableName[]> {
    return this.query<ViewTableName>(`SELECT name, version, generation FROM ${this.name}.views ORDER BY 1, 2, 3`);
  }

  /** The columns of JSON in all tables but those of events and of views. */
  async columns(): Promise<JsonColumn[]> {
    const views = (await this.views()).map(tableOf);
    return this.query<JsonColumn>(
      `SELECT c.relname AS table, a.attname AS column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' AND a.atttypid = 'jsonb'::regtype AND NOT a.attisdropped
         AND c.relname <> ALL ($2::text[])
         AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid AND i.inhparent = to_regclass($3))
       ORDER BY 1, 2`,
      [this.name, views, `${this.name}.events`],
    );
  }

  /** True where a table of a view holds a plain envelope in any of its columns. */
  async isPlainView(table: string): Promise<boolean> {
    if (!(await this.exists(`${this.name}.${table}`))) return false;
    const rows = await this.query(`SELECT FROM ${this.name}.${table} t WHERE ${hasPlain('to_jsonb(t)')} LIMIT 1`);
    return rows.length > 0;
  }

  /** Everything that holds values as they are. */
  async survey(): Promise<readonly PlainRows[]> {
    const { name } = this;
    const found = await this.query<PlainRows>(
      `SELECT $1 AS schema, type AS what, left(stream_id, -37) AS category, count(DISTINCT stream_id)::int AS streams, count(*)::int AS rows,
         sum(${plainCount('data')})::int AS values
       FROM ${name}.events WHERE ${hasPlain('data')} GROUP BY 2, 3 ORDER BY 3, 2`,
      [name],
    );
    for (const { table, column } of await this.columns()) found.push(...(await this.countIn(table, `t."${column}"`)));
    for (const view of await this.views())
      if (await this.isPlainView(tableOf(view))) found.push(...(await this.countIn(tableOf(view), 'to_jsonb(t)')));
    return found;
  }

  private countIn(table: string, json: string): Promise<PlainRows[]> {
    return this.query<PlainRows>(
      `SELECT $1 AS schema, $2 AS what, NULL AS category, 0 AS streams, count(*)::int AS rows, sum(${plainCount(json)})::int AS values
       FROM ${this.name}.${table} t WHERE ${hasPlain(json)} HAVING count(*) > 0`,
      [this.name, table],
    );
  }
}
