import { setImmediate as breathe } from 'node:timers/promises';
import type { Language } from '@ecou/contracts';
import { Unknown } from '@ecou/event-sourcing';
import { ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { FacilityReader } from '../map/facility.reader.js';
import { tagOf } from '../ogc/answered.js';
import type { Organization, Paging, Service, ServicesCriteria, TaxonomyTerm } from './hsds.schemas.js';
import { kindTermId, organizationId, taxonomyId } from './ids.js';
import { operatorsSql, servicesSql, type Narrowed } from './services-sql.js';
import { fullService, listedService, organizationOf, type Telling } from './services.js';
import { Tellings } from './tellings.js';
import { taxonomyOf, termsOf } from './terms.js';

interface Row {
  readonly matched: number;
  /** Null where the page is empty. */
  readonly facility: FacilityAnswer | null;
}

/** The forms in which a list tells services. */
export type Form = 'listed' | 'full' | 'minimal';

/** Services of a list that are told in full, a millisecond or two each, before others get their turn. */
const atATime = 10;

/** The header of a page, which the specification names (API Reference, "Lists"), and what the page holds. */
export const pageOf = <T>(contents: readonly T[], total: number, { page, per_page: size }: Paging) => ({
  total_items: total,
  total_pages: Math.ceil(total / size),
  page_number: page,
  size: contents.length,
  first_page: page === 1,
  last_page: page * size >= total,
  empty: contents.length === 0,
  contents,
});

const part = <T>(all: readonly T[], paging: Paging) => {
  const { page, per_page: size } = paging;
  return pageOf(all.slice((page - 1) * size, page * size), all.length, paging);
};

/** The map in the words of HSDS. */
@Injectable()
export class HsdsReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly facilities: FacilityReader,
    private readonly tellings: Tellings,
  ) {}

  /** One service with all that belongs to it. Throws `Unknown`. */
  async service(id: string, lang: Language): Promise<Versioned<Service>> {
    const { body, version } = await this.facilities.get(id);
    const told = fullService(body, await this.tellings.in(lang));
    return new Versioned(told, version, tagOf(JSON.stringify(told)));
  }

  /** A page of services by its number. An organisation or a kind that there is not has none. */
  async services(criteria: ServicesCriteria, form: Form, lang: Language) {
    const telling = await this.tellings.in(lang);
    const { sql, parameters } = servicesSql(await this.narrowed(criteria, telling));
    const rows = await this.readModels.query<Row>(sql, parameters);
    const found = rows.flatMap(({ facility }) => facility ?? []);
    return pageOf(await told(found, form, telling), rows[0]?.matched ?? 0, criteria);
  }

  private async narrowed(
    { organization_id: of, taxonomy_term_id: term, ...criteria }: ServicesCriteria,
    { kinds, publisher }: Telling,
  ): Promise<Narrowed> {
    const operators = of === undefined ? undefined : await this.operatorsBy(of, publisher.institution);
    // No kind is called so.
    const kind = term === undefined ? undefined : (kinds.find(({ id }) => kindTermId(id) === term)?.id ?? '');
    return { ...criteria, operators, kind };
  }

  /** The names behind the id of an organisation; facilities without one are the institution's. */
  private async operatorsBy(id: string, institution: string): Promise<readonly (string | null)[]> {
    const named = (await this.operators()).filter((operator) => organizationId(operator) === id);
    return organizationId(institution) === id ? [...named, null] : named;
  }

  private async operators(): Promise<string[]> {
    const rows = await this.readModels.query<{ readonly operator: string }>(operatorsSql);
    return rows.map(({ operator }) => operator);
  }

  private async allOrganizations(lang: Language): Promise<Organization[]> {
    const telling = await this.tellings.in(lang);
    const others = (await this.operators()).filter((operator) => operator !== telling.publisher.institution);
    return [null, ...others].map((operator) => organizationOf(operator, telling));
  }

  /** The institution, then whoever else runs facilities, by name. */
  async organizations(paging: Paging, lang: Language) {
    return part(await this.allOrganizations(lang), paging);
  }

  /** Throws `Unknown`. */
  async organization(id: string, lang: Language): Promise<Organization> {
    return found(await this.allOrganizations(lang), id, 'ORGANIZATION_UNKNOWN', 'There is no such organisation.');
  }

  /** The one taxonomy: that of kinds. */
  async taxonomies(paging: Paging, lang: Language) {
    return part([taxonomyOf(await this.tellings.in(lang))], paging);
  }

  /** Throws `Unknown`. */
  async taxonomy(id: string, lang: Language) {
    if (id !== taxonomyId) throw new Unknown('TAXONOMY_UNKNOWN', 'There is no such taxonomy.');
    return taxonomyOf(await this.tellings.in(lang));
  }

  async terms(paging: Paging, lang: Language) {
    return part(termsOf((await this.tellings.in(lang)).kinds, lang), paging);
  }

  /** Throws `Unknown`. */
  async term(id: string, lang: Language): Promise<TaxonomyTerm> {
    return found(termsOf((await this.tellings.in(lang)).kinds, lang), id, 'TERM_UNKNOWN', 'There is no such term.');
  }
}

async function told(found: readonly FacilityAnswer[], form: Form, telling: Telling): Promise<readonly object[]> {
  if (form === 'minimal') return found.map(({ id, changedAt }) => ({ id, modified_date: changedAt }));
  if (form === 'listed') return found.map((facility) => listedService(facility, telling));
  const services: Service[] = [];
  for (const [index, facility] of found.entries()) {
    services.push(fullService(facility, telling));
    if (index % atATime === atATime - 1) await breathe();
  }
  return services;
}

function found<T extends { readonly id: string }>(all: readonly T[], id: string, code: string, message: string): T {
  const one = all.find((each) => each.id === id);
  if (!one) throw new Unknown(code, message);
  return one;
}
