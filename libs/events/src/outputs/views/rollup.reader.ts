import { relationOf, Unknown } from '@ecou/event-sourcing';
import { Aggregates, decodeCursor, encodeCursor, Page, ReadModels, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { attendance } from '../../consultations/civic-event/attendance.aggregate.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { programme } from '../../consultations/programme/programme.aggregate.js';
import { requireProgramme } from '../../consultations/programme/programme.decider.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { RecommendationsReader } from '../../consultations/views/recommendations.reader.js';
import { outreach } from '../outreach/outreach.aggregate.js';
import { report } from '../report/report.aggregate.js';
import { rollupOf, type RollupSources, type Session } from '../rollup/rollup-content.js';
import type { RollupAnswer, seriesQuery } from '../rollup/rollup.schemas.js';
import { civicEventList } from './civic-event-list.view.js';

/** The subject of a roll-up: a programme by its id, or a series by its name. */
type Subject = { readonly programmeId: string } | { readonly series: string };

/** Sessions that are folded at a time. */
const width = 16;

export interface Series {
  readonly name: string;
  readonly sessions: number;
  readonly firstStartsAt: string;
  readonly lastStartsAt: string;
}

@Injectable()
export class RollupReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly taxonomies: Taxonomies,
    private readonly recommendations: RecommendationsReader,
  ) {}

  /**
   * The roll-up of all sessions of a programme or a series: as it is, or as it stood (`asOf`). All of it is read at one position. Views say
   * which sessions and recommendations there are; those of later do not count. Throws `Unknown`.
   */
  async get(subject: Subject, asOf: string | undefined, forStaff: boolean): Promise<RollupAnswer> {
    const position = (await this.readModels.resolveAsOf(asOf)) ?? (await this.aggregates.store.horizon());
    const about = await this.about(subject, position);
    const sessions = await this.sessionsAt(subject, position, forStaff);
    if ('series' in subject && sessions.length === 0) {
      throw new Unknown('SERIES_UNKNOWN', 'There is no such series of civic events.');
    }
    const [recommendations, categories] = await Promise.all([
      this.recommendations.statusesAt(
        sessions.map(({ id }) => id),
        position,
      ),
      this.taxonomies.current('attendance-categories', position),
    ]);
    return rollupOf({ ...about, position, sessions, recommendations, categories });
  }

  /** The series that civic events are in, by name. */
  async series({ cursor, limit }: z.output<typeof seriesQuery>, forStaff: boolean): Promise<Page<Series>> {
    const [after = ''] = decodeCursor(cursor, z.tuple([z.string()])) ?? [];
    const rows = await this.readModels.query<{ name: string; sessions: number; first: string; last: string }>(
      `SELECT series AS name, count(*)::int AS sessions, min(starts_at) AS first, max(starts_at) AS last
       FROM ${relationOf(civicEventList)} WHERE series COLLATE "C" > $1 AND (announced OR $2)
       GROUP BY series ORDER BY series COLLATE "C" LIMIT $3`,
      [after, forStaff, limit + 1],
    );
    const page = Page.of(rows, limit, ({ name }) => encodeCursor([name]));
    return page.map(({ name, sessions, first, last }) => ({
      name,
      sessions,
      firstStartsAt: new Date(first).toISOString(),
      lastStartsAt: new Date(last).toISOString(),
    }));
  }

  private async about(
    subject: Subject,
    position: number,
  ): Promise<Pick<RollupSources, 'subject' | 'deliverables' | 'outreach'>> {
    if ('series' in subject) {
      const unsaid = { id: null, title: null, fundingCodes: [], organiser: null, financing: null };
      return { subject: { kind: 'series', name: subject.series, ...unsaid }, deliverables: null, outreach: null };
    }
    const [own, spread] = await Promise.all([
      this.aggregates.load(programme, subject.programmeId, position),
      this.aggregates.load(outreach, subject.programmeId, position),
    ]);
    const { details, deliverables } = requireProgramme(own.state);
    const { title, fundingCodes, organiser, financing } = details;
    const said = { title, fundingCodes, organiser, financing };
    const about = { kind: 'programme', id: subject.programmeId, name: null, ...said } as const;
    return { subject: about, deliverables, outreach: spread.state };
  }

  /** A civic event stays in its programme and series, so the view may be further on. */
  private async sessionsAt(subject: Subject, position: number, forStaff: boolean): Promise<readonly Session[]> {
    await this.readModels.reached(civicEventList, position);
    const query = this.readModels.repository(civicEventList).createQueryBuilder('row').select('row.id');
    whereEqual(query, subject);
    const ids = (await query.getMany()).map(({ id }) => id);
    const sessions: Session[] = [];
    for (let start = 0; start < ids.length; start += width) {
      const some = ids.slice(start, start + width).map((id) => this.sessionAt(id, position));
      sessions.push(...(await Promise.all(some)).filter((each) => each !== null));
    }
    return sessions
      .filter(({ civicEvent: { announced } }) => forStaff || announced)
      .sort((one, other) => orderOf(one) - orderOf(other) || one.id.localeCompare(other.id));
  }

  private async sessionAt(id: string, position: number): Promise<Session | null> {
    const [own, figures, reports] = await Promise.all([
      this.aggregates.load(civicEvent, id, position),
      this.aggregates.load(attendance, id, position),
      this.aggregates.load(report, id, position),
    ]);
    return own.state && { id, civicEvent: own.state, attendance: figures.state, feedback: reports.state.feedback };
  }
}

const orderOf = ({ civicEvent: { details } }: Session): number => Date.parse(details.startsAt);
