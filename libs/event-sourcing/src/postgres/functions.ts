import type pg from 'pg';
import { appendStream, appendStreams, appendUnits } from './append-functions.js';

/** A function in the schema of a context. */
export interface StoreFunction {
  readonly name: string;
  /** Grows with each change of its text, which then still answers the calls of older builds. */
  readonly version: number;
  /** The statement that makes it, for a schema's name, or puts it in the place of another version. */
  readonly define: (schema: string) => string;
}

/** Transactions that may still commit a position that was handed out already; prepared ones too. */
const inflight = (s: string): string => `
CREATE OR REPLACE FUNCTION ${s}.inflight() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT virtualtransaction), '{}') FROM pg_locks
  WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted AND relation = '${s}.events'::regclass
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid IS DISTINCT FROM pg_backend_pid() $$`;

/**
 * Puts a value in the place of a field of the events that stand before a fact in its stream: words that have to go. The one statement that changes what
 * was stored. It changes nothing unless the fact is a redaction (its type ends with `Redacted`), and nothing of another stream; each event that it
 * changes names the fact (`redactedBy` in its metadata). Snapshots of the stream go with it. Answers how many events it changed; a repeat changes none.
 */
const redact = (s: string): string => `
CREATE OR REPLACE FUNCTION ${s}.redact(fact bigint, field text, replacement jsonb) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  told record; changed int;
BEGIN
  SELECT stream_id, version, event_id INTO told FROM ${s}.events WHERE global_position = fact AND type LIKE '%Redacted';
  IF NOT FOUND THEN RETURN 0; END IF;
  UPDATE ${s}.events e SET data = jsonb_set(e.data, ARRAY[field], replacement, false),
      metadata = e.metadata || jsonb_build_object('redactedBy', told.event_id)
    WHERE e.stream_id = told.stream_id AND e.version < told.version AND e.data->field IS DISTINCT FROM replacement AND e.data ? field;
  GET DIAGNOSTICS changed = ROW_COUNT;
  DELETE FROM ${s}.snapshots WHERE stream_id = told.stream_id;
  RETURN changed;
END $$`;

/** The functions that a store calls. */
export const storeFunctions: readonly StoreFunction[] = [
  { name: 'append_stream', version: 1, define: appendStream },
  { name: 'append_streams', version: 1, define: appendStreams },
  { name: 'append_units', version: 2, define: appendUnits },
  { name: 'inflight', version: 1, define: inflight },
  { name: 'redact', version: 1, define: redact },
];

const quote = '$$';

/** The statement with the version in the first line of the body, where PostgreSQL keeps it (`pg_proc.prosrc`). */
function statementOf({ version, define }: StoreFunction, schema: string): string {
  const [head = '', ...rest] = define(schema).split(quote);
  return [head, ` -- version ${version}\n${rest[0]}`, ...rest.slice(1)].join(quote);
}

const bodyOf = (statement: string): string => statement.split(quote)[1] ?? '';

/** 0 for a function that a build made which wrote no versions. */
const versionOf = (body: string): number => Number(/^ -- version (\d+)\n/.exec(body)?.[1] ?? 0);

/**
 * Installs the functions whose text differs from this build's, except where a newer build has installed a later version, which this build
 * calls as well. Nobody else may do it at the same time.
 */
export async function installFunctions(
  client: Pick<pg.ClientBase, 'query'>,
  schema: string,
  functions: readonly StoreFunction[] = storeFunctions,
): Promise<void> {
  const { rows } = await client.query<{ name: string; body: string }>(
    'SELECT proname AS name, prosrc AS body FROM pg_proc WHERE pronamespace = $1::regnamespace',
    [schema],
  );
  const installed = new Map(rows.map(({ name, body }) => [name, body]));
  for (const each of functions) {
    const statement = statementOf(each, schema);
    const body = installed.get(each.name);
    const isNewer = body !== undefined && versionOf(body) > each.version;
    if (!isNewer && body !== bodyOf(statement)) await client.query(statement);
  }
}
