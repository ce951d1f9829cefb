/**
 * One step of the store's schema; `up` answers its statements for a schema name. Apply each once, in order, in a transaction, and
 * `installFunctions` after them. One that was published is never edited: databases have it as it was.
 */
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

/** The store's schema, step by step. */
export const eventStoreMigrations: readonly StoreMigration[] = [
  { name: 'EventStore0001', up: tables },
  { name: 'EventStore0002', up: (s) => [`ALTER TABLE ${s}.views ADD COLUMN folds jsonb`] },
  // It replaced functions, which are installed by their text now.
  { name: 'EventStore0003', up: () => [] },
  // What the names of a lease holder's connections have in common.
  { name: 'EventStore0004', up: (s) => [`ALTER TABLE ${s}.checkpoints ADD COLUMN mark text`] },
  // Each build reads its own version of a view.
  {
    name: 'EventStore0005',
    up: (s) => [
      `DROP INDEX ${s}.views_name_idx`,
      `CREATE UNIQUE INDEX ON ${s}.views (name, version) WHERE state = 'live'`,
    ],
  },
];
