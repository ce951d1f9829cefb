import { whereEqual, whereWords, type CriteriaOf, type ReadModels } from '@ecou/runtime';
import type { civicEventsQuery } from '../../consultations/civic-event/civic-event.schemas.js';
import { civicEventList } from './civic-event-list.view.js';

export type CivicEventCriteria = Partial<Omit<CriteriaOf<typeof civicEventsQuery>, 'cursor' | 'limit'>>;

/** A day is one of the place; a time is a time everywhere. */
const columnFor = (moment: string) => (moment.length === 'yyyy-mm-dd'.length ? 'day' : 'startsAt');

/** The rows of civic events that meet every one of the criteria; `announced`: only those that the public knows of. */
export function civicEventsThat(
  readModels: ReadModels,
  { programme: programmeId, series, kind, status, from, to, q }: CivicEventCriteria,
  { announced }: { readonly announced: boolean },
) {
  const query = readModels.repository(civicEventList).createQueryBuilder('row');
  whereEqual(query, { programmeId, series, kind, status, announced: announced ? true : undefined });
  if (from !== undefined) query.andWhere(`row.${columnFor(from)} >= :from`, { from });
  if (to !== undefined) query.andWhere(`row.${columnFor(to)} <= :to`, { to });
  whereWords(query, q);
  return query;
}
