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
  {
    name: 'KeyTimes1795700000000',
    up: (schema) => [
      `ALTER TABLE ${schema}.keys ADD COLUMN expires_at timestamptz, ADD COLUMN last_used_at timestamptz`,
      `COMMENT ON COLUMN ${schema}.keys.last_used_at IS 'Written now and then: up to a minute late, and lost by a crash'`,
    ],
  },
  {
    name: 'DeploymentSecret1796300000000',
    up: (schema) => [
      `CREATE TABLE ${schema}.secrets (
         id uuid PRIMARY KEY,
         sealed bytea NOT NULL,
         made_at timestamptz NOT NULL DEFAULT now()
       )`,
      `COMMENT ON TABLE ${schema}.secrets IS 'The secret of the deployment, sealed once for each ECOU_SECRET that opens it'`,
    ],
  },
  {
    name: 'KeysOfOfficers1796400000000',
    up: (schema) => [
      `ALTER TABLE ${schema}.keys ADD COLUMN officer uuid`,
      `COMMENT ON COLUMN ${schema}.keys.officer IS 'The officer of the directory in whose name the key acts'`,
    ],
  },
];
