import { instant } from '@ecou/contracts';
import { Aggregates, pageOf, ReadModels, Versioned, type CriteriaOf, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { answerOf, withKindName } from '../../consultations/civic-event/answers.js';
import { attendance } from '../../consultations/civic-event/attendance.aggregate.js';
import { standing, summaryOf } from '../../consultations/civic-event/attendance.decider.js';
import type { CivicEventAnswer, civicEventsQuery } from '../../consultations/civic-event/civic-event.schemas.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { civicEventAt } from '../../consultations/views/civic-event-at.js';
import { report } from '../report/report.aggregate.js';
import { latest } from '../report/report.decider.js';
import { civicEventsThat } from './civic-event-criteria.js';

/** Civic events, with what is known of their attendance and report. */
@Injectable()
export class CivicEventsReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly taxonomies: Taxonomies,
  ) {}

  /** One civic event, folded from its streams: as it is, or as it stood (`asOf`). Throws `Unknown`. */
  async get(id: string, asOf: string | undefined, forStaff: boolean): Promise<Versioned<CivicEventAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const [event, figures, reports] = await Promise.all([
      civicEventAt(this.aggregates, id, { upTo, forStaff }),
      this.aggregates.load(attendance, id, upTo),
      this.aggregates.load(report, id, upTo),
    ]);
    const last = latest(reports.state);
    const answer = answerOf(
      id,
      event,
      summaryOf(standing(figures.state)),
      last ? { version: last.version, publishedAt: last.publishedAt } : null,
    );
    const kinds = await this.taxonomies.versions('civic-event-kinds');
    return new Versioned(withKindName(answer, kinds), event.versions.event, `a${figures.version}.r${reports.version}`);
  }

  /** The civic events that meet every one of the criteria, in the order in which they start. */
  async list(criteria: CriteriaOf<typeof civicEventsQuery>, forStaff: boolean): Promise<Page<CivicEventAnswer>> {
    const query = civicEventsThat(this.readModels, criteria, { announced: !forStaff });
    const page = await pageOf(query, { startsAt: instant, id: z.uuid() }, criteria);
    const kinds = await this.taxonomies.versions('civic-event-kinds');
    return page.map(({ civicEvent: item }) => withKindName(item, kinds));
  }
}
