import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, decodeCursor, encodeCursor, Page, ReadModels, whereEqual } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { attendance } from '../../consultations/civic-event/attendance.aggregate.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import type { RecommendationStatus } from '../../consultations/discussion-point/discussion-point.events.js';
import { programme } from '../../consultations/programme/programme.aggregate.js';
import { known } from '../../consultations/programme/programme.decider.js';
import { report } from '../report/report.aggregate.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { civicEventList } from './civic-event-list.view.js';
import { recommendationList } from '../../consultations/views/recommendation-list.view.js';
import { rollupOf, type RollupSources, type Session } from '../rollup/rollup-content.js';
import type { RollupAnswer, seriesQuery } from '../rollup/rollup.schemas.js';

/** What it is about: a programme by its id, or a series by its name. */
type Subject = { readonly programmeId: string } | { readonly series: string };

/** What all sessions of a programme or a series come to: as it is, or as it stood (`asOf`). */
export class GetRollup extends Query<RollupAnswer> {
  constructor(
    readonly subject: Subject,
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

/** So many sessions are folded at a time. */
const width = 16;

@QueryHandler(GetRollup)
export class GetRollupHandler implements IQueryHandler<GetRollup> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly taxonomies: Taxonomies,
  ) {}

  /** All of it is read at one position. Views say which sessions and recommendations there are; those of later do not count. */
  async execute({ subject, asOf, forStaff }: GetRollup): Promise<RollupAnswer> {
    const position = (await this.readModels.resolveAsOf(asOf)) ?? (await this.aggregates.store.horizon());
    const about = await this.about(subject, position);
    const sessions = await this.sessionsAt(subject, position, forStaff);
    if ('series' in subject && sessions.length === 0) {
      throw new Unknown('SERIES_UNKNOWN', 'There is no such series of civic events.');
    }
    const [recommendations, categories] = await Promise.all([
      this.recommendationsAt(
        sessions.map(({ id }) => id),
        position,
      ),
      this.taxonomies.current('attendance-categories', position),
    ]);
    return rollupOf({ ...about, position, sessions, recommendations, categories });
  }

  private async about(subject: Subject, position: number): Promise<Pick<RollupSources, 'subject' | 'deliverables'>> {
    if ('series' in subject) {
      const series = { kind: 'series', id: null, name: subject.series, title: null, fundingCodes: [] } as const;
      return { subject: { ...series, fundingCodes: [] }, deliverables: null };
    }
    const { details, deliverables } = known(
      (await this.aggregates.load(programme, subject.programmeId, position)).state,
    );
    const { title, fundingCodes } = details;
    return { subject: { kind: 'programme', id: subject.programmeId, name: null, title, fundingCodes }, deliverables };
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

  private async recommendationsAt(
    civicEventIds: readonly string[],
    position: number,
  ): Promise<readonly RecommendationStatus[]> {
    await this.readModels.reached(recommendationList, position);
    const rows = await this.readModels
      .repository(recommendationList)
      .createQueryBuilder('row')
      .select(['row.id', 'row.reached'])
      .where('row.civicEventId = ANY (:civicEventIds)', { civicEventIds })
      .andWhere('row.position <= :position', { position })
      .getMany();
    return rows.flatMap(({ reached }) => reached.findLast((each) => each.position <= position)?.status ?? []);
  }
}

const orderOf = ({ civicEvent: { details } }: Session): number => Date.parse(details.startsAt);

interface Series {
  readonly name: string;
  readonly sessions: number;
  readonly firstStartsAt: string;
  readonly lastStartsAt: string;
}

/** The series that civic events are in, by name. */
export class ListSeries extends Query<Page<Series>> {
  constructor(
    readonly criteria: z.output<typeof seriesQuery>,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(ListSeries)
export class ListSeriesHandler implements IQueryHandler<ListSeries> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ criteria: { cursor, limit }, forStaff }: ListSeries): Promise<Page<Series>> {
    const [after = ''] = decodeCursor(cursor, z.tuple([z.string()])) ?? [];
    const rows = await this.readModels.query<{ name: string; sessions: number; first: string; last: string }>(
      `SELECT series AS name, count(*)::int AS sessions, min(starts_at) AS first, max(starts_at) AS last
       FROM civic_event_list WHERE series COLLATE "C" > $1 AND (announced OR $2)
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
}
