import type { Vault } from '@ecou/event-sourcing';
import { DateTime } from 'luxon';
import type { AttendanceSummary } from '../attendance/attendance.decider.js';
import { minutesOf } from './agenda.js';
import type { CivicEvent } from './civic-event.decider.js';
import type { AgendaItem, CivicEventDetails } from './civic-event.events.js';
import type { AgendaAnswer, CivicEventAnswer } from './civic-event.schemas.js';

/** What the answer about a civic event takes from its own stream. */
export const ownAnswer = (
  id: string,
  { status, details, cancelled, versions }: Omit<CivicEvent, 'agenda' | 'planned'>,
): Omit<CivicEventAnswer, 'attendance' | 'report'> => ({
  id,
  status,
  ...details,
  durationMinutes: minutesOf(details),
  cancelled,
  version: versions.event,
});

/** The civic event as it is answered. */
export const answerOf = (
  id: string,
  civicEvent: CivicEvent,
  attendance: AttendanceSummary,
  report: CivicEventAnswer['report'],
): CivicEventAnswer => ({ ...ownAnswer(id, civicEvent), attendance, report });

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
