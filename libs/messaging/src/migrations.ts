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
];
