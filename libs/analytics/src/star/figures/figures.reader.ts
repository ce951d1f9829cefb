import { Invalid, Unavailable, Unknown } from '@ecou/event-sourcing';
import { ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { endOfDay } from '../days.js';
import { hashOf } from '../hash.js';
import { quoted, relationNamed } from '../relations.js';
import { definition } from '../star-tables.js';
import type { Figure } from './figure.js';
import { figures } from './figures.js';

/** Which state of knowledge is asked for. */
export interface Moment {
  /** As it was known at the end of this day, `YYYY-MM-DD`; all that is known without it. */
  readonly asOf?: string | undefined;
  /** By the messages up to this position; all that are in the star without it. What it answers never changes. */
  readonly position?: number | undefined;
}

/** A query of a figure: without parameters, since `COPY` takes none. */
export interface FigureQuery {
  readonly figure: Figure;
  /** Its rows in the order of their keys. */
  readonly sql: string;
  /** The position that it answers by. */
  readonly position: number;
  /** Names how the figure is made, position and day: two answers of one tag are the same. */
  readonly tag: string;
}

interface Live {
  readonly star: number;
  readonly position: number;
}

/** The key, and what tells rows of one key apart, so that one answer is never in two orders. */
const orderOf = ({ key, columns }: Figure): readonly string[] => [
  ...new Set([...key, ...columns.map(({ name }) => name)]),
];

/** Names what each figure is made of and how: another one, and it may answer otherwise. */
const versions = new Map(
  [...figures.values()].map(({ name, sql }) => [name, hashOf([definition, sql((table) => table)].join(' '))]),
);

/** Reads figures as of any day and position. */
@Injectable()
export class FiguresReader {
  constructor(private readonly readModels: ReadModels) {}

  /** The query of a figure. Throws `Unknown` for another name, `Invalid` for a position that the star has not reached, and `Unavailable` while it is being built. */
  async query(name: string, { asOf, position }: Moment): Promise<FigureQuery> {
    const figure = figures.get(name);
    if (!figure) throw new Unknown('DATASET_UNKNOWN', `There is no ${name}.`);
    const live = await this.live();
    if (position !== undefined && position > live.position)
      throw new Invalid('POSITION_BEYOND_HEAD', `The newest message has position ${live.position}.`, ['position']);
    const upTo = position ?? live.position;
    const at = asOf === undefined ? `timestamptz 'infinity'` : `(${endOfDay(`date ${quoted(asOf)}`)})`;
    const known = (table: string) =>
      `(SELECT * FROM ${relationNamed(table, live.star)}
        WHERE from_position <= ${upTo} AND known_from < ${at} AND (to_position > ${upTo} OR known_to >= ${at}))`;
    return {
      figure,
      sql: `${figure.sql(known)} ORDER BY ${orderOf(figure).join(', ')}`,
      position: upTo,
      tag: [versions.get(name), upTo, ...(asOf === undefined ? [] : [asOf])].join('-'),
    };
  }

  /** All rows of a figure, with `snake_case` columns. */
  async rows<Row extends object>(name: string, moment: Moment = {}): Promise<readonly Row[]> {
    const { sql } = await this.query(name, moment);
    return this.readModels.query<Row>(sql);
  }

  /** The star that is read. */
  async live(): Promise<Live> {
    const [live] = await this.readModels.query<Live>(
      `SELECT star, position FROM stars WHERE state = 'live' AND definition = $1`,
      [definition],
    );
    if (!live) throw new Unavailable('STAR_BUILDING', 'The star is being built at the moment.', 5);
    return live;
  }
}
