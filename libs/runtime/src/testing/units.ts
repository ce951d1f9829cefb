import type { ContextService } from '../context/context-service.js';

interface Row {
  readonly type: string;
  readonly stream: string;
  readonly cause: string;
}

/**
 * Events that each request has written since a position: `PetitionRegistered petition-<id>` of every event, in order. `actors` is a regular expression of
 * who may have caused it; callers by default, and no policies, timers or effects.
 */
export async function unitsSince(
  { name, pool }: Pick<ContextService, 'name' | 'pool'>,
  position: number,
  actors = '^(key:|public$)',
): Promise<string[][]> {
  const { rows } = await pool.query<Row>(
    `SELECT type, stream_id AS stream, metadata->>'causationId' AS cause FROM ${name}.events
     WHERE global_position > $1 AND metadata->>'actor' ~ $2 ORDER BY global_position`,
    [position, actors],
  );
  const units = new Map<string, string[]>();
  for (const { type, stream, cause } of rows) units.set(cause, [...(units.get(cause) ?? []), `${type} ${stream}`]);
  return [...units.values()];
}
