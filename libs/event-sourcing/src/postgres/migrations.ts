/** One step of the store's schema; `up` answers its statements for a schema name. Apply each once, in order, in a transaction. */
export interface StoreMigration {
  readonly name: string;
  readonly up: (schema: string) => readonly string[];
}

/** Events per partition. */
export const partitionSize = 20_000_000;

const tables = (s: string): readonly string[] => [
  `CREATE SCHEMA IF NOT EXISTS ${s}`,
  // CACHE 1 is part of the proof of order: positions are handed out one by one, in the order in which they are asked for.
  `CREATE SEQUENCE ${s}.global_position_seq CACHE 1`,
  `CREATE TABLE ${s}.streams (
     stream_id text COLLATE "C" PRIMARY KEY, category text NOT NULL, version bigint NOT NULL,
     first_position bigint NOT NULL) WITH (fillfactor = 70)`,
  `COMMENT ON COLUMN ${s}.streams.first_position IS 'lower bound of the stream''s positions: prunes partitions when it is read'`,
  `CREATE TABLE ${s}.events (
     global_position bigint NOT NULL, stream_id text COLLATE "C" NOT NULL, version bigint NOT NULL, event_id uuid NOT NULL,
     type text NOT NULL, schema_version smallint NOT NULL, data jsonb NOT NULL, metadata jsonb NOT NULL,
     recorded_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()), PRIMARY KEY (global_position)) PARTITION BY RANGE (global_position)`,
  `CREATE TABLE ${s}.events_p0 PARTITION OF ${s}.events FOR VALUES FROM (1) TO (${partitionSize})`,
  `CREATE TABLE ${s}.events_default PARTITION OF ${s}.events DEFAULT`,
  ...['events_p0', 'events_default'].flatMap((partition) => partitionIndexes(s, partition)),
  `CREATE TABLE ${s}.gaps (from_position bigint PRIMARY KEY, to_position bigint NOT NULL, proven_dead_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE ${s}.claims (scope text NOT NULL, key bytea NOT NULL, stream_id text COLLATE "C" NOT NULL, PRIMARY KEY (scope, key))`,
  `CREATE TABLE ${s}.numbers (register text PRIMARY KEY, last bigint NOT NULL)`,
  `CREATE TABLE ${s}.answers (
     key bytea PRIMARY KEY, body_hash bytea NOT NULL, status smallint NOT NULL, stream_id text NOT NULL, version bigint NOT NULL,
     position bigint NOT NULL, number text, expires_at timestamptz NOT NULL)`,
  `CREATE INDEX ON ${s}.answers (expires_at)`,
  `CREATE TABLE ${s}.inbox (
     consumer text NOT NULL, source text NOT NULL, key text NOT NULL, last_sequence bigint NOT NULL,
     PRIMARY KEY (consumer, source, key)) WITH (fillfactor = 70)`,
  `CREATE TABLE ${s}.rejections (
     consumer text NOT NULL, source text NOT NULL, key text NOT NULL, sequence bigint NOT NULL, code text NOT NULL,
     message text NOT NULL, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, source, key, sequence))`,
  `CREATE TABLE ${s}.timers (
     id uuid PRIMARY KEY, name text NOT NULL, subject text NOT NULL, due_at timestamptz NOT NULL, data jsonb NOT NULL)`,
  `CREATE INDEX ON ${s}.timers (due_at)`,
  `CREATE TABLE ${s}.checkpoints (
     consumer text PRIMARY KEY, position bigint NOT NULL DEFAULT 0, epoch bigint NOT NULL DEFAULT 0, owner text, session text,
     lease_until timestamptz, updated_at timestamptz NOT NULL DEFAULT now()) WITH (fillfactor = 50)`,
  `CREATE TABLE ${s}.views (
     name text NOT NULL, version int NOT NULL, generation int NOT NULL, definition_hash text NOT NULL,
     state text NOT NULL CHECK (state IN ('building', 'live', 'retired')), position bigint NOT NULL DEFAULT 0,
     epoch bigint NOT NULL DEFAULT 0, created_at timestamptz NOT NULL DEFAULT now(), switched_at timestamptz,
     PRIMARY KEY (name, version, generation)) WITH (fillfactor = 50)`,
  `CREATE UNIQUE INDEX ON ${s}.views (name) WHERE state = 'live'`,
  `CREATE TABLE ${s}.snapshots (
     stream_id text COLLATE "C" NOT NULL, code text NOT NULL, version bigint NOT NULL, position bigint NOT NULL,
     recorded_at timestamptz NOT NULL, state jsonb NOT NULL, PRIMARY KEY (stream_id, code))`,
];

/** Indexes that every partition of the events has; a stream's version is unique across partitions by the append's lock. */
export const partitionIndexes = (s: string, partition: string): readonly string[] => [
  `CREATE UNIQUE INDEX ON ${s}.${partition} (stream_id, version)`,
  `CREATE INDEX ON ${s}.${partition} USING brin (recorded_at)`,
];

/**
 * The fast way, alone: one stream without side rows. `s`, `c`: stream and category; `x`: expected version, null for any; `m`: metadata;
 * `i`, `t`, `v`, `d`: id, type, schema version and data of each event.
 */
const appendStream = (s: string): string => `
CREATE FUNCTION ${s}.append_stream(s text, c text, x bigint, m jsonb, i uuid[], t text[], v smallint[], d jsonb[],
  OUT status text, OUT version bigint, OUT last_position bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  n int := cardinality(i);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(s, 0));
  IF x = 0 THEN
    INSERT INTO ${s}.streams AS e (stream_id, category, version, first_position)
      VALUES (s, c, n, (SELECT last_value FROM ${s}.global_position_seq)) ON CONFLICT DO NOTHING RETURNING e.version INTO version;
  ELSIF x IS NOT NULL THEN
    UPDATE ${s}.streams e SET version = e.version + n WHERE e.stream_id = s AND e.version = x RETURNING e.version INTO version;
  ELSIF NOT EXISTS (SELECT FROM ${s}.events e WHERE e.stream_id = s AND e.event_id = i[1]) THEN
    INSERT INTO ${s}.streams AS e (stream_id, category, version, first_position)
      VALUES (s, c, n, (SELECT last_value FROM ${s}.global_position_seq))
      ON CONFLICT (stream_id) DO UPDATE SET version = e.version + n RETURNING e.version INTO version;
  END IF;
  IF version IS NULL THEN
    SELECT 'duplicate', max(e.version), max(e.global_position) INTO status, version, last_position
      FROM unnest(i) WITH ORDINALITY w(id, k)
      JOIN ${s}.events e ON e.stream_id = s AND e.event_id = w.id AND (x IS NULL OR e.version = x + w.k)
      HAVING count(*) = n;
    IF NOT FOUND THEN
      status := 'conflict';
      last_position := 0;
      version := coalesce((SELECT e.version FROM ${s}.streams e WHERE e.stream_id = s), 0);
    END IF;
    RETURN;
  END IF;
  status := 'ok';
  -- the INSERT takes its lock on the events before nextval, and keeps it to the commit: that lock is the readers' fence
  IF n = 1 THEN
    INSERT INTO ${s}.events (global_position, stream_id, version, event_id, type, schema_version, data, metadata)
      VALUES (nextval('${s}.global_position_seq'), s, version, i[1], t[1], v[1], d[1], m) RETURNING global_position INTO last_position;
  ELSE
    WITH written AS (
      INSERT INTO ${s}.events (global_position, stream_id, version, event_id, type, schema_version, data, metadata)
        SELECT nextval('${s}.global_position_seq'), s, version - n + w.k, w.i, w.t, w.v, w.d, m
        FROM unnest(i, t, v, d) WITH ORDINALITY w(i, t, v, d, k) RETURNING global_position)
    SELECT max(global_position) INTO last_position FROM written;
  END IF;
END $$`;

/**
 * The fast way, together: each unit is one stream without side rows, and no stream stands there twice.
 * `streams`: `[{ s: stream, c: category, x: expected or null, n: number of events, m: metadata }]`;
 * `events`: `[{ k: index of its stream from 1, o: order from 1, i: id, t: type, v: schema version, d: data }]`.
 */
const appendStreams = (s: string): string => `
CREATE FUNCTION ${s}.append_streams(p jsonb) RETURNS TABLE (unit int, status text, version bigint, last_position bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  ss text[]; sc text[]; sx bigint[]; sn int[]; sm jsonb[]; cur bigint[]; refused boolean[];
BEGIN
  SELECT array_agg(q.s ORDER BY o), array_agg(c ORDER BY o), array_agg(x ORDER BY o), array_agg(n ORDER BY o), array_agg(m ORDER BY o)
    INTO ss, sc, sx, sn, sm
    FROM ROWS FROM (jsonb_to_recordset(p->'streams') AS (s text, c text, x bigint, n int, m jsonb)) WITH ORDINALITY q(s, c, x, n, m, o);
  -- all locks in one order, so that two calls cannot wait for each other
  PERFORM pg_advisory_xact_lock(k) FROM (SELECT DISTINCT hashtextextended(name, 0) AS k FROM unnest(ss) name ORDER BY k) locks;
  SELECT array_agg(coalesce(t.version, 0) ORDER BY o), array_agg(x <> coalesce(t.version, 0) ORDER BY o) INTO cur, refused
    FROM unnest(ss, sx) WITH ORDINALITY q(s, x, o) LEFT JOIN ${s}.streams t ON t.stream_id = q.s;
  IF array_position(sx, NULL) IS NOT NULL THEN
    SELECT array_agg(coalesce(refused[o], EXISTS (
        SELECT FROM jsonb_to_recordset(p->'events') w(k int, i uuid) JOIN ${s}.events e ON e.stream_id = ss[o] AND e.event_id = w.i WHERE w.k = o)) ORDER BY o)
      INTO refused FROM generate_subscripts(ss, 1) o;
  END IF;
  INSERT INTO ${s}.streams AS t (stream_id, category, version, first_position)
    SELECT q.s, q.c, q.n, (SELECT last_value FROM ${s}.global_position_seq)
    FROM unnest(ss, sc, sn, refused) q(s, c, n, r) WHERE NOT q.r
    ON CONFLICT (stream_id) DO UPDATE SET version = t.version + EXCLUDED.version;
  -- the INSERT takes its lock on the events before nextval, and keeps it to the commit: that lock is the readers' fence
  RETURN QUERY
  WITH written AS (
    INSERT INTO ${s}.events AS e (global_position, stream_id, version, event_id, type, schema_version, data, metadata)
      SELECT nextval('${s}.global_position_seq'), ss[w.k], cur[w.k] + w.o, w.i, w.t, w.v, w.d, sm[w.k]
      FROM jsonb_to_recordset(p->'events') w(k int, o int, i uuid, t text, v smallint, d jsonb) WHERE NOT refused[w.k]
      RETURNING e.stream_id, e.global_position),
  -- a unit whose very events stand there already is a retry
  retried AS (
    SELECT w.k, max(e.version) AS version, max(e.global_position) AS position
      FROM jsonb_to_recordset(p->'events') w(k int, o int, i uuid)
      LEFT JOIN ${s}.events e ON e.stream_id = ss[w.k] AND e.event_id = w.i AND (sx[w.k] IS NULL OR e.version = sx[w.k] + w.o)
      WHERE true = ANY (refused) AND refused[w.k] GROUP BY w.k HAVING count(*) = count(e.event_id))
  SELECT (o - 1)::int,
    CASE WHEN NOT refused[o] THEN 'ok' WHEN retried.k IS NULL THEN 'conflict' ELSE 'duplicate' END,
    CASE WHEN NOT refused[o] THEN cur[o] + sn[o] ELSE coalesce(retried.version, cur[o]) END,
    coalesce(latest.position, retried.position, 0)
  FROM generate_subscripts(ss, 1) o
    LEFT JOIN (SELECT stream_id, max(global_position) AS position FROM written GROUP BY stream_id) latest ON latest.stream_id = ss[o]
    LEFT JOIN retried ON retried.k = o;
END $$`;

/**
 * The general way. A unit is accepted or refused whole, and a refused one never touches its neighbours. The caller puts no stream and no
 * side key twice into a call.
 * `streams`: `[{ u: unit, s, c, x, n: number of events (0: only checked) }]`; `events`: `[{ k: index of its stream from 1, o: order from 1, i, t, v, d }]`;
 * `metadata`: one per unit; `claims`, `releases`: `[{ u, s: scope, k: key in hexadecimal, h: holder }]`; `numbers`: `[{ u, r: register, k, f: field, p: prefix, d: digits }]`;
 * `answers`: `[{ u, k, b: body hash, c: status, s: stream, i: index of that stream }]`; `inbox`: `[{ u, c: consumer, s: source, k: key, p: previous, n: sequence, rc, rm }]`;
 * `timers`: `[{ u, id, n: name, a: due at (null: take away), s: subject, d: data }]`.
 */
const appendUnits = (s: string): string => `
CREATE FUNCTION ${s}.append_units(p jsonb) RETURNS TABLE (unit int, status text, refused_by text, versions bigint[], last_position bigint,
  number text, claim_scope text, claim_holder text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  units int := jsonb_array_length(p->'metadata');
  su int[]; ss text[]; sc text[]; sx bigint[]; sn int[]; cur bigint[];
  refusals text[] := array_fill(NULL::text, ARRAY[units]);
  duplicates int[] := '{}';
  scopes text[] := array_fill(NULL::text, ARRAY[units]);
  holders text[] := array_fill(NULL::text, ARRAY[units]);
  numbers text[]; fields text[];
  drawn bigint;
  r record;
BEGIN
  SELECT array_agg(u ORDER BY o), array_agg(q.s ORDER BY o), array_agg(c ORDER BY o), array_agg(x ORDER BY o), array_agg(n ORDER BY o)
    INTO su, ss, sc, sx, sn
    FROM ROWS FROM (jsonb_to_recordset(p->'streams') AS (u int, s text, c text, x bigint, n int)) WITH ORDINALITY q(u, s, c, x, n, o);
  su := coalesce(su, '{}'); ss := coalesce(ss, '{}');
  numbers := array_fill(NULL::text, ARRAY[greatest(cardinality(ss), 1)]);
  fields := numbers;

  -- 1. every lock of the call in one order: streams and side keys alike
  PERFORM pg_advisory_xact_lock(k) FROM (
    SELECT DISTINCT hashtextextended(name, 0) AS k FROM (
      SELECT unnest(ss)
      UNION ALL SELECT 'claim/' || q.s || '/' || q.k FROM jsonb_to_recordset((p->'claims') || (p->'releases')) q(s text, k text)
      UNION ALL SELECT 'answer/' || q.k FROM jsonb_to_recordset(p->'answers') q(k text)
      UNION ALL SELECT 'inbox/' || q.c || '/' || q.s || '/' || q.k FROM jsonb_to_recordset(p->'inbox') q(c text, s text, k text)
    ) names(name) ORDER BY k) locks;

  -- 2. decide
  SELECT coalesce(array_agg(coalesce(t.version, 0) ORDER BY o), '{}') INTO cur
    FROM unnest(ss) WITH ORDINALITY q(s, o) LEFT JOIN ${s}.streams t ON t.stream_id = q.s;
  FOR r IN
    SELECT u, 'version' AS why, NULL::text AS scope, NULL::text AS holder, 1 AS rank FROM unnest(su, sx, cur) q(u, x, c) WHERE x <> c
    UNION ALL
    SELECT DISTINCT q.u, 'version', NULL, NULL, 1 FROM unnest(su, ss, sx) WITH ORDINALITY q(u, s, x, k)
      JOIN jsonb_to_recordset(p->'events') w(k int, i uuid) ON w.k = q.k
      JOIN ${s}.events e ON e.stream_id = q.s AND e.event_id = w.i WHERE q.x IS NULL
    UNION ALL
    SELECT q.u, 'inbox', NULL, NULL, 2 FROM jsonb_to_recordset(p->'inbox') q(u int, c text, s text, k text, p bigint)
      LEFT JOIN ${s}.inbox i ON (i.consumer, i.source, i.key) = (q.c, q.s, q.k) WHERE i.last_sequence IS DISTINCT FROM q.p
    UNION ALL
    SELECT q.u, 'idempotency', NULL, NULL, 3 FROM jsonb_to_recordset(p->'answers') q(u int, k text)
      JOIN ${s}.answers a ON a.key = decode(q.k, 'hex') WHERE a.expires_at > now()
    UNION ALL
    SELECT q.u, 'claim', q.s, c.stream_id, 4 FROM jsonb_to_recordset(p->'claims') q(u int, s text, k text, h text)
      JOIN ${s}.claims c ON (c.scope, c.key) = (q.s, decode(q.k, 'hex')) AND c.stream_id <> q.h
      WHERE NOT EXISTS (SELECT FROM jsonb_to_recordset(p->'releases') f(u int, s text, k text, h text) WHERE (f.u, f.s, f.k, f.h) = (q.u, q.s, q.k, c.stream_id))
    ORDER BY rank DESC
  LOOP
    refusals[r.u + 1] := r.why;
    scopes[r.u + 1] := r.scope;
    holders[r.u + 1] := r.holder;
  END LOOP;
  -- a unit whose very events stand there already is a retry
  SELECT coalesce(array_agg(u), '{}') INTO duplicates FROM (
    SELECT q.u FROM unnest(su, ss, sx, sn) WITH ORDINALITY q(u, s, x, n, k)
      JOIN jsonb_to_recordset(p->'events') w(k int, o int, i uuid) ON w.k = q.k
      LEFT JOIN ${s}.events e ON e.stream_id = q.s AND e.event_id = w.i AND (q.x IS NULL OR e.version = q.x + w.o)
      WHERE refusals[q.u + 1] = 'version' GROUP BY q.u HAVING count(*) = count(e.event_id)) d;

  -- 3. numbers, for accepted units only, register by register in one order
  FOR r IN
    SELECT q.r, array_agg(q.k ORDER BY o) AS ks, array_agg(q.f ORDER BY o) AS fs, array_agg(q.p ORDER BY o) AS ps, array_agg(q.d ORDER BY o) AS ds
      FROM ROWS FROM (jsonb_to_recordset(p->'numbers') AS (u int, r text, k int, f text, p text, d int)) WITH ORDINALITY q(u, r, k, f, p, d, o)
      WHERE refusals[q.u + 1] IS NULL GROUP BY q.r ORDER BY q.r COLLATE "C"
  LOOP
    INSERT INTO ${s}.numbers AS t VALUES (r.r, cardinality(r.ks))
      ON CONFLICT (register) DO UPDATE SET last = t.last + cardinality(r.ks) RETURNING t.last - cardinality(r.ks) INTO drawn;
    FOR i IN 1..cardinality(r.ks) LOOP
      numbers[r.ks[i]] := r.ps[i] || lpad((drawn + i)::text, greatest(r.ds[i], length((drawn + i)::text)), '0');
      fields[r.ks[i]] := r.fs[i];
    END LOOP;
  END LOOP;

  -- 4. write
  INSERT INTO ${s}.streams AS t (stream_id, category, version, first_position)
    SELECT q.s, q.c, q.n, (SELECT last_value FROM ${s}.global_position_seq)
    FROM unnest(su, ss, sc, sn) q(u, s, c, n) WHERE q.n > 0 AND refusals[q.u + 1] IS NULL
    ON CONFLICT (stream_id) DO UPDATE SET version = t.version + EXCLUDED.version;
  DELETE FROM ${s}.claims c USING jsonb_to_recordset(p->'releases') q(u int, s text, k text, h text)
    WHERE (c.scope, c.key, c.stream_id) = (q.s, decode(q.k, 'hex'), q.h) AND refusals[q.u + 1] IS NULL;
  INSERT INTO ${s}.claims (scope, key, stream_id)
    SELECT q.s, decode(q.k, 'hex'), q.h FROM jsonb_to_recordset(p->'claims') q(u int, s text, k text, h text)
    WHERE refusals[q.u + 1] IS NULL ON CONFLICT DO NOTHING;
  INSERT INTO ${s}.inbox AS i (consumer, source, key, last_sequence)
    SELECT q.c, q.s, q.k, q.n FROM jsonb_to_recordset(p->'inbox') q(u int, c text, s text, k text, n bigint) WHERE refusals[q.u + 1] IS NULL
    ON CONFLICT (consumer, source, key) DO UPDATE SET last_sequence = EXCLUDED.last_sequence;
  INSERT INTO ${s}.rejections (consumer, source, key, sequence, code, message)
    SELECT q.c, q.s, q.k, q.n, q.rc, q.rm FROM jsonb_to_recordset(p->'inbox') q(u int, c text, s text, k text, n bigint, rc text, rm text)
    WHERE refusals[q.u + 1] IS NULL AND q.rc IS NOT NULL ON CONFLICT DO NOTHING;
  DELETE FROM ${s}.timers t USING jsonb_to_recordset(p->'timers') q(u int, id uuid, a timestamptz)
    WHERE t.id = q.id AND q.a IS NULL AND refusals[q.u + 1] IS NULL;
  INSERT INTO ${s}.timers AS t (id, name, subject, due_at, data)
    SELECT q.id, q.n, q.s, q.a, q.d FROM jsonb_to_recordset(p->'timers') q(u int, id uuid, n text, a timestamptz, s text, d jsonb)
    WHERE q.a IS NOT NULL AND refusals[q.u + 1] IS NULL
    ON CONFLICT (id) DO UPDATE SET due_at = EXCLUDED.due_at, name = EXCLUDED.name, subject = EXCLUDED.subject, data = EXCLUDED.data;
  -- the INSERT takes its lock on the events before nextval, and keeps it to the commit: that lock is the readers' fence
  RETURN QUERY
  WITH written AS (
    INSERT INTO ${s}.events AS e (global_position, stream_id, version, event_id, type, schema_version, data, metadata)
      SELECT nextval('${s}.global_position_seq'), ss[w.k], cur[w.k] + w.o, w.i, w.t, w.v,
             CASE WHEN w.o = 1 AND numbers[w.k] IS NOT NULL THEN w.d || jsonb_build_object(fields[w.k], numbers[w.k]) ELSE w.d END,
             p->'metadata'->su[w.k]
      FROM jsonb_to_recordset(p->'events') w(k int, o int, i uuid, t text, v smallint, d jsonb)
      WHERE refusals[su[w.k] + 1] IS NULL
      RETURNING e.stream_id, e.version, e.global_position),
  outcome AS (
    SELECT g.u, CASE WHEN g.u = ANY (duplicates) THEN 'duplicate' WHEN refusals[g.u + 1] IS NULL THEN 'ok' ELSE 'conflict' END AS status,
      (SELECT coalesce(array_agg(CASE WHEN refusals[g.u + 1] IS NULL THEN q.c + q.n WHEN g.u = ANY (duplicates) AND q.x IS NOT NULL THEN q.x + q.n ELSE q.c END ORDER BY q.k), '{}')
         FROM unnest(su, cur, sn, sx) WITH ORDINALITY q(u, c, n, x, k) WHERE q.u = g.u) AS versions,
      CASE WHEN g.u = ANY (duplicates)
        THEN (SELECT max(e.global_position) FROM jsonb_to_recordset(p->'events') w(k int, i uuid)
                JOIN ${s}.events e ON e.stream_id = ss[w.k] AND e.event_id = w.i WHERE su[w.k] = g.u)
        ELSE (SELECT max(w.global_position) FROM written w JOIN unnest(su, ss) q(u, s) ON q.s = w.stream_id WHERE q.u = g.u) END AS position,
      CASE WHEN g.u = ANY (duplicates)
        THEN (SELECT min(e.data->>n.f) FROM jsonb_to_recordset(p->'numbers') n(u int, k int, f text)
                JOIN jsonb_to_recordset(p->'events') w(k int, o int, i uuid) ON w.k = n.k AND w.o = 1
                JOIN ${s}.events e ON e.stream_id = ss[w.k] AND e.event_id = w.i WHERE n.u = g.u)
        ELSE (SELECT min(numbers[q.k]) FROM unnest(su) WITH ORDINALITY q(u, k) WHERE q.u = g.u) END AS number
    FROM generate_series(0, units - 1) g(u)),
  answered AS (
    INSERT INTO ${s}.answers AS a (key, body_hash, status, stream_id, version, position, number, expires_at)
      SELECT decode(q.k, 'hex'), decode(q.b, 'hex'), q.c, q.s, coalesce(o.versions[q.i], 0), coalesce(o.position, 0), o.number, now() + interval '1 day'
      FROM jsonb_to_recordset(p->'answers') q(u int, k text, b text, c smallint, s text, i int) JOIN outcome o ON o.u = q.u
      WHERE refusals[q.u + 1] IS NULL
      ON CONFLICT (key) DO UPDATE SET body_hash = EXCLUDED.body_hash, status = EXCLUDED.status, stream_id = EXCLUDED.stream_id,
        version = EXCLUDED.version, position = EXCLUDED.position, number = EXCLUDED.number, expires_at = EXCLUDED.expires_at)
  SELECT o.u, o.status, CASE WHEN o.status = 'conflict' THEN refusals[o.u + 1] END, o.versions, coalesce(o.position, 0), o.number, scopes[o.u + 1], holders[o.u + 1]
  FROM outcome o;
END $$`;

/** Transactions that may still commit a position that was handed out already; prepared ones too. */
const inflight = (s: string): string => `
CREATE FUNCTION ${s}.inflight() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT virtualtransaction), '{}') FROM pg_locks
  WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted AND relation = '${s}.events'::regclass
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid IS DISTINCT FROM pg_backend_pid() $$`;

/** The store's schema, step by step. */
export const eventStoreMigrations: readonly StoreMigration[] = [
  { name: 'EventStore0001', up: (s) => [...tables(s), appendStream(s), appendStreams(s), appendUnits(s), inflight(s)] },
];
