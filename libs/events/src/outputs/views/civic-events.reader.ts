import { instant } from '@ecou/contracts';
import { Vault } from '@ecou/event-sourcing';
import { Aggregates, pageOf, ReadModels, Versioned, whereEqual, type Page } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { attendance } from '../../consultations/civic-event/attendance.aggregate.js';
import { standing, summaryOf } from '../../consultations/civic-event/attendance.decider.js';
import { report } from '../report/report.aggregate.js';
import { latest } from '../report/report.decider.js';
import { Taxonomies } from '../../consultations/taxonomy/taxonomies.js';
import { civicEventHistory, type HistoryRow } from './civic-event-history.view.js';
import { agendaAnswerOf, answerOf, shownEvent, withKindName } from '../../consultations/civic-event/answers.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { civicEventsThat } from './civic-event-criteria.js';
import { knownEvent } from '../../consultations/civic-event/civic-event.decider.js';
import type {
  AgendaAnswer,
  CivicEventAnswer,
  civicEventsQuery,
  historyQuery,
} from '../../consultations/civic-event/civic-event.schemas.js';

/** One civic event, with what is known of its attendance and report: as it is, or as it stood (`asOf`). */
export class GetCivicEvent extends Query<Versioned<CivicEventAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetCivicEvent)
export class GetCivicEventHandler implements IQueryHandler<GetCivicEvent> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly taxonomies: Taxonomies,
  ) {}

  async execute({ id, asOf, forStaff }: GetCivicEvent): Promise<Versioned<CivicEventAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const [own, figures, reports] = await Promise.all([
      this.aggregates.load(civicEvent, id, upTo),
      this.aggregates.load(attendance, id, upTo),
      this.aggregates.load(report, id, upTo),
    ]);
    const event = shownEvent(own.state, forStaff);
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
}

/** The agenda of a civic event; names of speakers for staff only. */
export class GetAgenda extends Query<Versioned<AgendaAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetAgenda)
export class GetAgendaHandler implements IQueryHandler<GetAgenda> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  async execute({ id, asOf, forStaff }: GetAgenda): Promise<Versioned<AgendaAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const event = shownEvent((await this.aggregates.load(civicEvent, id, upTo)).state, forStaff);
    const answer = await agendaAnswerOf(id, event, forStaff ? this.vault : null);
    return new Versioned(answer, event.versions.agenda, forStaff ? 'names' : undefined);
  }
}

/** The civic events that meet every one of the criteria, in the order in which they start. */
export class ListCivicEvents extends Query<Page<CivicEventAnswer>> {
  constructor(
    readonly criteria: z.output<typeof civicEventsQuery>,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(ListCivicEvents)
export class ListCivicEventsHandler implements IQueryHandler<ListCivicEvents> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly taxonomies: Taxonomies,
  ) {}

  async execute({ criteria, forStaff }: ListCivicEvents): Promise<Page<CivicEventAnswer>> {
    const query = civicEventsThat(this.readModels, criteria, { announced: !forStaff });
    const page = await pageOf(query, { startsAt: instant, id: z.uuid() }, criteria);
    const kinds = await this.taxonomies.versions('civic-event-kinds');
    return page.map(({ civicEvent: item }) => withKindName(item, kinds));
  }
}

/** Every fact about a civic event, in order. */
export class GetHistory extends Query<Page<Omit<HistoryRow, 'eventId' | 'civicEventId'>>> {
  constructor(
    readonly id: string,
    readonly criteria: z.output<typeof historyQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, criteria }: GetHistory) {
    knownEvent((await this.aggregates.load(civicEvent, id)).state);
    const query = this.readModels.repository(civicEventHistory).createQueryBuilder('row');
    whereEqual(query, { civicEventId: id });
    const page = await pageOf(query, { position: z.int() }, criteria);
    return page.map(({ eventId: _id, civicEventId: _civicEventId, ...fact }) => fact);
  }
}
