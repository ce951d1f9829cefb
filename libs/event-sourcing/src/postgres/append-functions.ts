/**
 * The fast way, alone: one stream without side rows. `s`, `c`: stream and category; `x`: expected version, null for any; `m`: metadata;
 * `i`, `t`, `v`, `d`: id, type, schema version and data of each event.
 */
export const appendStream = (s: string): string => `
CREATE OR REPLACE FUNCTION ${s}.append_stream(s text, c text, x bigint, m jsonb, i uuid[], t text[], v smallint[], d jsonb[],
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
 * `streams`: `[{ s: stream, c: category, x: expected or null, a: id of the event that must stand at x, n: number of events, m: metadata }]`;
 * `events`: `[{ k: index of its stream from 1, o: order from 1, i: id, t: type, v: schema version, d: data }]`.
 */
export const appendStreams = (s: string): string => `
CREATE OR REPLACE FUNCTION ${s}.append_streams(p jsonb) RETURNS TABLE (unit int, status text, version bigint, last_position bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  ss text[]; sc text[]; sx bigint[]; sa uuid[]; sn int[]; sm jsonb[]; cur bigint[]; refused boolean[];
  versions bigint[]; positions bigint[];
  r record;
BEGIN
  SELECT array_agg(q.s ORDER BY o), array_agg(c ORDER BY o), array_agg(x ORDER BY o), array_agg(a ORDER BY o), array_agg(n ORDER BY o), array_agg(m ORDER BY o)
    INTO ss, sc, sx, sa, sn, sm
    FROM ROWS FROM (jsonb_to_recordset(p->'streams') AS (s text, c text, x bigint, a uuid, n int, m jsonb)) WITH ORDINALITY q(s, c, x, a, n, m, o);
  -- all locks in one order, so that two calls cannot wait for each other
  PERFORM pg_advisory_xact_lock(k) FROM (SELECT DISTINCT hashtextextended(name, 0) AS k FROM unnest(ss) name ORDER BY k) locks;
  -- one look-up each, by the index: a join that was planned while the table was small would read all of it for ever
  SELECT array_agg(v ORDER BY o), array_agg(x <> v OR a IS DISTINCT FROM (
        SELECT e.event_id FROM ${s}.events e WHERE a IS NOT NULL AND e.stream_id = known.s AND e.version = v
          AND e.global_position >= (SELECT t.first_position FROM ${s}.streams t WHERE t.stream_id = known.s)) ORDER BY o) INTO cur, refused
    FROM (SELECT q.s, q.x, q.a, q.o, coalesce((SELECT t.version FROM ${s}.streams t WHERE t.stream_id = q.s), 0) AS v
          FROM unnest(ss, sx, sa) WITH ORDINALITY q(s, x, a, o)) known;
  IF array_position(sx, NULL) IS NOT NULL THEN
    SELECT array_agg(coalesce(refused[o], EXISTS (
        SELECT FROM jsonb_to_recordset(p->'events') w(k int, i uuid) JOIN ${s}.events e ON e.stream_id = ss[o] AND e.event_id = w.i WHERE w.k = o)) ORDER BY o)
      INTO refused FROM generate_subscripts(ss, 1) o;
  END IF;
  INSERT INTO ${s}.streams AS t (stream_id, category, version, first_position)
    SELECT q.s, q.c, q.n, (SELECT last_value FROM ${s}.global_position_seq)
    FROM unnest(ss, sc, sn, refused) q(s, c, n, r) WHERE NOT q.r
    ON CONFLICT (stream_id) DO UPDATE SET version = t.version + EXCLUDED.version;
  -- a unit whose very events stand there already is a retry
  versions := array_fill(NULL::bigint, ARRAY[cardinality(ss)]);
  positions := versions;
  IF true = ANY (refused) THEN
    FOR r IN SELECT w.k, max(e.version) AS version, max(e.global_position) AS position
      FROM jsonb_to_recordset(p->'events') w(k int, o int, i uuid)
      LEFT JOIN LATERAL (SELECT e.event_id, e.version, e.global_position FROM ${s}.events e
        WHERE e.stream_id = ss[w.k] AND e.event_id = w.i AND (sx[w.k] IS NULL OR e.version = sx[w.k] + w.o) OFFSET 0) e ON true
      WHERE refused[w.k] GROUP BY w.k HAVING count(*) = count(e.event_id)
    LOOP
      versions[r.k] := r.version;
      positions[r.k] := r.position;
    END LOOP;
  END IF;
  -- the INSERT takes its lock on the events before nextval, and keeps it to the commit: that lock is the readers' fence
  RETURN QUERY
  WITH written AS (
    INSERT INTO ${s}.events AS e (global_position, stream_id, version, event_id, type, schema_version, data, metadata)
      SELECT nextval('${s}.global_position_seq'), ss[w.k], cur[w.k] + w.o, w.i, w.t, w.v, w.d, sm[w.k]
      FROM jsonb_to_recordset(p->'events') w(k int, o int, i uuid, t text, v smallint, d jsonb) WHERE NOT refused[w.k]
      RETURNING e.stream_id, e.global_position)
  SELECT (o - 1)::int,
    CASE WHEN NOT refused[o] THEN 'ok' WHEN versions[o] IS NULL THEN 'conflict' ELSE 'duplicate' END,
    CASE WHEN NOT refused[o] THEN cur[o] + sn[o] ELSE coalesce(versions[o], cur[o]) END,
    coalesce(latest.position, positions[o], 0)
  FROM generate_subscripts(ss, 1) o
    LEFT JOIN (SELECT stream_id, max(global_position) AS position FROM written GROUP BY stream_id) latest ON latest.stream_id = ss[o];
END $$`;

/**
 * The general way. A unit is accepted or refused whole, and a refused one never touches its neighbours. Units come in their order: one that
 * writes or checks a stream stands on what those before it in the call came to. The caller puts no side key twice into a call.
 * `streams`: `[{ u: unit, s, c, x, n: number of events (0: only checked), a: id of the event that must stand at x, e: id of the last event }]`; `events`: `[{ k: index of its stream from 1, o: order from 1, i, t, v, d }]`;
 * `metadata`: one per unit; `claims`, `releases`: `[{ u, s: scope, k: key in hexadecimal, h: holder }]`; `numbers`: `[{ u, r: register, k, f: field, p: prefix, d: digits, b: least number }]`;
 * `answers`: `[{ u, k, b: body hash, c: status, s: stream, i: index of that stream }]`; `inbox`: `[{ u, c: consumer, s: source, k: key, p: previous, n: sequence, rc, rm }]`;
 * `timers`: `[{ u, id, n: name, a: due at (null: take away), s: subject, d: data }]`.
 */
export const appendUnits = (s: string): string => `
CREATE OR REPLACE FUNCTION ${s}.append_units(p jsonb) RETURNS TABLE (unit int, status text, refused_by text, versions bigint[], last_position bigint,
  number text, claim_scope text, claim_holder text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  units int := jsonb_array_length(p->'metadata');
  su int[]; ss text[]; sc text[]; sx bigint[]; sn int[]; sa uuid[]; se uuid[]; cur bigint[];
  entries int; first_of int[]; running bigint[]; lasts uuid[]; i int; j int; f int;
  refusals text[] := array_fill(NULL::text, ARRAY[units]);
  duplicates int[] := '{}';
  scopes text[] := array_fill(NULL::text, ARRAY[units]);
  holders text[] := array_fill(NULL::text, ARRAY[units]);
  numbers text[]; fields text[];
  drawings text[] := array_fill(NULL::text, ARRAY[units]);
  positions bigint[] := array_fill(NULL::bigint, ARRAY[units]);
  drawn bigint;
  r record;
BEGIN
  SELECT array_agg(u ORDER BY o), array_agg(q.s ORDER BY o), array_agg(c ORDER BY o), array_agg(x ORDER BY o), array_agg(n ORDER BY o),
      array_agg(a ORDER BY o), array_agg(e ORDER BY o)
    INTO su, ss, sc, sx, sn, sa, se
    FROM ROWS FROM (jsonb_to_recordset(p->'streams') AS (u int, s text, c text, x bigint, n int, a uuid, e uuid)) WITH ORDINALITY q(u, s, c, x, n, a, e, o);
  su := coalesce(su, '{}'); ss := coalesce(ss, '{}'); entries := cardinality(ss);
  numbers := array_fill(NULL::text, ARRAY[greatest(cardinality(ss), 1)]);
  fields := numbers;

  -- 1. every lock of the call in one order: streams and side keys alike; streams that are only checked are shared
  PERFORM CASE WHEN alone THEN pg_advisory_xact_lock(k)::text ELSE pg_advisory_xact_lock_shared(k)::text END FROM (
    SELECT hashtextextended(name, 0) AS k, bool_or(writes) AS alone FROM (
      SELECT q.s, q.n > 0 FROM unnest(ss, sn) q(s, n)
      UNION ALL SELECT 'claim/' || q.s || '/' || q.k, true FROM jsonb_to_recordset((p->'claims') || (p->'releases')) q(s text, k text)
      UNION ALL SELECT 'answer/' || q.k, true FROM jsonb_to_recordset(p->'answers') q(k text)
      UNION ALL SELECT 'inbox/' || q.c || '/' || q.s || '/' || q.k, true FROM jsonb_to_recordset(p->'inbox') q(c text, s text, k text)
    ) names(name, writes) GROUP BY 1 ORDER BY 1) locks;

  -- 2. decide
  SELECT coalesce(array_agg(coalesce((SELECT t.version FROM ${s}.streams t WHERE t.stream_id = q.s), 0) ORDER BY o), '{}') INTO cur
    FROM unnest(ss) WITH ORDINALITY q(s, o);
  -- of several reasons the one that is found last is told; everything is looked up one by one, as the versions are
  IF jsonb_array_length(p->'claims') > 0 THEN
    FOR r IN SELECT q.u, q.s, c.stream_id FROM jsonb_to_recordset(p->'claims') q(u int, s text, k text, h text)
      CROSS JOIN LATERAL (SELECT c.stream_id FROM ${s}.claims c WHERE (c.scope, c.key) = (q.s, decode(q.k, 'hex')) OFFSET 0) c
      WHERE c.stream_id <> q.h AND NOT EXISTS (SELECT FROM jsonb_to_recordset(p->'releases') f(u int, s text, k text, h text) WHERE (f.u, f.s, f.k, f.h) = (q.u, q.s, q.k, c.stream_id))
    LOOP
      refusals[r.u + 1] := 'claim';
      scopes[r.u + 1] := r.s;
      holders[r.u + 1] := r.stream_id;
    END LOOP;
  END IF;
  IF jsonb_array_length(p->'answers') > 0 THEN
    FOR r IN SELECT q.u FROM jsonb_to_recordset(p->'answers') q(u int, k text)
      WHERE (SELECT a.expires_at FROM ${s}.answers a WHERE a.key = decode(q.k, 'hex')) > now()
    LOOP
      refusals[r.u + 1] := 'idempotency';
    END LOOP;
  END IF;
  IF jsonb_array_length(p->'inbox') > 0 THEN
    FOR r IN SELECT q.u FROM jsonb_to_recordset(p->'inbox') q(u int, c text, s text, k text, p bigint)
      WHERE (SELECT i.last_sequence FROM ${s}.inbox i WHERE (i.consumer, i.source, i.key) = (q.c, q.s, q.k)) IS DISTINCT FROM q.p
    LOOP
      refusals[r.u + 1] := 'inbox';
    END LOOP;
  END IF;
  IF array_position(sx, NULL) IS NOT NULL THEN
    FOR r IN SELECT DISTINCT q.u FROM unnest(su, ss, sx) WITH ORDINALITY q(u, s, x, k)
      JOIN jsonb_to_recordset(p->'events') w(k int, i uuid) ON w.k = q.k
      WHERE q.x IS NULL AND (SELECT e.version FROM ${s}.events e WHERE e.stream_id = q.s AND e.event_id = w.i) IS NOT NULL
    LOOP
      refusals[r.u + 1] := 'version';
    END LOOP;
  END IF;
  -- unit by unit: an accepted one moves its streams for those behind it; \`running\` and \`lasts\` are kept at the first place of each stream
  SELECT coalesce(array_agg(first ORDER BY o), '{}') INTO first_of
    FROM (SELECT o, min(o) OVER (PARTITION BY q.s) AS first FROM unnest(ss) WITH ORDINALITY q(s, o)) places;
  running := cur;
  lasts := array_fill(NULL::uuid, ARRAY[entries]);
  i := 1;
  WHILE i <= entries LOOP
    j := i;
    LOOP
      f := first_of[j];
      cur[j] := running[f];
      IF sx[j] <> cur[j] THEN
        refusals[su[j] + 1] := 'version';
      ELSIF sa[j] IS NOT NULL THEN
        IF lasts[f] IS NULL THEN
          lasts[f] := (SELECT e.event_id FROM ${s}.events e WHERE e.stream_id = ss[j] AND e.version = cur[j]
            AND e.global_position >= (SELECT t.first_position FROM ${s}.streams t WHERE t.stream_id = ss[j]));
        END IF;
        IF lasts[f] IS DISTINCT FROM sa[j] THEN refusals[su[j] + 1] := 'version'; END IF;
      END IF;
      EXIT WHEN j = entries OR su[j + 1] <> su[i];
      j := j + 1;
    END LOOP;
    IF refusals[su[i] + 1] IS NULL THEN
      FOR k IN i..j LOOP
        IF sn[k] > 0 THEN
          running[first_of[k]] := running[first_of[k]] + sn[k];
          lasts[first_of[k]] := se[k];
        END IF;
      END LOOP;
    END IF;
    i := j + 1;
  END LOOP;
  -- a unit whose very events stand there already is a retry; the number that it drew stands in one of them
  IF 'version' = ANY (refusals) THEN
    FOR r IN SELECT q.u, max(e.global_position) AS position, min(e.data->>n.f) AS number
      FROM unnest(su, ss, sx, sn) WITH ORDINALITY q(u, s, x, n, k)
      JOIN jsonb_to_recordset(p->'events') w(k int, o int, i uuid) ON w.k = q.k
      LEFT JOIN jsonb_to_recordset(p->'numbers') n(k int, f text) ON n.k = q.k AND w.o = 1
      LEFT JOIN LATERAL (SELECT e.event_id, e.global_position, e.data FROM ${s}.events e
        WHERE e.stream_id = q.s AND e.event_id = w.i AND (q.x IS NULL OR e.version = q.x + w.o) OFFSET 0) e ON true
      WHERE refusals[q.u + 1] = 'version' GROUP BY q.u HAVING count(*) = count(e.event_id)
    LOOP
      duplicates := duplicates || r.u;
      positions[r.u + 1] := r.position;
      drawings[r.u + 1] := r.number;
    END LOOP;
  END IF;

  -- 3. numbers, for accepted units only, register by register in one order
  IF jsonb_array_length(p->'numbers') > 0 THEN
    FOR r IN
      SELECT q.r, array_agg(q.k ORDER BY o) AS ks, array_agg(q.f ORDER BY o) AS fs, array_agg(q.p ORDER BY o) AS ps, array_agg(q.d ORDER BY o) AS ds,
          max(coalesce(q.b, 1)) - 1 AS before
        FROM ROWS FROM (jsonb_to_recordset(p->'numbers') AS (u int, r text, k int, f text, p text, d int, b bigint)) WITH ORDINALITY q(u, r, k, f, p, d, b, o)
        WHERE refusals[q.u + 1] IS NULL GROUP BY q.r ORDER BY q.r COLLATE "C"
    LOOP
      INSERT INTO ${s}.numbers AS t VALUES (r.r, r.before + cardinality(r.ks))
        ON CONFLICT (register) DO UPDATE SET last = greatest(t.last, r.before) + cardinality(r.ks) RETURNING t.last - cardinality(r.ks) INTO drawn;
      FOR i IN 1..cardinality(r.ks) LOOP
        numbers[r.ks[i]] := r.ps[i] || lpad((drawn + i)::text, greatest(r.ds[i], length((drawn + i)::text)), '0');
        fields[r.ks[i]] := r.fs[i];
        drawings[su[r.ks[i]] + 1] := numbers[r.ks[i]];
      END LOOP;
    END LOOP;
  END IF;

  -- 4. write
  INSERT INTO ${s}.streams AS t (stream_id, category, version, first_position)
    SELECT q.s, min(q.c), sum(q.n), (SELECT last_value FROM ${s}.global_position_seq)
    FROM unnest(su, ss, sc, sn) q(u, s, c, n) WHERE q.n > 0 AND refusals[q.u + 1] IS NULL GROUP BY q.s
    ON CONFLICT (stream_id) DO UPDATE SET version = t.version + EXCLUDED.version;
  IF jsonb_array_length(p->'releases') > 0 THEN
    DELETE FROM ${s}.claims c USING jsonb_to_recordset(p->'releases') q(u int, s text, k text, h text)
      WHERE (c.scope, c.key, c.stream_id) = (q.s, decode(q.k, 'hex'), q.h) AND refusals[q.u + 1] IS NULL;
  END IF;
  IF jsonb_array_length(p->'claims') > 0 THEN
    INSERT INTO ${s}.claims (scope, key, stream_id)
      SELECT q.s, decode(q.k, 'hex'), q.h FROM jsonb_to_recordset(p->'claims') q(u int, s text, k text, h text)
      WHERE refusals[q.u + 1] IS NULL ON CONFLICT DO NOTHING;
  END IF;
  IF jsonb_array_length(p->'inbox') > 0 THEN
    INSERT INTO ${s}.inbox AS i (consumer, source, key, last_sequence)
      SELECT q.c, q.s, q.k, q.n FROM jsonb_to_recordset(p->'inbox') q(u int, c text, s text, k text, n bigint) WHERE refusals[q.u + 1] IS NULL
      ON CONFLICT (consumer, source, key) DO UPDATE SET last_sequence = EXCLUDED.last_sequence;
    INSERT INTO ${s}.rejections (consumer, source, key, sequence, code, message)
      SELECT q.c, q.s, q.k, q.n, q.rc, q.rm FROM jsonb_to_recordset(p->'inbox') q(u int, c text, s text, k text, n bigint, rc text, rm text)
      WHERE refusals[q.u + 1] IS NULL AND q.rc IS NOT NULL ON CONFLICT DO NOTHING;
  END IF;
  IF jsonb_array_length(p->'timers') > 0 THEN
    DELETE FROM ${s}.timers t USING jsonb_to_recordset(p->'timers') q(u int, id uuid, a timestamptz)
      WHERE t.id = q.id AND q.a IS NULL AND refusals[q.u + 1] IS NULL;
    INSERT INTO ${s}.timers AS t (id, name, subject, due_at, data)
      SELECT q.id, q.n, q.s, q.a, q.d FROM jsonb_to_recordset(p->'timers') q(u int, id uuid, n text, a timestamptz, s text, d jsonb)
      WHERE q.a IS NOT NULL AND refusals[q.u + 1] IS NULL ORDER BY q.id
      ON CONFLICT (id) DO UPDATE SET due_at = EXCLUDED.due_at, name = EXCLUDED.name, subject = EXCLUDED.subject, data = EXCLUDED.data;
  END IF;
  -- the INSERT takes its lock on the events before nextval, and keeps it to the commit: that lock is the readers' fence
  RETURN QUERY
  WITH written AS (
    INSERT INTO ${s}.events AS e (global_position, stream_id, version, event_id, type, schema_version, data, metadata)
      SELECT nextval('${s}.global_position_seq'), ss[w.k], cur[w.k] + w.o, w.i, w.t, w.v,
             CASE WHEN w.o = 1 AND numbers[w.k] IS NOT NULL THEN w.d || jsonb_build_object(fields[w.k], numbers[w.k]) ELSE w.d END,
             p->'metadata'->su[w.k]
      FROM jsonb_to_recordset(p->'events') w(k int, o int, i uuid, t text, v smallint, d jsonb)
      WHERE refusals[su[w.k] + 1] IS NULL
      RETURNING e.event_id, e.global_position),
  latest AS (
    SELECT su[w.k] AS u, max(e.global_position) AS position
      FROM written e JOIN jsonb_to_recordset(p->'events') w(k int, i uuid) ON w.i = e.event_id GROUP BY 1),
  outcome AS (
    SELECT g.u, CASE WHEN g.u = ANY (duplicates) THEN 'duplicate' WHEN refusals[g.u + 1] IS NULL THEN 'ok' ELSE 'conflict' END AS status,
      (SELECT coalesce(array_agg(CASE WHEN refusals[g.u + 1] IS NULL THEN q.c + q.n WHEN g.u = ANY (duplicates) AND q.x IS NOT NULL THEN q.x + q.n ELSE q.c END ORDER BY q.k), '{}')
         FROM unnest(su, cur, sn, sx) WITH ORDINALITY q(u, c, n, x, k) WHERE q.u = g.u) AS versions,
      coalesce(positions[g.u + 1], latest.position) AS position,
      drawings[g.u + 1] AS number
    FROM generate_series(0, units - 1) g(u) LEFT JOIN latest ON latest.u = g.u),
  answered AS (
    INSERT INTO ${s}.answers AS a (key, body_hash, status, stream_id, version, position, number, expires_at)
      SELECT decode(q.k, 'hex'), decode(q.b, 'hex'), q.c, q.s, coalesce(o.versions[q.i], 0), coalesce(o.position, 0), o.number, now() + interval '1 day'
      FROM jsonb_to_recordset(p->'answers') q(u int, k text, b text, c smallint, s text, i int) JOIN outcome o ON o.u = q.u
      WHERE refusals[q.u + 1] IS NULL
      ON CONFLICT (key) DO UPDATE SET body_hash = EXCLUDED.body_hash, status = EXCLUDED.status, stream_id = EXCLUDED.stream_id,
        version = EXCLUDED.version, position = EXCLUDED.position, number = EXCLUDED.number, expires_at = EXCLUDED.expires_at)
  SELECT o.u, o.status, CASE WHEN o.status = 'conflict' THEN refusals[o.u + 1] END, o.versions, coalesce(o.position, 0), o.number,
    CASE WHEN refusals[o.u + 1] = 'claim' THEN scopes[o.u + 1] END, CASE WHEN refusals[o.u + 1] = 'claim' THEN holders[o.u + 1] END
  FROM outcome o;
END $$`;
