import type { Vault } from '@ecou/event-sourcing';
import { DateTime } from 'luxon';
import { nameIn, type Vocabulary } from '../taxonomy/vocabulary.js';
import { minutesOf } from './agenda.js';
import type { AttendanceSummary } from './attendance.decider.js';
import { requireCivicEvent, type CivicEvent } from './civic-event.decider.js';
import type { AgendaItem, CivicEventDetails } from './civic-event.events.js';
import type { AgendaAnswer, CivicEventAnswer } from './civic-event.schemas.js';

/** True where a caller may know of the civic event. */
export const isShown = (civicEvent: CivicEvent | null, forStaff: boolean): boolean =>
  civicEvent !== null && (forStaff || civicEvent.announced);

/** The civic event as far as a caller may know of it: the public knows of none before it was published. Throws `Unknown`. */
export const shownEvent = (civicEvent: CivicEvent | null, forStaff: boolean): CivicEvent =>
  requireCivicEvent(isShown(civicEvent, forStaff) ? civicEvent : null);

/** The civic event as it is answered. */
export const answerOf = (
  id: string,
  { status, details, kindsVersion, cancelled, corrections, versions }: CivicEvent,
  attendance: AttendanceSummary,
  report: CivicEventAnswer['report'],
): Omit<CivicEventAnswer, 'kindName'> => ({
  id,
  status,
  ...details,
  kindsVersion,
  durationMinutes: minutesOf(details),
  cancelled,
  corrections: corrections.map(({ changed, ...rest }) => ({ changed: [...changed], ...rest })),
  attendance,
  report,
  version: versions.event,
});

/** The civic event with the name that its kind had when it was planned. */
export const withKindName = (
  civicEvent: Omit<CivicEventAnswer, 'kindName'>,
  kinds: (version: number) => Vocabulary,
): CivicEventAnswer => ({ ...civicEvent, kindName: nameIn(kinds(civicEvent.kindsVersion), civicEvent.kind) });

/** A time of the agenda on the clock of the place. */
export function timeOf(
  { startsAt, timeZone }: Pick<CivicEventDetails, 'startsAt' | 'timeZone'>,
  minutes: number,
): string {
  const time = DateTime.fromISO(startsAt).plus({ minutes }).setZone(timeZone);
  return time.toISO({ suppressMilliseconds: true }) ?? startsAt;
}

/** The agenda as it is answered; names of speakers are opened with the vault, and left out without one. */
export async function agendaAnswerOf(
  id: string,
  { agenda, details, versions }: CivicEvent,
  vault: Vault | null,
): Promise<AgendaAnswer> {
  const at = (minutes: number | null) => (minutes === null ? null : timeOf(details, minutes));
  const itemOf = async ({ from, to, speakers, ...rest }: AgendaItem) => ({
    ...rest,
    startsAt: at(from),
    endsAt: at(to),
    speakers: await Promise.all(
      speakers.map(async ({ name, affiliation }) => ({
        name: vault ? ((await vault.open(name)) ?? null) : null,
        affiliation,
      })),
    ),
  });
  return { civicEventId: id, items: await Promise.all(agenda.map(itemOf)), version: versions.agenda };
}
