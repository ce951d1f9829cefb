import type { RunSql } from '@ecou/runtime';
import { endOfDay } from '../days.js';
import { hashOf } from '../hash.js';
import { commentOn, quoted, relationNamed, sourceOf } from '../relations.js';
import { starTables } from '../star-tables.js';
import type { Figure, Known } from './figure.js';
import { figures } from './figures.js';
import { historyOf, shownTables } from './shown.js';

/** The moment as of which the views answer: the end of the day that a setting names, by the clock of the municipality. */
const moment = '(SELECT analytics.moment())';

const knownAt = (star: number, at: string) => (table: string) =>
  `(SELECT * FROM ${relationNamed(table, star)} WHERE known_from < ${at} AND known_to >= ${at})`;

/** The functions that say as of when the views answer. */
const settings = [
  `CREATE OR REPLACE FUNCTION analytics.as_of() RETURNS date LANGUAGE sql STABLE AS
     $$ SELECT coalesce(nullif(current_setting('analytics.as_of', true), ''), 'infinity')::date $$`,
  `COMMENT ON FUNCTION analytics.as_of() IS 'The day as of which every view answers: the setting analytics.as_of of the session or of the role; infinity: all that is known.'`,
  `CREATE OR REPLACE FUNCTION analytics.moment() RETURNS timestamptz LANGUAGE sql STABLE AS
     $$ SELECT CASE WHEN isfinite(d) THEN ${endOfDay('d')} ELSE 'infinity' END FROM (SELECT analytics.as_of() AS d) s $$`,
];

const histories = shownTables.map(historyOf);

/** Everything that analysts may use, as `GRANT` names it. */
const openTo = {
  views: [...figures.keys(), ...histories.map(({ name }) => name)].map((name) => `analytics.${name}`),
  functions: [
    ...[...figures.keys()].map((name) => `analytics.${name}(date)`),
    'analytics.as_of()',
    'analytics.moment()',
  ],
};

/** The role that analysts of the database are members of, as SQL for its name. */
export const groupOfAnalysts = `current_database() || '_analysts'`;

/** Makes the views and functions of a star anew, where they are not those of this build, or were restored without what was granted on them. */
export async function ensureFigures(star: number, run: RunSql): Promise<void> {
  const [found] = await run<{ mark: string | null }>(
    `SELECT obj_description(to_regprocedure('analytics.moment()'), 'pg_proc') AS mark`,
  );
  if (found?.mark !== mark(star)) await installFigures(star, run);
}

/** Makes the views and functions of a star anew, and opens them to analysts. */
export async function installFigures(star: number, run: RunSql): Promise<void> {
  await run(
    [...settings, ...statementsOf(star), `COMMENT ON FUNCTION analytics.moment() IS ${quoted(mark(star))}`].join(';'),
  );
  await openToAnalysts(run);
}

/** Lets analysts read figures, and nobody else whatever there is. Nothing where nobody was made one yet. */
export async function openToAnalysts(run: RunSql): Promise<void> {
  await run('REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA analytics FROM PUBLIC');
  const groups = await run<{ name: string }>(
    `SELECT quote_ident(rolname) AS name FROM pg_roles WHERE rolname = ${groupOfAnalysts}`,
  );
  for (const { name } of groups)
    await run(
      [
        `GRANT USAGE ON SCHEMA analytics TO ${name}`,
        `GRANT SELECT ON ${openTo.views.join(', ')} TO ${name}`,
        `GRANT EXECUTE ON FUNCTION ${openTo.functions.join(', ')} TO ${name}`,
      ].join(';'),
    );
}

function statementsOf(star: number): readonly string[] {
  const everything: Known = (table) => relationNamed(table, star);
  return [
    ...[...histories, ...figures.values()].map(({ name }) => `DROP VIEW IF EXISTS analytics.${name} CASCADE`),
    ...histories.flatMap((history) => makeView(history, everything)),
    ...[...figures.values()].flatMap((figure) => [
      ...makeView(figure, knownAt(star, moment)),
      ...makeFunction(figure, star),
    ]),
  ];
}

/** Names what was installed. */
const mark = (star: number): string =>
  `The end of the day that as_of() names. Figures ${hashOf(statementsOf(star).join())}.`;

function makeView(
  { name, comment, columns, sql, tables }: Omit<Figure, 'key' | 'isGrouped'>,
  known: Known,
): readonly string[] {
  const view = `analytics.${name}`;
  return [
    `CREATE VIEW ${view} (${columns.map((column) => column.name).join(', ')}) WITH (security_barrier) AS ${sql(known)}`,
    `COMMENT ON VIEW ${view} IS ${quoted([comment, ...sourcesOf(tables)].join(' '))}`,
    ...columns.map((column) => commentOn(`${view}.${column.name}`, column.comment)),
  ];
}

const sourcesOf = (tables: readonly string[]): readonly string[] =>
  starTables.filter(({ name }) => tables.includes(name)).map(sourceOf);

/** The same as known at the end of a day, which tools can ask for that keep no session. */
function makeFunction({ name, sql }: Figure, star: number): readonly string[] {
  const of = `analytics.${name}`;
  return [
    `CREATE FUNCTION ${of}(as_of date) RETURNS SETOF ${of} LANGUAGE sql STABLE SECURITY DEFINER
       SET search_path = pg_catalog, analytics AS $$ ${sql(knownAt(star, `(SELECT ${endOfDay('as_of')})`))} $$`,
    `REVOKE ALL ON FUNCTION ${of}(date) FROM PUBLIC`,
    `COMMENT ON FUNCTION ${of}(date) IS ${quoted(`${name}, as it was known at the end of a day.`)}`,
  ];
}
