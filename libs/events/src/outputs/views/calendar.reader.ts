import { inLanguage, sharedBeginning, type Language } from '@ecou/contracts';
import { streamOf, Unknown } from '@ecou/event-sourcing';
import { Aggregates, Publisher, ReadModels, Representation } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { shownEvent } from '../../consultations/civic-event/answers.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { calendarOf, type CalendarEntry } from '../calendar/calendar.js';
import { civicEventsThat, type CivicEventCriteria } from './civic-event-criteria.js';
import type { CivicEventRow } from './civic-event-list.view.js';

const calendarType = 'text/calendar; charset=utf-8';

/** Bytes of calendars that are kept: some 600 for each civic event in one. */
const mostBytes = 16_000_000;

type CivicEvents = ReturnType<typeof civicEventsThat>;

interface State {
  readonly count: string;
  readonly last: string | null;
}

@Injectable()
export class CalendarReader {
  /** By the name of all that they are made of. */
  private readonly kept = new LRUCache<string, Uint8Array>({
    maxSize: mostBytes,
    sizeCalculation: ({ length }) => length,
  });

  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly publisher: Publisher,
  ) {}

  /** The calendar of the civic events that were announced and meet the criteria; that of a series is called what their titles begin with. */
  async get(criteria: CivicEventCriteria, lang: Language): Promise<Representation> {
    const query = civicEventsThat(this.readModels, criteria, { announced: true });
    // An entry that comes or changes brings a position that none had before; one that leaves lowers the count.
    const state = await query
      .clone()
      .select('count(*)', 'count')
      .addSelect('max(row.position)', 'last')
      .getRawOne<State>();
    const made = JSON.stringify([criteria, lang, state]);
    const render = async () => {
      const kept = this.kept.get(made);
      if (kept) return kept;
      const calendar = await this.write(query, lang, criteria.series);
      this.kept.set(made, calendar);
      return calendar;
    };
    return new Representation(calendarType, render, Number(state?.last ?? 0), undefined, `${state?.count ?? 0}`);
  }

  /** The calendar of a series. Throws `Unknown` where no civic event of it was announced. */
  async ofSeries(series: string, lang: Language): Promise<Representation> {
    if (!(await civicEventsThat(this.readModels, { series }, { announced: true }).getExists())) {
      throw new Unknown('SERIES_UNKNOWN', 'There is no such series; `GET /events/v1/series` lists them.');
    }
    return this.get({ series }, lang);
  }

  private async write(query: CivicEvents, lang: Language, series: string | undefined): Promise<Uint8Array> {
    const rows = await query
      .clone()
      .select('row.civicEvent', 'civicEvent')
      .addSelect('row.modifiedAt', 'modifiedAt')
      .orderBy('row.startsAt')
      .addOrderBy('row.id')
      .getRawMany<Pick<CivicEventRow, 'civicEvent' | 'modifiedAt'>>();
    const entries = rows.map(({ civicEvent: item, modifiedAt }): CalendarEntry => ({ ...item, modifiedAt }));
    const titles = entries.map(({ title }) => inLanguage(title, lang));
    const name = series && (sharedBeginning(titles) ?? series.replaceAll('-', ' '));
    return Buffer.from(await calendarOf(entries, { ...this.published, lang, name }));
  }

  private get published() {
    const { institution, publicUrl } = this.publisher;
    return { institution, publicUrl };
  }

  /** The calendar of one civic event. Throws `Unknown` where it was never announced. */
  async ofOne(id: string, lang: Language): Promise<Representation> {
    const { state } = await this.aggregates.load(civicEvent, id);
    const { details, cancelled, versions } = shownEvent(state, false);
    const facts = await this.aggregates.store.readStream(streamOf(civicEvent.category, id));
    const modifiedAt = facts.find(({ version }) => version === versions.event)?.recordedAt ?? details.startsAt;
    const entry = { id, ...details, cancelled, version: versions.event, modifiedAt };
    const render = () => calendarOf([entry], { ...this.published, lang, name: undefined });
    return new Representation(calendarType, render, versions.event);
  }
}
