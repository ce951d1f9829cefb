import type { StoreMigration } from '@ecou/event-sourcing';

/** The tables of messaging, in each context's schema. Written by hand; a published one is never edited. */
export const messagingMigrations: readonly StoreMigration[] = [
  {
    name: 'Messaging1764000000000',
    up: (schema) => [
      // Written by one fenced mapper in the transaction that moves its checkpoint, so offset and sequence are gap-free in commit order.
      `CREATE TABLE ${schema}.outbox (
         "offset" bigint PRIMARY KEY,
         id uuid NOT NULL UNIQUE,
         topic text COLLATE "C" NOT NULL,
         type text NOT NULL,
         key text COLLATE "C" NOT NULL,
         sequence bigint NOT NULL,
         position bigint NOT NULL,
         envelope jsonb NOT NULL,
         data jsonb NOT NULL,
         UNIQUE (topic, key, sequence)
       )`,
      `CREATE INDEX ON ${schema}.outbox (topic, "offset")`,
      // Last sequence per topic and key; the row ('', '') counts the offsets.
      `CREATE TABLE ${schema}.outbox_counters (
         topic text COLLATE "C" NOT NULL,
         key text COLLATE "C" NOT NULL,
         last bigint NOT NULL,
         PRIMARY KEY (topic, key)
       )`,
      // A key with a row here is held: whatever comes for it waits behind, in order.
      `CREATE TABLE ${schema}.parked (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         consumer text COLLATE "C" NOT NULL,
         source text COLLATE "C" NOT NULL,
         key text COLLATE "C" NOT NULL,
         sequence bigint NOT NULL,
         state text NOT NULL CHECK (state IN ('waiting', 'retrying', 'parked')),
         message jsonb NOT NULL,
         attempts int NOT NULL DEFAULT 0,
         retry_at timestamptz,
         error_code text,
         error text,
         gap_accepted boolean NOT NULL DEFAULT false,
         held_at timestamptz NOT NULL DEFAULT now(),
         UNIQUE (consumer, source, key, sequence)
       )`,
      // Where a consumer that takes only what comes after it began; partition 0 where the source has none.
      `CREATE TABLE ${schema}.consumer_starts (
         consumer text COLLATE "C" NOT NULL,
         partition int NOT NULL,
         position bigint NOT NULL,
         started_at timestamptz NOT NULL DEFAULT now(),
         PRIMARY KEY (consumer, partition)
       )`,
    ],
  },
  {
    name: 'Messaging1764000700000',
    up: (schema) => [
      // Before this time nobody needs to look at the row. A row that is looked at in vain is put off, so a time that is too early does no harm.
      `ALTER TABLE ${schema}.parked ADD COLUMN due_at timestamptz DEFAULT '-infinity'`,
      `UPDATE ${schema}.parked SET due_at = NULL WHERE state = 'parked'`,
      // True where a message with a lower sequence came after this one.
      `ALTER TABLE ${schema}.parked ADD COLUMN overtaken boolean NOT NULL DEFAULT false`,
      `CREATE INDEX ON ${schema}.parked (consumer, due_at) WHERE due_at IS NOT NULL`,
      // Rows are added and never changed.
      `CREATE TABLE ${schema}.operator_decisions (
         id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
         decision text NOT NULL CHECK (decision IN ('discarded', 'gap-accepted')),
         held_id uuid NOT NULL,
         consumer text COLLATE "C" NOT NULL,
         source text COLLATE "C" NOT NULL,
         key text COLLATE "C" NOT NULL,
         sequence bigint NOT NULL,
         message jsonb NOT NULL,
         error_code text,
         error text,
         held_at timestamptz NOT NULL,
         passed boolean NOT NULL,
         reason text,
         decided_by text NOT NULL,
         decided_at timestamptz NOT NULL
       )`,
      `CREATE INDEX ON ${schema}.operator_decisions (decided_at DESC, id DESC)`,
    ],
  },
  {
    name: 'Messaging1764000760000',
    up: (schema) => [
      // A row for each time that the outbox was set back: messages of events after `position` get sequences after `base`.
      `CREATE TABLE ${schema}.outbox_incarnations (
         base bigint PRIMARY KEY,
         position bigint NOT NULL,
         began_at timestamptz NOT NULL DEFAULT now()
       )`,
      // The offset behind the last record that this outbox has published: what stands further on in the topic it does not know.
      `CREATE TABLE ${schema}.published_heads (
         topic text COLLATE "C" NOT NULL,
         partition int NOT NULL,
         next bigint NOT NULL,
         PRIMARY KEY (topic, partition)
       )`,
      // The next offset that a consumer takes from Kafka, as this database knows it.
      `CREATE TABLE ${schema}.consumer_offsets (
         consumer text COLLATE "C" NOT NULL,
         partition int NOT NULL,
         next bigint NOT NULL,
         PRIMARY KEY (consumer, partition)
       ) WITH (fillfactor = 50)`,
    ],
  },
  {
    name: 'Messaging1764000880000',
    up: (schema) => [
      // Old messages of the outbox, many in a row, which is compressed; what stands here does not stand in the outbox any more.
      `CREATE TABLE ${schema}.outbox_archive (
         last bigint PRIMARY KEY,
         first bigint NOT NULL,
         newest timestamptz NOT NULL,
         topics text[] COLLATE "C" NOT NULL,
         messages jsonb NOT NULL
       )`,
    ],
  },
];
