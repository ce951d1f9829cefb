import type pg from 'pg';

/** The functions and triggers by which the audit is only added to, and is trimmed on record. A start makes them anew, as after a restore. */
const statements = (schema: string): readonly string[] => [
  `CREATE OR REPLACE FUNCTION ${schema}.keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'DELETE' AND current_setting('ecou.trims_audit', true) = 'on' THEN RETURN OLD; END IF;
     RAISE EXCEPTION 'The audit is never changed.';
   END $$`,
  `CREATE OR REPLACE TRIGGER keep_audit BEFORE UPDATE OR DELETE ON ${schema}.audit FOR EACH ROW EXECUTE FUNCTION ${schema}.keep_audit()`,
  `CREATE OR REPLACE TRIGGER keep_audit_whole BEFORE TRUNCATE ON ${schema}.audit FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.keep_audit()`,
  // What was trimmed says so in the same transaction, by a row that stays.
  `CREATE OR REPLACE FUNCTION ${schema}.trim_audit(before timestamptz, now timestamptz, most int) RETURNS int LANGUAGE plpgsql AS $$
   DECLARE removed int;
   BEGIN
     PERFORM set_config('ecou.trims_audit', 'on', true);
     DELETE FROM ${schema}.audit WHERE number = ANY (ARRAY(
       SELECT number FROM ${schema}.audit WHERE at < before AND operation IS DISTINCT FROM 'trim_audit' ORDER BY at LIMIT most));
     GET DIAGNOSTICS removed = ROW_COUNT;
     PERFORM set_config('ecou.trims_audit', 'off', true);
     IF removed > 0 THEN
       INSERT INTO ${schema}.audit (id, at, actor, operation, resource, outcome, status, network, count)
         VALUES (gen_random_uuid(), now, 'system', 'trim_audit', to_char(before AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'done', 200, 'unknown', removed);
     END IF;
     RETURN removed;
   END $$`,
];

/** Protects the audit of a schema. Whoever calls holds the lock of migrations. */
export async function protectAudit(client: pg.Client, schema: string): Promise<void> {
  for (const statement of statements(schema)) await client.query(statement);
}
