import { streamOf, Unknown } from '@ecou/event-sourcing';
import type { Aggregates } from '@ecou/runtime';
import { DateTime } from 'luxon';
import { isShown, shownEvent } from '../civic-event/answers.js';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import type { CivicEvent } from '../civic-event/civic-event.decider.js';
import { tookPlace } from '../civic-event/civic-event.state.js';
import type { CivicEventEvent } from '../civic-event/civic-event.events.js';

const announcement: CivicEventEvent['type'] = 'CivicEventPublished';

interface Asked {
  /** The position that is asked about; as it is without one. */
  readonly upTo: number | undefined;
  readonly forStaff: boolean;
}

/**
 * The civic event as it is, or as it stood, as far as a caller may know of it. Throws `Unknown`, which says since when there is something
 * to be read where that is later than what was asked for.
 */
export async function civicEventAt(aggregates: Aggregates, id: string, asked: Asked): Promise<CivicEvent> {
  const { upTo, forStaff } = asked;
  const { state } = await aggregates.load(civicEvent, id, upTo);
  if (upTo === undefined || isShown(state, forStaff)) return shownEvent(state, forStaff);
  const current = shownEvent((await aggregates.load(civicEvent, id)).state, forStaff);
  const facts = await aggregates.store.readStream(streamOf(civicEvent.category, id));
  const first = forStaff ? facts[0] : facts.find(({ type }) => type === announcement);
  throw new Unknown('CIVIC_EVENT_UNKNOWN', notYet(current, first?.recordedAt ?? '', forStaff));
}

function notYet(
  { details: { startsAt, timeZone }, status }: CivicEvent,
  recordedAt: string,
  forStaff: boolean,
): string {
  const dayOf = (time: string) => DateTime.fromISO(time, { zone: timeZone }).toISODate();
  const what = forStaff ? 'recorded' : 'public';
  const itself = `the session itself ${tookPlace(status) ? 'was held' : 'starts'} on ${dayOf(startsAt)}`;
  return `Nothing was ${what} before ${dayOf(recordedAt)}; ${itself}.`;
}
