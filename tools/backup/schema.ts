import type { Client } from 'pg';

/** A table that holds rows. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** The schemas of a database as statements that make them anew, in the order in which they are run. */
export interface Schema {
  /** All that rows need to be put in. */
  readonly before: readonly string[];
  /** Constraints, indexes, views, and functions that answer their rows, quicker made once the rows are there. */
  readonly after: readonly string[];
  readonly tables: readonly TableName[];
  /** Statements that set the sequences; read last, so that none is behind its rows. */
  readonly sequences: readonly string[];
}

/** Schemas of PostgreSQL itself, and of an extension that is made by its name. */
const foreign = `n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
  AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.objid = o.oid AND x.deptype = 'e')`;

const relations = `pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace`;
const named = `format('%I.%I', n.nspname, o.relname)`;

/** Kinds of objects that a copy does not carry. Ecou has none of them but the triggers that keep its audit, which each start makes anew. */
const unknown = `
  SELECT format('the trigger %s on %s', t.tgname, ${named}) AS what FROM pg_trigger t JOIN pg_class o ON o.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = o.relnamespace WHERE NOT t.tgisinternal AND t.tgname !~ '^keep_audit' AND ${foreign}
  UNION ALL SELECT format('the type %I.%I', n.nspname, o.typname) FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace
    WHERE o.typrelid = 0 AND o.typelem = 0 AND o.typtype <> 'm' AND ${foreign}
  UNION ALL SELECT format('%s, of the kind %s', ${named}, o.relkind) FROM ${relations}
    WHERE o.relkind NOT IN ('r', 'p', 'i', 'I', 'S', 'v', 't') AND ${foreign}
  UNION ALL SELECT format('the identity column %s of %s', a.attname, ${named}) FROM pg_attribute a JOIN pg_class o ON o.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = o.relnamespace WHERE a.attidentity <> '' AND ${foreign}
  UNION ALL SELECT format('the statistics %I.%I', n.nspname, o.stxname) FROM pg_statistic_ext o JOIN pg_namespace n ON n.oid = o.stxnamespace
    WHERE ${foreign}
  UNION ALL SELECT format('policies of rows on %s', ${named}) FROM ${relations} WHERE o.relrowsecurity AND ${foreign}
  LIMIT 1`;

const extensions = `SELECT format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I', e.extname, n.nspname) AS sql
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql' ORDER BY 1`;

const schemas = `SELECT format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname) AS sql FROM pg_namespace n
  WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' ORDER BY 1`;

const sequences = `SELECT format('CREATE SEQUENCE %s AS %s START %s INCREMENT %s MINVALUE %s MAXVALUE %s CACHE %s %s', ${named},
    s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' ELSE '' END) AS sql
  FROM ${relations} JOIN pg_sequence s ON s.seqrelid = o.oid WHERE ${foreign} ORDER BY 1`;

/** Those that answer rows of a relation (`ofRows`), and the others. */
const functions = (ofRows: boolean): string => `
  SELECT pg_get_functiondef(o.oid) AS sql FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace JOIN pg_type t ON t.oid = o.prorettype
  WHERE o.prokind IN ('f', 'p') AND (t.typrelid <> 0) = ${ofRows} AND ${foreign} ORDER BY o.oid::regprocedure::text COLLATE "C"`;

const column = `format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
  || CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN (SELECT format(' COLLATE %I.%I', cn.nspname, c.collname)
       FROM pg_collation c JOIN pg_namespace cn ON cn.oid = c.collnamespace WHERE c.oid = a.attcollation) ELSE '' END
  || CASE a.attgenerated WHEN '' THEN coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
       ELSE format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid), CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END) END
  || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END`;

const options = `coalesce(' WITH (' || array_to_string(o.reloptions, ', ') || ')', '')`;

/** Tables and parents of partitions; a partition takes its columns from its parent. */
const tables = `SELECT format('CREATE %sTABLE %s', CASE o.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, ${named})
    || CASE WHEN o.relispartition
         THEN format(' PARTITION OF %s %s', (SELECT i.inhparent::regclass FROM pg_inherits i WHERE i.inhrelid = o.oid), pg_get_expr(o.relpartbound, o.oid))
         ELSE format(' (%s)', (SELECT string_agg(${column}, ', ' ORDER BY a.attnum) FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
           LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum) WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped)) END
    || CASE o.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(o.oid) ELSE '' END || ${options} AS sql
  FROM ${relations} WHERE o.relkind IN ('r', 'p') AND ${foreign} ORDER BY o.relispartition, ${named} COLLATE "C"`;

const owned = `SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I', ${named}, d.refobjid::regclass, a.attname) AS sql FROM ${relations}
  JOIN pg_depend d ON d.objid = o.oid AND d.deptype = 'a' AND d.refobjsubid > 0
  JOIN pg_attribute a ON (a.attrelid, a.attnum) = (d.refobjid, d.refobjsubid) WHERE o.relkind = 'S' AND ${foreign} ORDER BY 1`;

/** Keys before what refers to them. What a partition has from its parent comes with the parent's. */
const constraints = (kinds: string): string => `
  SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', ${named}, k.conname, pg_get_constraintdef(k.oid)) AS sql
  FROM ${relations} JOIN pg_constraint k ON k.conrelid = o.oid
  WHERE k.contype IN (${kinds}) AND k.coninhcount = 0 AND k.conparentid = 0 AND ${foreign}
  ORDER BY ${named} COLLATE "C", k.conname COLLATE "C"`;

const indexes = `SELECT pg_get_indexdef(o.oid) AS sql FROM ${relations} JOIN pg_index x ON x.indexrelid = o.oid
  WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = o.oid AND k.contype IN ('p', 'u', 'x'))
    AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = o.oid) AND ${foreign} ORDER BY ${named} COLLATE "C"`;

const views = `SELECT format('CREATE VIEW %s%s AS %s', ${named}, ${options}, pg_get_viewdef(o.oid)) AS sql FROM ${relations}
  WHERE o.relkind = 'v' AND ${foreign} ORDER BY o.oid`;

const filled = `SELECT n.nspname AS schema, o.relname AS table FROM ${relations} WHERE o.relkind = 'r' AND ${foreign}
  ORDER BY n.nspname COLLATE "C", o.relname COLLATE "C"`;

const values = `SELECT format('SELECT setval(%L, %s, %s)', format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value),
    CASE WHEN last_value IS NULL THEN 'false' ELSE 'true' END) AS sql FROM pg_sequences ORDER BY 1`;

/** Reads the schemas of a database. Throws where it holds something that a copy would lose. */
export async function readSchema(client: Client): Promise<Schema> {
  const ask = async (query: string): Promise<string[]> =>
    (await client.query<{ sql: string }>(query)).rows.map(({ sql }) => sql);
  // Names are written with their schemas.
  await client.query(`SET search_path = ''`);
  const [odd] = (await client.query<{ what: string }>(unknown)).rows;
  if (odd) throw new Error(`The database holds ${odd.what}, which this copy would lose: use pg_dump.`);
  const parents = constraints(`'p', 'u'`);
  return {
    before: [
      ...(await ask(extensions)),
      ...(await ask(schemas)),
      ...(await ask(sequences)),
      ...(await ask(functions(false))),
      ...(await ask(tables)),
      ...(await ask(owned)),
    ],
    after: [
      ...(await ask(parents)),
      ...(await ask(constraints(`'c', 'x'`))),
      ...(await ask(constraints(`'f'`))),
      ...(await ask(indexes)),
      ...(await ask(views)),
      ...(await ask(functions(true))),
    ],
    tables: (await client.query<TableName>(filled)).rows,
    sequences: await ask(values),
  };
}
