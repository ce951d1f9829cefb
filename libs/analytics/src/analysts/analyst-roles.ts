import { day } from '@ecou/contracts';
import { Invalid, Unavailable, Unknown } from '@ecou/event-sourcing';
import { Problem, type RunSql } from '@ecou/runtime';
import { groupOfAnalysts, openToAnalysts } from '../star/figures/install.js';
import { quoted } from '../star/relations.js';
import { drawPassword } from './password.js';

/** Limits of an analyst's session. */
export const limits = {
  /** Sessions at a time. */
  sessions: 5,
  /** Seconds in which a query is answered. */
  querySeconds: 60,
  /** Seconds for which a transaction stays open. */
  transactionSeconds: 120,
  workMemory: '32MB',
  temporaryFiles: '1GB',
} as const;

const settings: Readonly<Record<string, string>> = {
  search_path: 'analytics',
  statement_timeout: `${limits.querySeconds}s`,
  idle_in_transaction_session_timeout: `${limits.transactionSeconds}s`,
  lock_timeout: '5s',
  work_mem: limits.workMemory,
  default_transaction_read_only: 'on',
};

/** An analyst as administrators see them. */
export interface Analyst {
  readonly name: string;
  /** The role of the database server. */
  readonly role: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly rotatedAt: string | null;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
  /** Sessions that are open now. */
  readonly sessions: number;
}

/** The name and password that an analyst connects with; shown once. */
export interface Access {
  readonly name: string;
  readonly role: string;
  readonly database: string;
  readonly password: string;
}

/** The role of a row of `analysts`, as SQL. */
const roleOf = `current_database() || '_analyst_' || replace(name, '-', '_')`;

const nameForm = /^[a-z][a-z0-9-]{0,30}$/;

/** Makes a role that can read figures, and nothing else. Throws where there is one of the name, or the name is none. */
export async function makeAnalyst(name: string, by: string, asOf: string | null, run: RunSql): Promise<Access> {
  if (!nameForm.test(name))
    throw new Invalid('NAME_INVALID', 'Use up to 31 small letters, digits and hyphens, beginning with a letter.', [
      'name',
    ]);
  if (asOf !== null && !day.safeParse(asOf).success)
    throw new Invalid('AS_OF_INVALID', 'Must be a day, such as 2026-03-01.', ['asOf']);
  const { database, role, group, isGroupThere, isSuperuser } = await placeOf(name, run);
  if (await stands(name, run))
    throw new Problem(409, 'ANALYST_EXISTS', `There is an analyst ${name}: rotate the password.`);
  const { password, verifier } = drawPassword();
  await attempt(run, [
    ...(isGroupThere ? [] : [`CREATE ROLE ${group} NOLOGIN`]),
    `CREATE ROLE ${role} LOGIN CONNECTION LIMIT ${limits.sessions} PASSWORD ${quoted(verifier)} IN ROLE ${group}`,
    ...Object.entries(settings).map(([setting, value]) => `ALTER ROLE ${role} SET ${setting} = ${quoted(value)}`),
    ...(asOf === null ? [] : [`ALTER ROLE ${role} SET analytics.as_of = ${quoted(asOf)}`]),
    `GRANT CONNECT ON DATABASE ${database} TO ${group}`,
    `REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC`,
    'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
    ...(isSuperuser ? closedBySuperuser(role) : [`GRANT ${role} TO CURRENT_USER`]),
  ]);
  await openToAnalysts(run);
  await run(
    `INSERT INTO analytics.analysts (name, created_by) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET created_at = clock_timestamp(), created_by = $2, rotated_at = NULL, revoked_at = NULL, revoked_by = NULL`,
    [name, by],
  );
  return { name, role: plain(role), database: plain(database), password };
}

/** Only a superuser can: files of sorts are bounded, and nobody fills the disk with large objects. */
const closedBySuperuser = (role: string): readonly string[] => [
  `ALTER ROLE ${role} SET temp_file_limit = ${quoted(limits.temporaryFiles)}`,
  `REVOKE EXECUTE ON FUNCTION pg_catalog.lo_create(oid), pg_catalog.lo_creat(integer), pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC`,
];

/** Draws another password; sessions of the old one end. */
export async function rotateAnalyst(name: string, run: RunSql): Promise<Access> {
  await mustStand(name, run);
  const { database, role } = await placeOf(name, run);
  const { password, verifier } = drawPassword();
  await attempt(run, [`ALTER ROLE ${role} PASSWORD ${quoted(verifier)}`]);
  await run('UPDATE analytics.analysts SET rotated_at = clock_timestamp() WHERE name = $1', [name]);
  await endSessions(plain(role), run);
  return { name, role: plain(role), database: plain(database), password };
}

/** Removes the role; its sessions end. */
export async function revokeAnalyst(name: string, by: string, run: RunSql): Promise<Analyst> {
  await mustStand(name, run);
  const { role } = await placeOf(name, run);
  await attempt(run, [`ALTER ROLE ${role} NOLOGIN`]);
  await endSessions(plain(role), run);
  await attempt(run, [`DROP OWNED BY ${role}`, `DROP ROLE ${role}`]);
  await run('UPDATE analytics.analysts SET revoked_at = clock_timestamp(), revoked_by = $2 WHERE name = $1', [
    name,
    by,
  ]);
  const [revoked] = (await listAnalysts(run)).filter((one) => one.name === name);
  if (!revoked) throw new Error(`The analyst ${name} is listed no more.`);
  return revoked;
}

/** All of them, also those that were revoked. */
export const listAnalysts = (run: RunSql): Promise<Analyst[]> =>
  run(
    `SELECT name, ${roleOf} AS role, created_at AS "createdAt", created_by AS "createdBy", rotated_at AS "rotatedAt",
            revoked_at AS "revokedAt", revoked_by AS "revokedBy",
            (SELECT count(*) FROM pg_stat_activity WHERE usename = ${roleOf})::integer AS sessions
     FROM analytics.analysts ORDER BY name`,
  );

/** Ends sessions of analysts that took more than they may, whatever they set: too long a query or transaction, or an advisory lock, which Ecou's own work waits for. */
export const endExcesses = (run: RunSql): Promise<object[]> =>
  run(
    `SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a
       JOIN pg_roles r ON r.oid = a.usesysid JOIN pg_auth_members m ON m.member = r.oid JOIN pg_roles g ON g.oid = m.roleid
     WHERE g.rolname = ${groupOfAnalysts} AND r.rolcanlogin AND a.datname = current_database()
       AND ((a.state = 'active' AND a.query_start < clock_timestamp() - make_interval(secs => $1))
            OR a.xact_start < clock_timestamp() - make_interval(secs => $2)
            OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory'))`,
    [limits.querySeconds, limits.transactionSeconds],
  );

const endSessions = (role: string, run: RunSql): Promise<object[]> =>
  run('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1', [role]);

/** True for an analyst who has a role of this server: one that was restored elsewhere has none. */
async function stands(name: string, run: RunSql): Promise<boolean> {
  const known = await run(
    `SELECT FROM analytics.analysts JOIN pg_roles ON rolname = ${roleOf} WHERE name = $1 AND revoked_at IS NULL`,
    [name],
  );
  return known.length > 0;
}

async function mustStand(name: string, run: RunSql): Promise<void> {
  if (!(await stands(name, run))) throw new Unknown('ANALYST_UNKNOWN', `There is no analyst ${name}.`);
}

/** Names as SQL has them. */
interface Place {
  readonly database: string;
  readonly role: string;
  readonly group: string;
  readonly isGroupThere: boolean;
  readonly isSuperuser: boolean;
}

async function placeOf(name: string, run: RunSql): Promise<Place> {
  const [place] = await run<Place>(
    `SELECT quote_ident(current_database()) AS database, quote_ident(current_database() || '_analyst_' || $1) AS role,
            quote_ident(${groupOfAnalysts}) AS "group", EXISTS (SELECT FROM pg_roles WHERE rolname = ${groupOfAnalysts}) AS "isGroupThere",
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isSuperuser"`,
    [name.replaceAll('-', '_')],
  );
  if (!place) throw new Error('PostgreSQL answers no name of its database.');
  return place;
}

const plain = (identifier: string): string =>
  identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier;

const insufficientPrivilege = '42501';

/** Throws `Unavailable` where the user of Ecou may make no roles. */
async function attempt(run: RunSql, statements: readonly string[]): Promise<void> {
  try {
    await run(statements.join(';'));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== insufficientPrivilege) throw error;
    throw new Unavailable(
      'ROLES_NOT_ALLOWED',
      'The user that Ecou has in PostgreSQL may make no roles: give it CREATEROLE.',
      60,
      { cause: error },
    );
  }
}
