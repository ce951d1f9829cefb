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
  {
    name: 'SubjectKeys1796500000000',
    up: (schema) => [
      `CREATE TABLE ${schema}.subject_keys (
         subject uuid PRIMARY KEY,
         wrapped bytea,
         kek text,
         made_at timestamptz NOT NULL DEFAULT now(),
         destroyed_at timestamptz,
         CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL) AND (wrapped IS NULL) = (kek IS NULL))
       )`,
      `COMMENT ON TABLE ${schema}.subject_keys IS 'The data key of each person, wrapped by the key-encryption key that kek names'`,
      `COMMENT ON COLUMN ${schema}.subject_keys.destroyed_at IS 'The person was erased: no key is made for them again'`,
    ],
  },
  {
    name: 'SignIns1799143000000',
    up: (schema) => [
      `CREATE TABLE ${schema}.sessions (
         id uuid PRIMARY KEY,
         hash bytea NOT NULL UNIQUE,
         person uuid NOT NULL,
         provider_session text,
         started_at timestamptz NOT NULL,
         seen_at timestamptz NOT NULL,
         ends_at timestamptz NOT NULL
       )`,
      `CREATE INDEX ON ${schema}.sessions (provider_session)`,
      `CREATE INDEX ON ${schema}.sessions (ends_at)`,
      `COMMENT ON COLUMN ${schema}.sessions.hash IS 'SHA-256 of the token in the cookie, which is random and is kept nowhere'`,
      `CREATE TABLE ${schema}.sign_ins (
         hash bytea PRIMARY KEY,
         kind text NOT NULL,
         begun jsonb NOT NULL,
         expires_at timestamptz NOT NULL
       )`,
      `CREATE INDEX ON ${schema}.sign_ins (expires_at)`,
      `COMMENT ON TABLE ${schema}.sign_ins IS 'What browsers have begun: for ten minutes, and taken once'`,
      `ALTER TABLE ${schema}.keys ADD COLUMN older_hash bytea UNIQUE, ADD COLUMN older_until timestamptz`,
      `COMMENT ON COLUMN ${schema}.keys.older_hash IS 'SHA-256 of the key that this one replaces, which opens the same until older_until'`,
    ],
  },
  {
    name: 'Audit1796600000000',
    up: (schema) => [
      `CREATE TABLE ${schema}.audit (
         number bigserial PRIMARY KEY,
         id uuid NOT NULL UNIQUE,
         at timestamptz NOT NULL,
         actor text NOT NULL,
         permission text,
         operation text,
         resource text,
         outcome text NOT NULL,
         status smallint NOT NULL,
         code text,
         correlation text,
         network text NOT NULL,
         count int NOT NULL
       )`,
      `CREATE INDEX ON ${schema}.audit (at)`,
      `CREATE INDEX ON ${schema}.audit (actor, number)`,
      `CREATE INDEX ON ${schema}.audit (resource, number)`,
      `COMMENT ON TABLE ${schema}.audit IS 'Who did, read and was refused what. Rows are never changed, and go only by trim_audit'`,
    ],
  },
  {
    name: 'PasskeyUses1800400000000',
    up: (schema) => [
      `CREATE TABLE ${schema}.passkey_uses (
         passkey uuid PRIMARY KEY,
         counter bigint NOT NULL,
         used_at timestamptz NOT NULL
       )`,
      `COMMENT ON COLUMN ${schema}.passkey_uses.counter IS 'As the authenticator last said it; one that is not above it is that of a copy'`,
    ],
  },
  {
    name: 'KeysWithoutStatistics1800500000000',
    // PostgreSQL's statistics of a column hold some of its values, which would outlive a key that is destroyed. A change of type takes those away that stand.
    up: (schema) => [
      `ALTER TABLE ${schema}.subject_keys ALTER COLUMN wrapped SET STATISTICS 0`,
      `ALTER TABLE ${schema}.subject_keys ALTER COLUMN wrapped TYPE bytea`,
    ],
  },
];
