import type { Language } from '@ecou/contracts';
import { streamOf } from '@ecou/event-sourcing';
import { Aggregates, Html, ReadModels } from '@ecou/runtime';
import { Inject } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { seatLedger } from '../../registration/seat-ledger/seat-ledger.aggregate.js';
import { generalFree } from '../../registration/seat-ledger/seats.js';
import { SETTINGS, type Settings } from '../../settings.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import type { CivicEventEvent } from '../../consultations/civic-event/civic-event.events.js';
import { GetAgenda, GetCivicEvent } from './civic-events.reader.js';
import { renderCivicEvent } from '../civic-event/civic-event-page.js';
import type { PublicEvent } from '../civic-event/public-event.js';

/** The page of a civic event: as it is, or as it stood (`asOf`). Names of speakers are never on it. */
export class GetCivicEventPage extends Query<Html> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
    readonly lang: Language,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetCivicEventPage)
export class GetCivicEventPageHandler implements IQueryHandler<GetCivicEventPage> {
  constructor(
    private readonly queries: QueryBus,
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async execute({ id, asOf, lang, forStaff }: GetCivicEventPage): Promise<Html> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const [{ body: event, version, tag }, agenda, desk, previousStart] = await Promise.all([
      this.queries.execute(new GetCivicEvent(id, asOf, forStaff)),
      this.queries.execute(new GetAgenda(id, asOf, forStaff)),
      this.aggregates.load(seatLedger, id, upTo),
      this.previousStart(id, upTo),
    ]);
    const { settings, open, taken } = desk.state;
    const shown: PublicEvent = {
      event,
      agenda: agenda.body.items,
      previousStart,
      registration: settings && { open, free: generalFree(settings, taken) },
    };
    const state = [tag, `g${agenda.version}`, `s${desk.version}`].join('.');
    return new Html(() => renderCivicEvent(shown, lang, this.settings), version, undefined, state);
  }

  /** When it had been announced for before its start was moved last. */
  private async previousStart(id: string, upTo: number | undefined): Promise<string | null> {
    const stream = streamOf(civicEvent.category, id);
    const facts = await this.aggregates.store.readStream(stream, upTo === undefined ? {} : { upTo });
    const data = facts
      .map(({ type, data: said }) => ({ type, data: said }) as CivicEventEvent)
      .flatMap((fact) => (fact.type === 'CivicEventRescheduled' && fact.data.announced ? [fact.data] : []))
      .findLast(({ startsAt, previous }) => Date.parse(startsAt) !== Date.parse(previous.startsAt));
    return data?.previous.startsAt ?? null;
  }
}
