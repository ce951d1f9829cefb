import { Invalid, type Sealed } from '@ecou/event-sourcing';
import type { AgendaItem, Times } from './civic-event.events.js';

/** An item of the agenda as people give it: with times of the day. */
export interface PlannedItem extends Omit<AgendaItem, 'from' | 'to' | 'speakers'> {
  /** ISO 8601 with offset. */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly speakers: readonly { readonly name: Sealed<string>; readonly affiliation: string | null }[];
}

const minute = 60_000;

/** Its duration in minutes: real time, also where clocks change in between. */
export const minutesOf = ({ startsAt, endsAt }: Pick<Times, 'startsAt' | 'endsAt'>): number =>
  Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / minute);

/**
 * The agenda with times as minutes after the civic event's start. Throws `Invalid` for an item that does not lie inside the event, or
 * that ends before it starts.
 */
export function insideEvent(items: readonly PlannedItem[], times: Times): AgendaItem[] {
  const length = minutesOf(times);
  return items.map(({ startsAt, endsAt, speakers, ...item }, index) => {
    const after = (field: 'startsAt' | 'endsAt', time: string | null): number | null => {
      if (time === null) return null;
      const minutes = minutesOf({ startsAt: times.startsAt, endsAt: time });
      if (minutes >= 0 && minutes <= length) return minutes;
      throw new Invalid('AGENDA_OUTSIDE_EVENT', 'The item does not lie inside the civic event.', [
        'items',
        index,
        field,
      ]);
    };
    const [from, to] = [after('startsAt', startsAt), after('endsAt', endsAt)];
    if (from !== null && to !== null && to <= from) {
      throw new Invalid('AGENDA_ITEM_ENDS_BEFORE_START', 'The item ends before it starts.', ['items', index, 'endsAt']);
    }
    return { ...item, speakers: [...speakers], from, to };
  });
}

/** The minutes that the civic event must last for its agenda to fit in. */
export const minutesNeeded = (items: readonly AgendaItem[]): number =>
  Math.max(0, ...items.flatMap(({ from, to }) => [from ?? 0, to ?? 0]));
