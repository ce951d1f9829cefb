import type { StoreFunction } from '@ecou/event-sourcing';

/**
 * Moves the mapper's checkpoint and renews its lease, then writes messages with their offsets and sequences, in their order. Answers
 * false, and writes nothing, where the lease is somebody else's by now. Each statement of it sees what was committed before it began:
 * what is read behind the lock of the checkpoint is nobody else's.
 * `alone`: true where nothing else is in the transaction.
 * `messages`: `[{ id, topic, type, key, position: of its event, envelope, data }]`.
 */
const writeOutbox = (s: string): string => `
CREATE OR REPLACE FUNCTION ${s}.write_outbox(leader text, lease bigint, ttl_ms int, up_to bigint, messages jsonb, alone boolean) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  base bigint; since bigint; head bigint;
BEGIN
  UPDATE ${s}.checkpoints c SET position = greatest(c.position, up_to), updated_at = now(),
      lease_until = greatest(c.lease_until, clock_timestamp() + ttl_ms * interval '1 millisecond')
    WHERE c.consumer = leader AND c.epoch = lease;
  IF NOT FOUND THEN RETURN false; END IF;
  IF jsonb_array_length(messages) = 0 THEN
    -- a move past events that became no message may be undone by a crash; what else is in its transaction may not
    IF alone THEN PERFORM set_config('synchronous_commit', 'off', true); END IF;
    RETURN true;
  END IF;
  SELECT i.base, i.position INTO base, since FROM ${s}.outbox_incarnations i ORDER BY i.base DESC LIMIT 1;
  SELECT c.last INTO head FROM ${s}.outbox_counters c WHERE (c.topic, c.key) = ('', '');
  -- of a key, messages of events from before the incarnation come first, and go on with the sequences that it had
  WITH drafts AS (
    SELECT d.*, coalesce(d.position > since, false) AS reborn
    FROM ROWS FROM (jsonb_to_recordset(messages) AS (id uuid, topic text, type text, key text, position bigint, envelope jsonb, data jsonb))
      WITH ORDINALITY d(id, topic, type, key, position, envelope, data, place)),
  counted AS (
    SELECT d.*, row_number() OVER (PARTITION BY d.topic, d.key ORDER BY d.place) AS nth,
      count(*) FILTER (WHERE NOT d.reborn) OVER (PARTITION BY d.topic, d.key) AS old,
      coalesce((SELECT c.last FROM ${s}.outbox_counters c WHERE (c.topic, c.key) = (d.topic, d.key)), 0) AS last
    FROM drafts d),
  numbered AS MATERIALIZED (
    SELECT d.*, CASE WHEN d.reborn THEN greatest(d.last + d.old, base) + d.nth - d.old ELSE d.last + d.nth END AS sequence
    FROM counted d),
  counters AS (
    INSERT INTO ${s}.outbox_counters AS c (topic, key, last)
      SELECT n.topic, n.key, max(n.sequence) FROM numbered n GROUP BY n.topic, n.key
      UNION ALL SELECT '', '', coalesce(head, 0) + jsonb_array_length(messages)
      ON CONFLICT (topic, key) DO UPDATE SET last = excluded.last)
  INSERT INTO ${s}.outbox ("offset", id, topic, type, key, sequence, position, envelope, data)
    SELECT coalesce(head, 0) + n.place, n.id, n.topic, n.type, n.key, n.sequence, n.position, n.envelope, n.data FROM numbered n ORDER BY n.place;
  RETURN true;
END $$`;

/**
 * Puts a value in the place of a field of the messages of a key whose events stand before a position, in the outbox and its archive. Answers how
 * many it changed, and -1 while the mapper has yet to write some of them. A repeat changes none.
 */
const redactMessages = (s: string): string => `
CREATE OR REPLACE FUNCTION ${s}.redact_messages(fact bigint, of_key text, field text, replacement jsonb) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  changed int; more int;
BEGIN
  -- behind the lock of the mapper's checkpoint nothing is written meanwhile
  PERFORM FROM ${s}.checkpoints c WHERE c.consumer = 'mapper' AND c.position >= fact FOR UPDATE;
  IF NOT FOUND THEN RETURN -1; END IF;
  UPDATE ${s}.outbox o SET data = jsonb_set(o.data, ARRAY[field], replacement, false)
    WHERE o.key = of_key AND o.position < fact AND o.data ? field AND o.data->field IS DISTINCT FROM replacement;
  GET DIAGNOSTICS changed = ROW_COUNT;
  WITH found AS MATERIALIZED (
    SELECT a.last, count(*)::int AS n FROM ${s}.outbox_archive a, jsonb_array_elements(a.messages) m
    WHERE m->>'key' = of_key AND (m->>'position')::bigint < fact AND m->'data' ? field AND m->'data'->field IS DISTINCT FROM replacement GROUP BY a.last),
  redone AS (
    UPDATE ${s}.outbox_archive a SET messages = (
      SELECT jsonb_agg(CASE WHEN m.one->>'key' = of_key AND (m.one->>'position')::bigint < fact AND m.one->'data' ? field
          THEN jsonb_set(m.one, ARRAY['data', field], replacement, false) ELSE m.one END ORDER BY m.place)
        FROM jsonb_array_elements(a.messages) WITH ORDINALITY m(one, place))
      FROM found f WHERE f.last = a.last RETURNING f.n)
  SELECT coalesce(sum(r.n), 0) INTO more FROM redone r;
  RETURN changed + more;
END $$`;

/** The functions that messaging calls. */
export const messagingFunctions: readonly StoreFunction[] = [
  { name: 'write_outbox', version: 1, define: writeOutbox },
  { name: 'redact_messages', version: 1, define: redactMessages },
];
