import { streamOf } from '@ecou/event-sourcing';
import { Aggregates, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import type { CivicEventEvent } from '../../consultations/civic-event/civic-event.events.js';
import { AgendaReader } from '../../consultations/views/agenda.reader.js';
import { seatLedger } from '../../registration/seat-ledger/seat-ledger.aggregate.js';
import { generalFree } from '../../registration/seat-ledger/seats.js';
import type { PublicEvent } from '../civic-event/public-event.js';
import { CivicEventsReader } from './civic-events.reader.js';

/** The content of the page of a civic event, and the versions that it is made of. */
interface CivicEventPage {
  readonly shown: PublicEvent;
  readonly version: number;
  /** Names the versions of whatever else it tells, for an `ETag`. */
  readonly state: string;
}

@Injectable()
export class CivicEventPageReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly civicEvents: CivicEventsReader,
    private readonly agendas: AgendaReader,
  ) {}

  /** The page of a civic event: as it is, or as it stood (`asOf`). Throws `Unknown`. */
  async get(id: string, asOf: string | undefined, forStaff: boolean): Promise<CivicEventPage> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const [{ body: event, version, tag }, agenda, ledger, previousStart] = await Promise.all([
      this.civicEvents.get(id, asOf, forStaff),
      this.agendas.get(id, asOf, forStaff),
      this.aggregates.load(seatLedger, id, upTo),
      this.previousStart(id, upTo),
    ]);
    const { settings, open, taken } = ledger.state;
    const shown: PublicEvent = {
      event,
      agenda: agenda.body.items,
      previousStart,
      registration: settings && { open, free: generalFree(settings, taken) },
    };
    return { shown, version, state: [tag, `g${agenda.version}`, `s${ledger.version}`].join('.') };
  }

  /** The start that had been announced before it was moved last; null where it was never moved. */
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
