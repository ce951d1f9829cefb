import { Clock, Fenced, relationOf, type Lease } from '@ecou/event-sourcing';
import { OwnTables, ReadModels, type RunSql } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { facilityLinks } from '../views/facility-links.view.js';

/** A link that is due to be checked. */
export interface Due {
  readonly id: string;
  readonly url: string;
  readonly host: string;
  readonly state: 'unchecked' | 'ok' | 'broken';
  readonly failures: number;
  /** The first of the failures in a row (ISO 8601). */
  readonly failingSince: string | null;
  /** False where no facility shows it any more. */
  readonly isShown: boolean;
}

/** The state of a link after a check; times are ISO 8601. */
export interface Checked {
  readonly id: string;
  readonly state: Due['state'];
  readonly checkedAt: string;
  readonly dueAt: string;
  readonly failures: number;
  readonly failingSince: string | null;
  readonly status: number | null;
  readonly note: string | null;
}

/** The facilities that show a link. */
export interface ShownBy {
  /** So many ids at most as were asked for. */
  readonly facilities: string[];
  readonly facilityCount: number;
}

/** Facilities whose links are taken in at a time. */
const takenTogether = 500;

/** The table of what is checked when. All writes are those of the one process that checks, one after the other. */
@Injectable()
export class CheckList {
  private lease: Lease | undefined;

  constructor(
    private readonly tables: OwnTables,
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
  ) {}

  /** Writes under this lease from now on. */
  hold(lease: Lease): void {
    this.lease = lease;
  }

  /** Takes in the links of facilities that changed. True where there may be more. */
  async take(): Promise<boolean> {
    const [changed] = await this.readModels.query<{
      position: number;
      to: number | null;
      count: number;
    }>(
      `SELECT s.position, max(f.position) AS to, count(f.position)::int AS count
       FROM link_scan s LEFT JOIN LATERAL (
         SELECT position FROM ${relationOf(facilityLinks)} WHERE position > s.position ORDER BY position LIMIT ${takenTogether}) f ON true
       GROUP BY s.position`,
    );
    if (!changed || changed.to === null) return false;
    const { position: from, to, count } = changed;
    await this.write(async (run) => {
      await run(
        `INSERT INTO link_checks (id, url, host, since, due_at)
         SELECT DISTINCT ON (l.id) l.id, l.url, l.host, $3::timestamptz, $3::timestamptz
         FROM ${relationOf(facilityLinks)} f, jsonb_to_recordset(f.links) l (id uuid, url text, host text)
         WHERE f.position > $1 AND f.position <= $2 ON CONFLICT DO NOTHING`,
        [from, to, this.clock.now()],
      );
      await run('UPDATE link_scan SET position = $1', [to]);
    });
    return count === takenTogether;
  }

  /** So many links at most that are due, the longest due first; none of the hosts that are busy. */
  async due(most: number, busy: readonly string[]): Promise<Due[]> {
    return this.readModels.query<Due>(
      `SELECT id, url, host, state, failures, failing_since AS "failingSince",
         EXISTS (SELECT FROM ${relationOf(facilityLinks)} f WHERE f.link_ids @> ARRAY[c.id]) AS "isShown"
       FROM link_checks c WHERE due_at <= $1 AND host <> ALL ($2) ORDER BY due_at, id LIMIT $3`,
      [this.clock.now(), busy, most],
    );
  }

  /** Those that are not retired. */
  async shownBy(id: string, most: number): Promise<ShownBy> {
    const shown = `${relationOf(facilityLinks)} f WHERE f.link_ids @> ARRAY[$1::uuid]`;
    const [row] = await this.readModels.query<ShownBy>(
      `SELECT (SELECT count(*)::int FROM ${shown}) AS "facilityCount",
         ARRAY(SELECT f.id FROM ${shown} ORDER BY f.id LIMIT $2) AS facilities`,
      [id, most],
    );
    return row ?? { facilities: [], facilityCount: 0 };
  }

  /** True where another host than this one answered since then, or nothing stands on another one: our own connection works. */
  async othersAnswered(host: string, since: string): Promise<boolean> {
    const [row] = await this.readModels.query<{ answered: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM link_checks WHERE host <> $1)
         OR EXISTS (SELECT FROM link_checks WHERE host <> $1 AND checked_at > $2 AND status IS NOT NULL) AS answered`,
      [host, since],
    );
    return row?.answered ?? false;
  }

  /** Writes down what checks found. */
  record(checked: readonly Checked[]): Promise<void> {
    return this.write(async (run) => {
      await run(recordSql, [JSON.stringify(checked)]);
    });
  }

  /** Takes away a link that nobody shows any more, unless somebody does so meanwhile. */
  forget(id: string): Promise<void> {
    return this.write(async (run) => {
      await run(
        `DELETE FROM link_checks WHERE id = $1
         AND NOT EXISTS (SELECT FROM ${relationOf(facilityLinks)} WHERE link_ids @> ARRAY[$1::uuid])`,
        [id],
      );
    });
  }

  /** Counts by state. */
  figures(): Promise<{ readonly state: string; readonly count: number }[]> {
    return this.readModels.query('SELECT state, count(*)::int AS count FROM link_checks GROUP BY state');
  }

  /** A transaction of the process that checks, which renews its lease. Throws `Fenced` where another one has it by now. */
  private write(work: (run: RunSql) => Promise<void>): Promise<void> {
    return this.tables.transaction(async (run) => {
      const { consumer = '', epoch, ttlMs } = this.lease ?? {};
      const held = await run(heldSql, [consumer, epoch, ttlMs]);
      if (held.length === 0) throw new Fenced(consumer);
      await work(run);
    });
  }
}

const heldSql = `
  WITH held AS (
    UPDATE checkpoints SET lease_until = greatest(lease_until, clock_timestamp() + $3::int * interval '1 millisecond')
    WHERE consumer = $1 AND epoch = $2 RETURNING consumer)
  SELECT consumer FROM held`;

/** A state that stays began when it did. One that is broken did so when the first check failed. */
const recordSql = `
  UPDATE link_checks c SET state = r.state, checked_at = r."checkedAt", due_at = r."dueAt", failures = r.failures,
    failing_since = r."failingSince", status = r.status, note = r.note,
    since = CASE WHEN c.state = r.state THEN c.since WHEN r.state = 'broken' THEN r."failingSince" ELSE r."checkedAt" END
  FROM jsonb_to_recordset($1::jsonb) r (id uuid, state text, "checkedAt" timestamptz, "dueAt" timestamptz, failures integer,
    "failingSince" timestamptz, status integer, note text)
  WHERE c.id = r.id`;
