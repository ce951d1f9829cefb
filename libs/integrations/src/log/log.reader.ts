import { toCloudEvent, type CloudEvent, type Message } from '@ecou/contracts';
import { Problem, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';

/** A message of the log: a CloudEvent with its place in the log as two further extension attributes. */
export interface LogEntry extends CloudEvent {
  /** From 1, without holes, in one order for all contexts; it never changes. */
  readonly position: number;
  /** ISO 8601, UTC: when it came into the log. */
  readonly loggedat: string;
}

/** The messages that are asked for. */
export interface LogFilter {
  /** Any of these contracts; all without it. */
  readonly types?: readonly string[] | undefined;
  /** The aggregate that they are about. */
  readonly key?: string | undefined;
}

export interface LogPage {
  readonly items: readonly LogEntry[];
  /** Position to go on after: that of the last item, or of the newest message where there are no more. */
  readonly next: number;
  /** True where there are more. */
  readonly isFull: boolean;
}

interface Row {
  readonly last: number;
  readonly first: number;
  readonly position: number | null;
  readonly loggedAt: Date | string;
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly sequence: number;
  readonly envelope: Omit<Message, 'id' | 'type' | 'key' | 'sequence' | 'data'>;
  readonly data: object;
}

/** Reads the log, in its order. */
@Injectable()
export class LogReader {
  constructor(private readonly readModels: ReadModels) {}

  /** At most `limit` messages after a position. Throws 410 where some of those are not kept any more, 400 beyond the newest one. */
  async after(position: number, filter: LogFilter, limit: number): Promise<LogPage> {
    const { sql, parameters } = foundBy(filter);
    const rows = await this.readModels.query<Row>(
      `SELECT l.last, l.first, m.* FROM log l LEFT JOIN LATERAL (${sql}) m ON true ORDER BY m.position`,
      [position, limit, ...parameters],
    );
    const { last = 0, first = 1 } = rows[0] ?? {};
    if (position + 1 < first) throw trimmed(first);
    if (position > last) throw beyond(last);
    const items = rows.flatMap((row) => (row.position === null ? [] : [entryOf({ ...row, position: row.position })]));
    const isFull = items.length === limit;
    return { items, next: isFull ? (items.at(-1)?.position ?? position) : last, isFull };
  }

  /** The messages at these positions, as far as they are kept. */
  async at(positions: readonly number[]): Promise<readonly LogEntry[]> {
    if (positions.length === 0) return [];
    const rows = await this.readModels.query<Row & { readonly position: number }>(
      `SELECT ${columns} FROM messages WHERE position = ANY ($1) ORDER BY position`,
      [positions],
    );
    return rows.map(entryOf);
  }

  /** The position before the oldest message that is kept. */
  async start(): Promise<number> {
    const [row] = await this.readModels.query<{ first: number }>('SELECT first FROM log');
    return (row?.first ?? 1) - 1;
  }

  /** The position of the newest message; 0 where there is none. */
  async head(): Promise<number> {
    const [row] = await this.readModels.query<{ last: number }>('SELECT last FROM log');
    return row?.last ?? 0;
  }

  /** The position before the first message that came into the log at a time or later. Throws 410 where it may not be kept any more. */
  async since(time: string): Promise<number> {
    const [row] = await this.readModels.query<{ position: number | null; last: number; first: number }>(
      `SELECT l.last, l.first, (SELECT m.position FROM messages m WHERE m.logged_at >= $1 ORDER BY m.logged_at, m.position LIMIT 1)
       FROM log l`,
      [time],
    );
    const { position = null, last = 0, first = 1 } = row ?? {};
    if (position === null) return last;
    if (position === first && first > 1) throw trimmed(first);
    return position - 1;
  }
}

const columns = 'position, logged_at AS "loggedAt", id, type, key, sequence, envelope, data';

/** The query for messages after position `$1`, at most `$2`, and its further parameters. */
function foundBy({ types, key }: LogFilter): { readonly sql: string; readonly parameters: readonly unknown[] } {
  if (types && key === undefined) return { sql: ofTypes, parameters: [[...new Set(types)]] };
  const [ofKey, ofType] = [key === undefined ? '' : 'AND key = $3', types ? 'AND type = ANY ($4)' : ''];
  return {
    sql: `SELECT ${columns} FROM messages WHERE position > $1 ${ofKey} ${ofType} ORDER BY position LIMIT $2`,
    parameters: [...(key === undefined ? [] : [key]), ...(types ? [types] : [])],
  };
}

/** One index scan for each type: one for all of them would sort whatever stands behind the position. */
const ofTypes = `SELECT m.* FROM unnest($3::text[]) t (type) CROSS JOIN LATERAL (
    SELECT ${columns} FROM messages WHERE messages.type = t.type AND position > $1 ORDER BY position LIMIT $2) m
  ORDER BY m.position LIMIT $2`;

const entryOf = ({ envelope, id, type, key, sequence, data, position, loggedAt }: Row & { position: number }) => ({
  ...toCloudEvent({ ...envelope, id, type, key, sequence, data }),
  position,
  loggedat: new Date(loggedAt).toISOString(),
});

const trimmed = (first: number) =>
  new Problem(410, 'LOG_TRIMMED', `The log keeps messages from position ${first} on.`, {
    errors: [{ path: 'after', code: 'LOG_TRIMMED', message: `Must be ${first - 1} or more.` }],
  });

const beyond = (last: number) =>
  new Problem(400, 'POSITION_BEYOND_HEAD', `The newest message of the log has position ${last}.`, {
    errors: [{ path: 'after', code: 'POSITION_BEYOND_HEAD', message: `Must be ${last} or less.` }],
  });
