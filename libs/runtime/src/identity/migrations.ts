import type { StoreMigration } from '@ecou/event-sourcing';

/** The tables of identity, in the schema `identity`. Written by hand; a published one is never edited. */
export const identityMigrations: readonly StoreMigration[] = [
  {
    name: 'Identity1764000000000',
    up: (schema) => [
      `CREATE TABLE ${schema}.keys (
         id uuid PRIMARY KEY,
         name text NOT NULL,
         hash bytea NOT NULL UNIQUE,
         roles text[] NOT NULL,
         created_at timestamptz NOT NULL DEFAULT now(),
         created_by text NOT NULL,
         revoked_at timestamptz
       )`,
      `COMMENT ON COLUMN ${schema}.keys.hash IS 'SHA-256 of the key, which is random and is kept nowhere'`,
    ],
  },
  {
    name: 'Limits1795600000000',
    up: (schema) => [
      // As rate-limiter-flexible wants it.
      `CREATE UNLOGGED TABLE ${schema}.limits (
         key varchar(255) PRIMARY KEY,
         points integer NOT NULL DEFAULT 0,
         expire bigint
       )`,
      `CREATE INDEX ON ${schema}.limits (expire)`,
      `COMMENT ON TABLE ${schema}.limits IS 'Who did something how often: keyed hashes, removed an hour after they have expired'`,
    ],
  },
];
