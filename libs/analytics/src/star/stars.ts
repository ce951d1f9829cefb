import type { RunSql } from '@ecou/runtime';
import { ensureFigures, installFigures } from './figures/install.js';
import { TableFold, type RecordedMessage } from './fold.js';
import { compare, createRelation, standingRows, writeChanges, type Writing } from './relations.js';
import { definition, starTables } from './star-tables.js';
import type { StarTable } from './table.js';

/** One making of the star. */
export interface Star {
  readonly star: number;
  /** `building`: it becomes the live one; `live`: it is read; `checking`: a copy that is compared with that. */
  readonly state: 'building' | 'live' | 'checking';
  /** Of the newest message that is in it. */
  readonly position: number;
  /** Of a copy: the position at which it is compared. */
  readonly target: number | null;
  readonly beganAt: Date;
}

const starColumns = 'star, state, position, target, began_at AS "beganAt"';

/** Most messages in a transaction. */
const batchSize = 2_000;

/** Makes a star of this definition to be, unless there is one, and its figures those of this build. */
export async function ensureStar(run: RunSql): Promise<void> {
  await run('LOCK TABLE analytics.stars IN SHARE ROW EXCLUSIVE MODE');
  const known = await run<Pick<Star, 'star' | 'state'>>(
    `SELECT star, state FROM analytics.stars WHERE definition = $1 AND state <> 'checking'`,
    [definition],
  );
  if (known.length === 0) await makeStar('building', null, run);
  for (const { star, state } of known) if (state === 'live') await ensureFigures(star, run);
}

/** Begins a copy, to be compared with the live star at the position that that has now. Answers the position; nothing where none is live. */
export async function beginCheck(run: RunSql): Promise<number | undefined> {
  const [live] = await run<{ position: number }>(
    `SELECT position FROM analytics.stars WHERE state = 'live' AND definition = $1`,
    [definition],
  );
  if (live) await makeStar('checking', live.position, run);
  return live?.position;
}

async function makeStar(state: Star['state'], target: number | null, run: RunSql): Promise<void> {
  const made = await run<{ star: number }>(
    'INSERT INTO analytics.stars (definition, state, target) VALUES ($1, $2, $3) RETURNING star',
    [definition, state, target],
  );
  for (const { star } of made) for (const table of starTables) await createRelation(table, star, run);
}

/** The stars that this process can go on with. */
export const ownStars = (run: RunSql): Promise<{ readonly star: number }[]> =>
  run('SELECT star FROM analytics.stars WHERE definition = $1 ORDER BY star', [definition]);

/** Messages of the record that are not in the live star yet; all where there is none. */
export async function lagOf(run: RunSql): Promise<number> {
  const [found] = await run<{ lag: number }>(
    `SELECT last - coalesce((SELECT position FROM analytics.stars WHERE state = 'live'), 0) AS lag FROM analytics.record`,
  );
  return found?.lag ?? 0;
}

/** Takes the next messages of the record into a star, in one transaction, and ends what is ready. True where there may be more. */
export async function advance(star: number, writing: Writing): Promise<boolean> {
  const { run } = writing;
  // A process that lost its lease may still be at it.
  const [found] = await run<Star>(`SELECT ${starColumns} FROM analytics.stars WHERE star = $1 FOR UPDATE`, [star]);
  if (!found) return false;
  const messages = await run<RecordedMessage>(
    `SELECT position, type, key, to_char(time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS time, data
     FROM analytics.messages WHERE position > $1 AND position <= coalesce($2, position) ORDER BY position LIMIT $3`,
    [found.position, found.target, batchSize],
  );
  const position = messages.at(-1)?.position ?? found.position;
  if (messages.length > 0) {
    for (const table of starTables) await take(table, star, messages, writing);
    await run('UPDATE analytics.stars SET position = $2 WHERE star = $1', [star, position]);
  }
  if (messages.length === batchSize) return true;
  if (found.state === 'building') await goLive(star, run);
  if (found.state === 'checking' && position === found.target) await check({ ...found, position }, run);
  return false;
}

async function take(
  table: StarTable,
  star: number,
  messages: readonly RecordedMessage[],
  writing: Writing,
): Promise<void> {
  const concerned = messages.filter(({ type }) => table.folds.has(type));
  if (concerned.length === 0) return;
  const keys = [...new Set(concerned.map(({ key }) => key))];
  const fold = new TableFold(table, await standingRows(table, star, keys, writing.run));
  for (const message of concerned) fold.apply(message);
  await writeChanges(table, star, fold.changes, writing);
}

/** The star that was read before, and all that another release made, are removed. */
async function goLive(star: number, run: RunSql): Promise<void> {
  // Somebody may be reading the figures of before: others are not to wait behind this.
  await run(`SET LOCAL lock_timeout = '3s'`);
  const others = await run<{ star: number }>(
    `SELECT star FROM analytics.stars WHERE star <> $1 AND (state = 'live' OR definition <> $2)`,
    [star, definition],
  );
  await run('DELETE FROM analytics.stars WHERE star = ANY ($1)', [others.map((other) => other.star)]);
  await run(`UPDATE analytics.stars SET state = 'live', built_at = clock_timestamp() WHERE star = $1`, [star]);
  await installFigures(star, run);
  for (const other of others) await dropTables(other.star, run);
}

async function check({ star, position, beganAt }: Star, run: RunSql): Promise<void> {
  const [live] = await run<{ star: number }>(
    `SELECT star FROM analytics.stars WHERE state = 'live' AND definition = $1 FOR UPDATE`,
    [definition],
  );
  if (live) {
    const found = [];
    for (const table of starTables) found.push(await compare(table, [live.star, star], position, run));
    await run('INSERT INTO analytics.checks (position, began_at, found) VALUES ($1, $2, $3)', [
      ...[position, beganAt, JSON.stringify(found)],
    ]);
  }
  await run('DELETE FROM analytics.stars WHERE star = $1', [star]);
  await dropTables(star, run);
}

/** Another release may have made other tables than this one. */
async function dropTables(star: number, run: RunSql): Promise<void> {
  const tables = await run<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'analytics'::regnamespace AND relkind = 'r' AND relname ~ $1`,
    [`^star_.*_${star}$`],
  );
  for (const { name } of tables) await run(`DROP TABLE analytics.${name}`);
}
