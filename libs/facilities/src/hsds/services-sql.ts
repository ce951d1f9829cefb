import { relationOf, wordPatterns } from '@ecou/event-sourcing';
import type { Query, Value } from '../views/facilities-sql.js';
import { facilityMap } from '../views/facility-map.view.js';
import type { ServicesCriteria } from './hsds.schemas.js';

/** Criteria whose ids were looked up. */
export interface Narrowed extends Omit<ServicesCriteria, 'organization_id' | 'taxonomy_term_id'> {
  /** One of these runs it; null: nobody is named. */
  readonly operators?: readonly (string | null)[] | undefined;
  readonly kind?: string | undefined;
}

function conditionsOf({ search, operators, kind, modified_after: after }: Narrowed, value: Value): string[] {
  const named = operators?.filter((operator) => operator !== null);
  const unnamed = operators?.includes(null) ? 'operator IS NULL OR ' : '';
  return [
    after === undefined ? `status <> 'retired'` : `changed_at >= ${value(after)}`,
    kind !== undefined && `kind = ${value(kind)}`,
    named && `(${unnamed}operator = ANY (${value(named)}::text[]))`,
    ...wordPatterns(search).map((pattern) => `search LIKE ${value(pattern)}`),
  ].filter((condition) => typeof condition === 'string');
}

/**
 * The facilities of a page by its number, in the order of their ids, and in each row the number of all that meet the criteria; where the page is empty
 * there is one row without a facility.
 */
export function servicesSql(criteria: Narrowed): Query {
  const parameters: unknown[] = [];
  const value: Value = (content) => `$${parameters.push(content)}`;
  const { page, per_page: size } = criteria;
  const found = `FROM ${relationOf(facilityMap)} WHERE ${conditionsOf(criteria, value).join(' AND ')}`;
  // The ids are counted off in the index; what belongs to them is read for the page only.
  const ids = `SELECT id ${found} ORDER BY id LIMIT ${value(size)} OFFSET ${value((page - 1) * size)}`;
  return {
    sql: `SELECT matched, facility FROM (SELECT count(*)::int AS matched ${found}) counted
      LEFT JOIN (SELECT id, facility FROM ${relationOf(facilityMap)} WHERE id IN (${ids})) page ON true ORDER BY id`,
    parameters,
  };
}

/** Each operator that facilities name, by one look into the index for each. */
export const operatorsSql = (() => {
  const next = (after: string) =>
    `SELECT operator FROM ${relationOf(facilityMap)} WHERE ${after} ORDER BY operator LIMIT 1`;
  return `WITH RECURSIVE named AS (
      (${next('operator IS NOT NULL')})
      UNION ALL
      SELECT (${next('operator > named.operator')}) FROM named WHERE named.operator IS NOT NULL)
    SELECT operator FROM named WHERE operator IS NOT NULL`;
})();
