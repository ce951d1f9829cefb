import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages that endpoints wait for, and what became of them. */
export class Webhooks1797000100000 implements MigrationInterface {
  name = 'Webhooks1797000100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

/** One process sends under a lease of the engine, as all that works by itself; a row of its own is not needed any more. */
export class WebhookLease1797000200000 implements MigrationInterface {
  name = 'WebhookLease1797000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE integrations.webhook_sender');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}

const statements = [
  `CREATE TABLE integrations.webhook_sender (
     only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
     holder uuid,
     until timestamptz
   )`,
  `COMMENT ON TABLE integrations.webhook_sender IS 'the process that sends, as long as it says so again; one at a time'`,
  `INSERT INTO integrations.webhook_sender DEFAULT VALUES`,
  `CREATE TABLE integrations.webhook_cursors (
     endpoint uuid PRIMARY KEY,
     scanned bigint NOT NULL,
     resumed integer NOT NULL DEFAULT 0,
     replay integer NOT NULL DEFAULT 0,
     replay_scanned bigint,
     replay_to bigint
   )`,
  `COMMENT ON COLUMN integrations.webhook_cursors.scanned IS 'messages up to this position were taken, or stand in the queue, or are not for the endpoint'`,
  `COMMENT ON COLUMN integrations.webhook_cursors.resumed IS 'the resumption that the queue knows of'`,
  `COMMENT ON COLUMN integrations.webhook_cursors.replay IS 'the replay that the queue knows of'`,
  `COMMENT ON COLUMN integrations.webhook_cursors.replay_scanned IS 'as scanned, of the replay; null: none goes on'`,
  `CREATE TABLE integrations.webhook_queue (
     endpoint uuid NOT NULL,
     again boolean NOT NULL,
     position bigint NOT NULL,
     key text COLLATE "C" NOT NULL,
     attempts integer NOT NULL DEFAULT 0,
     due_at timestamptz,
     PRIMARY KEY (endpoint, again, position)
   )`,
  `COMMENT ON COLUMN integrations.webhook_queue.again IS 'true: of a replay'`,
  `COMMENT ON COLUMN integrations.webhook_queue.attempts IS 'those that failed'`,
  `COMMENT ON COLUMN integrations.webhook_queue.due_at IS 'null behind another message of the same key'`,
  `CREATE INDEX ON integrations.webhook_queue (endpoint, again, key, position)`,
  `CREATE INDEX ON integrations.webhook_queue (endpoint, due_at, position) WHERE due_at IS NOT NULL`,
  `CREATE TABLE integrations.webhook_deliveries (
     id bigserial PRIMARY KEY,
     endpoint uuid NOT NULL,
     kind text NOT NULL,
     message uuid,
     type text,
     position bigint,
     attempt integer NOT NULL,
     at timestamptz NOT NULL,
     duration_ms integer NOT NULL,
     status integer,
     response text,
     error text,
     next_at timestamptz
   )`,
  `COMMENT ON COLUMN integrations.webhook_deliveries.position IS 'null of a test'`,
  `COMMENT ON COLUMN integrations.webhook_deliveries.response IS 'the beginning of the body; for a week'`,
  `CREATE INDEX ON integrations.webhook_deliveries (endpoint, id)`,
  `COMMENT ON COLUMN integrations.webhook_deliveries.message IS 'null where the log does not keep it any more'`,
  `CREATE INDEX ON integrations.webhook_deliveries (at)`,
  `CREATE INDEX ON integrations.webhook_deliveries (at) WHERE response IS NOT NULL`,
];
