import { Clock, relationOf, Unknown } from '@ecou/event-sourcing';
import { decodeCursor, encodeCursor, OwnTables, Page, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { LinkAnswer, LinkCriteria } from './link/link.schemas.js';
import { facilityLinks } from './views/facility-links.view.js';

/** Seconds between two checks that are asked for. */
const restSeconds = 60;
const mostFacilities = 20;

/** The queue of links, for editors. */
@Injectable()
export class LinksReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly tables: OwnTables,
    private readonly clock: Clock,
  ) {}

  /** Links that facilities show, those first whose state is the oldest. */
  async list({ state, facility, cursor, limit }: LinkCriteria): Promise<Page<LinkAnswer>> {
    const after = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]));
    const parameters: unknown[] = [limit + 1];
    const value = (content: unknown) => `$${parameters.push(content)}`;
    const conditions = [
      `EXISTS (SELECT FROM ${relationOf(facilityLinks)} f WHERE f.link_ids @> ARRAY[c.id])`,
      state && `state = ${value(state)}`,
      facility && `id = ANY (SELECT unnest(link_ids) FROM ${relationOf(facilityLinks)} WHERE id = ${value(facility)})`,
      after && `(since, id) > (${value(after[0])}::timestamptz, ${value(after[1])}::uuid)`,
    ].filter(Boolean);
    const rows = await this.read(`WHERE ${conditions.join(' AND ')} ORDER BY since, id LIMIT $1`, parameters);
    return Page.of(rows, limit, ({ since, id }) => encodeCursor([since, id]));
  }

  /** Throws `Unknown`. */
  async get(id: string): Promise<LinkAnswer> {
    const [found] = await this.read('WHERE id = $1', [id]);
    if (!found) throw new Unknown('LINK_UNKNOWN', 'No facility shows such a link.');
    return found;
  }

  /** Makes a link due now, or a minute after its last check. Throws `Unknown`. */
  async askFor(id: string): Promise<LinkAnswer> {
    await this.tables.transaction((run) =>
      run(
        `UPDATE link_checks SET due_at = least(due_at, greatest($2, checked_at + make_interval(secs => ${restSeconds}))) WHERE id = $1`,
        [id, this.clock.now()],
      ),
    );
    return this.get(id);
  }

  private read(where: string, parameters: readonly unknown[]): Promise<LinkAnswer[]> {
    const shown = `${relationOf(facilityLinks)} f WHERE f.link_ids @> ARRAY[c.id]`;
    return this.readModels.query<LinkAnswer>(
      `SELECT id, url, state, ${iso('since')} AS since, ${iso('checked_at')} AS "checkedAt", ${iso('due_at')} AS "nextCheckAt",
         failures, status, note, (SELECT count(*)::int FROM ${shown}) AS "facilityCount",
         (SELECT coalesce(jsonb_agg(shown), '[]') FROM (
           SELECT f.id, f.name, f.kind FROM ${shown} ORDER BY f.id LIMIT ${mostFacilities}) shown) AS facilities
       FROM link_checks c ${where}`,
      parameters,
    );
  }
}

/** A time as answers and cursors have it: all that stand here are whole milliseconds. */
const iso = (column: string) => `to_char(c.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
