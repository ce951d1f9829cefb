import { streamOf, Unknown, type RecordedEvent } from '@ecou/event-sourcing';
import { Aggregates, pageOf, ReadModels, Versioned, whereEqual, type Page } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { attendance } from '../../consultations/civic-event/attendance.aggregate.js';
import { shownEvent } from '../../consultations/civic-event/answers.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { knownEvent } from '../../consultations/civic-event/civic-event.decider.js';
import { programme } from '../../consultations/programme/programme.aggregate.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { discussionPointList, pointAt } from '../../consultations/views/discussion-point-list.view.js';
import { reportList } from './report-list.view.js';
import { contentOf } from '../report/report-content.js';
import { report } from '../report/report.aggregate.js';
import type { ReportVersion } from '../report/report.decider.js';
import type { ReportAnswer, reportsQuery, ReportVersionAnswer } from '../report/report.schemas.js';

/** One version of a report, with everything as it stood at the position that the version is defined by. */
export class GetReport extends Query<Versioned<ReportAnswer>> {
  constructor(
    readonly civicEventId: string,
    readonly version: number | 'latest',
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

const noReport = () => new Unknown('REPORT_UNKNOWN', 'There is no such version of the report.');

const isVersion = (event: RecordedEvent, version: number): boolean =>
  event.type === 'ReportPublished' && (event.data as { version?: unknown }).version === version;

@QueryHandler(GetReport)
export class GetReportHandler implements IQueryHandler<GetReport> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly taxonomies: Taxonomies,
  ) {}

  async execute({ civicEventId, version, asOf, forStaff }: GetReport): Promise<Versioned<ReportAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    shownEvent((await this.aggregates.load(civicEvent, civicEventId, upTo)).state, forStaff);
    const stream = streamOf(report.category, civicEventId);
    const events = await this.aggregates.store.readStream(stream, upTo === undefined ? {} : { upTo });
    const event = events.findLast((each) =>
      version === 'latest' ? each.type === 'ReportPublished' : isVersion(each, version),
    );
    if (!event) throw noReport();
    return new Versioned(await this.at(civicEventId, event.position), event.version);
  }

  private async at(civicEventId: string, position: number): Promise<ReportAnswer> {
    const [event, figures, reports, kinds, categories, themes] = await Promise.all([
      this.aggregates.load(civicEvent, civicEventId, position),
      this.aggregates.load(attendance, civicEventId, position),
      this.aggregates.load(report, civicEventId, position),
      this.taxonomies.versions('civic-event-kinds'),
      this.taxonomies.versions('attendance-categories'),
      this.taxonomies.versions('discussion-themes'),
    ]);
    const known = knownEvent(event.state);
    const { programmeId } = known.details;
    return contentOf({
      civicEventId,
      published: reports.state.versions.at(-1) as ReportVersion,
      versions: reports.state.versions,
      position,
      civicEvent: known,
      programme: programmeId === null ? null : (await this.aggregates.load(programme, programmeId, position)).state,
      attendance: figures.state,
      points: await this.pointsAt(civicEventId, position),
      feedback: reports.state.feedback,
      vocabularies: { kinds, categories, themes },
    });
  }

  /** The view knows since when each point stands, and since when it is a recommendation, so that it tells how they stood once it has got there. */
  private async pointsAt(civicEventId: string, position: number) {
    await this.readModels.reached(discussionPointList, position);
    const query = this.readModels.repository(discussionPointList).createQueryBuilder('row');
    whereEqual(query, { civicEventId });
    const rows = await query
      .andWhere('row.position <= :position', { position })
      .orderBy('row.rank')
      .addOrderBy('row.position')
      .getMany();
    return rows.map((row) => pointAt(row, position));
  }
}

/** The versions of a report that were published, the first one first. */
export class ListReports extends Query<Page<ReportVersionAnswer>> {
  constructor(
    readonly civicEventId: string,
    readonly criteria: z.output<typeof reportsQuery>,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(ListReports)
export class ListReportsHandler implements IQueryHandler<ListReports> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ civicEventId, criteria, forStaff }: ListReports): Promise<Page<ReportVersionAnswer>> {
    shownEvent((await this.aggregates.load(civicEvent, civicEventId)).state, forStaff);
    const query = this.readModels.repository(reportList).createQueryBuilder('row');
    whereEqual(query, { civicEventId });
    const page = await pageOf(query, { version: z.int32() }, criteria);
    return page.map(({ report: item }) => item);
  }
}
