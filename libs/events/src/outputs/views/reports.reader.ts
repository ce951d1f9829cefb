import { streamOf, Unknown, type RecordedEvent } from '@ecou/event-sourcing';
import { Aggregates, pageOf, ReadModels, Versioned, whereEqual, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { shownEvent } from '../../consultations/civic-event/answers.js';
import { attendance } from '../../consultations/civic-event/attendance.aggregate.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { requireCivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import { programme } from '../../consultations/programme/programme.aggregate.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { DiscussionPointsReader } from '../../consultations/views/discussion-points.reader.js';
import { contentOf } from '../report/report-content.js';
import { report } from '../report/report.aggregate.js';
import type { ReportVersion } from '../report/report.decider.js';
import type { ReportAnswer, reportsQuery, ReportVersionAnswer } from '../report/report.schemas.js';
import { reportList } from './report-list.view.js';

const noReport = () => new Unknown('REPORT_UNKNOWN', 'There is no such version of the report.');

const isVersion = (event: RecordedEvent, version: number): boolean =>
  event.type === 'ReportPublished' && (event.data as { version?: unknown }).version === version;

@Injectable()
export class ReportsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly taxonomies: Taxonomies,
    private readonly points: DiscussionPointsReader,
  ) {}

  /** One version of a report, with everything as it stood at the position that the version is defined by. Throws `Unknown`. */
  async get(
    civicEventId: string,
    version: number | 'latest',
    asOf: string | undefined,
    forStaff: boolean,
  ): Promise<Versioned<ReportAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const stream = streamOf(report.category, civicEventId);
    const [{ state }, events] = await Promise.all([
      this.aggregates.load(civicEvent, civicEventId, upTo),
      this.aggregates.store.readStream(stream, upTo === undefined ? {} : { upTo }),
    ]);
    shownEvent(state, forStaff);
    const event = events.findLast((each) =>
      version === 'latest' ? each.type === 'ReportPublished' : isVersion(each, version),
    );
    if (!event) throw noReport();
    return new Versioned(await this.at(civicEventId, event.position), event.version);
  }

  /** The versions of a report that were published, the first one first. Throws `Unknown`. */
  async list(
    civicEventId: string,
    criteria: z.output<typeof reportsQuery>,
    forStaff: boolean,
  ): Promise<Page<ReportVersionAnswer>> {
    shownEvent((await this.aggregates.load(civicEvent, civicEventId)).state, forStaff);
    const query = this.readModels.repository(reportList).createQueryBuilder('row');
    whereEqual(query, { civicEventId });
    const page = await pageOf(query, { version: z.int32() }, criteria);
    return page.map(({ report: item }) => item);
  }

  private async at(civicEventId: string, position: number): Promise<ReportAnswer> {
    const [event, figures, reports, points, kinds, categories, themes] = await Promise.all([
      this.aggregates.load(civicEvent, civicEventId, position),
      this.aggregates.load(attendance, civicEventId, position),
      this.aggregates.load(report, civicEventId, position),
      this.points.at(civicEventId, position),
      this.taxonomies.versions('civic-event-kinds'),
      this.taxonomies.versions('attendance-categories'),
      this.taxonomies.versions('discussion-themes'),
    ]);
    const found = requireCivicEvent(event.state);
    const { programmeId } = found.details;
    return contentOf({
      civicEventId,
      published: reports.state.versions.at(-1) as ReportVersion,
      versions: reports.state.versions,
      position,
      civicEvent: found,
      programme: programmeId === null ? null : (await this.aggregates.load(programme, programmeId, position)).state,
      attendance: figures.state,
      points,
      feedback: reports.state.feedback,
      vocabularies: { kinds, categories, themes },
    });
  }
}
