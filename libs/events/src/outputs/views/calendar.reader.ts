import type { Language } from '@ecou/contracts';
import { streamOf } from '@ecou/event-sourcing';
import { Aggregates, ReadModels, Representation } from '@ecou/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { shownEvent } from '../../consultations/civic-event/answers.js';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import { SETTINGS, type Settings } from '../../settings.js';
import { calendarOf } from '../calendar/calendar.js';
import { civicEventsThat, type CivicEventCriteria } from './civic-event-criteria.js';

const calendarType = 'text/calendar; charset=utf-8';

interface State {
  readonly count: string;
  readonly last: string | null;
}

@Injectable()
export class CalendarReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The calendar of the civic events that were announced and meet the criteria. `name`: its name, after the institution. */
  async get(criteria: CivicEventCriteria, lang: Language, name?: string): Promise<Representation> {
    const query = civicEventsThat(this.readModels, criteria, { announced: true });
    // An entry that comes or changes brings a position that none had before; one that leaves lowers the count.
    const state = await query
      .clone()
      .select('count(*)', 'count')
      .addSelect('max(row.position)', 'last')
      .getRawOne<State>();
    const render = async () => {
      const rows = await query.orderBy('row.startsAt').addOrderBy('row.id').getMany();
      const entries = rows.map(({ civicEvent: item, modifiedAt }) => ({ ...item, modifiedAt }));
      return calendarOf(entries, { ...this.settings, lang, name });
    };
    return new Representation(calendarType, render, Number(state?.last ?? 0), undefined, `${state?.count ?? 0}`);
  }

  /** The calendar of one civic event. Throws `Unknown` where it was never announced. */
  async ofOne(id: string, lang: Language): Promise<Representation> {
    const { state } = await this.aggregates.load(civicEvent, id);
    const { details, cancelled, versions } = shownEvent(state, false);
    const facts = await this.aggregates.store.readStream(streamOf(civicEvent.category, id));
    const modifiedAt = facts.find(({ version }) => version === versions.event)?.recordedAt ?? details.startsAt;
    const entry = { id, ...details, cancelled, version: versions.event, modifiedAt };
    const render = () => calendarOf([entry], { ...this.settings, lang, name: undefined });
    return new Representation(calendarType, render, versions.event);
  }
}
