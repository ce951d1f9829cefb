import { parseArgs } from 'node:util';
import type { Addresses } from '@ecou/analytics';
import { ensureBuilt } from '../build.ts';
import { stopWithBoot } from '../processes.ts';
import { withClient } from './database.ts';
import { databasesWith, findKept } from './deployment.ts';

/**
 * `npm run analyst -- <name>`: a role that queries figures, in the database of the deployment that the environment names, which may be running.
 * `--as-of 2026-03-01`: as known on that day; `--rotate`: another password; `--revoke`: the role goes; without a name, a list.
 */
stopWithBoot();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'as-of': { type: 'string' }, rotate: { type: 'boolean' }, revoke: { type: 'boolean' } },
});
const [name] = positionals;

const linesOf = ({ role, password, database, host, port, url, jdbc }: Addresses): readonly string[] => [
  `psql        psql '${url}'`,
  `DuckDB      ATTACH '${url}' AS ecou (TYPE postgres, READ_ONLY)`,
  `Metabase    PostgreSQL; host ${host}, port ${port}, database ${database}, user ${role}, schema analytics`,
  `Power BI    PostgreSQL; server ${host}:${port}, database ${database}; user ${role}`,
  `R           DBI::dbConnect(RPostgres::Postgres(), host = '${host}', port = ${port}, dbname = '${database}', user = '${role}', password = '${password}')`,
  `JDBC        ${jdbc}`,
  `password    ${password} (it is not shown again)`,
];

async function act(databaseUrl: string): Promise<readonly string[]> {
  const { addressesOf, listAnalysts, makeAnalyst, revokeAnalyst, rotateAnalyst } = await import('@ecou/analytics');
  return withClient(databaseUrl, async (client) => {
    const run = async <Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> =>
      (await client.query<Row>(sql, [...parameters])).rows;
    await run('BEGIN');
    const lines = await (async () => {
      if (name === undefined)
        return (await listAnalysts(run)).map(
          (one) => `${one.name}  ${one.role}  ${one.revokedAt ? 'revoked' : `${one.sessions} sessions`}`,
        );
      if (values.revoke) {
        await revokeAnalyst(name, 'npm run analyst', run);
        return [`${name} can query nothing any more.`];
      }
      const access = values.rotate
        ? await rotateAnalyst(name, run)
        : await makeAnalyst(name, 'npm run analyst', values['as-of'] ?? null, run);
      return linesOf(addressesOf(access, databaseUrl, process.env['ECOU_ANALYSTS_ADDRESS']));
    })();
    await run('COMMIT');
    return lines;
  });
}

try {
  await ensureBuilt();
  const kept = await findKept(process.env, false);
  try {
    const databases = await databasesWith('analytics.analysts', kept);
    if (databases.length === 0) throw new Error('No database holds figures: start this build of Ecou once.');
    for (const { name: database, url } of databases) {
      // Those of `npm start` and of `npm run services` may stand side by side.
      if (databases.length > 1) console.log(`In the database ${database}:`);
      for (const line of await act(url)) console.log(line);
    }
  } finally {
    await kept.end();
  }
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
