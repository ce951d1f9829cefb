import { instant, language } from '@ecou/contracts';
import { z } from 'zod';
import { facilitiesQuery } from '../facility/facility.schemas.js';

/*
 * Objects of HSDS 3.0 (Human Services Data Specification of Open Referral, "Schema Reference"), with the fields that facts of the map fill. The
 * specification knows no null: a field that is not known is absent.
 */

/** Version of the specification, as the API says it. */
export const hsdsVersion = '3.0';

const url = z.url();

export const taxonomy = z
  .object({ id: z.uuid(), name: z.string(), description: z.string(), uri: url, version: z.string() })
  .meta({ id: 'HsdsTaxonomy' });

export const taxonomyTerm = z
  .object({
    id: z.uuid(),
    code: z.string().describe('A kind of facility, or a field of one.'),
    name: z.string(),
    description: z.string(),
    parent_id: z.uuid().optional().describe('Of a field: its kind.'),
    taxonomy: z.string(),
    taxonomy_id: z.uuid(),
    language: z.string(),
  })
  .meta({ id: 'HsdsTaxonomyTerm' });
export type TaxonomyTerm = z.output<typeof taxonomyTerm>;

const attribute = z.object({
  id: z.uuid(),
  link_id: z.uuid(),
  link_entity: z.literal('service'),
  taxonomy_term_id: z.uuid(),
  value: z.string().optional().describe('Of a field: its value.'),
  taxonomy_term: taxonomyTerm,
});

export const organization = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    website: url.optional(),
  })
  .meta({ id: 'HsdsOrganization' });
export type Organization = z.output<typeof organization>;

const phone = z.object({
  id: z.uuid(),
  number: z.string(),
  type: z.enum(['voice', 'text']),
  description: z.string().optional(),
});

export const schedule = z.object({
  id: z.uuid(),
  valid_from: z.iso.date(),
  valid_to: z.iso.date(),
  timezone: z.number().describe('Hours by which clocks are ahead of UTC while it is valid.'),
  wkst: z.literal('MO'),
  freq: z.literal('WEEKLY').optional().describe('Absent for a single day.'),
  interval: z.literal(1).optional(),
  byday: z.string().optional().describe('`MO,TU`...'),
  opens_at: z.string().describe('`HH:MM` with the offset from UTC. One that closes earlier does so on the next day.'),
  closes_at: z.string().describe('`23:59` is the end of the day.'),
  description: z.string().describe('In the `opening_hours` syntax of OpenStreetMap, with what a rule cannot say.'),
  schedule_link: url.optional().describe('The hours as iCalendar.'),
});
export type Schedule = z.output<typeof schedule>;

const spoken = z.object({ id: z.uuid(), name: z.string(), code: z.string().describe('ISO 639-1 or 639-3.') });

const address = z.object({
  id: z.uuid(),
  address_1: z.string().describe('The whole line, as the map has it.'),
  city: z.string().describe('The municipality’s; empty where it does not name it.'),
  state_province: z.string(),
  postal_code: z.string().describe('Empty where the line has none.'),
  country: z.literal('RO'),
  address_type: z.literal('physical'),
});

const accessibility = z.object({ id: z.uuid(), description: z.string().optional(), details: z.string().optional() });

export const location = z
  .object({
    id: z.uuid(),
    location_type: z.enum(['physical', 'virtual']),
    url: url.optional().describe('Of a virtual one.'),
    name: z.string(),
    alternate_name: z.string().optional(),
    description: z.string().optional(),
    latitude: z.number().optional(),
    longitude: z.number().optional(),
    languages: z.array(spoken),
    addresses: z.array(address),
    accessibility: z.array(accessibility),
  })
  .meta({ id: 'HsdsLocation' });
export type Location = z.output<typeof location>;

const serviceAtLocation = z
  .object({
    id: z.uuid(),
    service_id: z.uuid(),
    location_id: z.uuid(),
    description: z.string().optional(),
    schedules: z.array(schedule),
    location,
  })
  .meta({ id: 'HsdsServiceAtLocation' });
export type ServiceAtLocation = z.output<typeof serviceAtLocation>;

const costOption = z.object({
  id: z.uuid(),
  service_id: z.uuid(),
  valid_from: z.iso.date().optional(),
  valid_to: z.iso.date().optional(),
  option: z.string(),
  amount_description: z.string().optional(),
});

const serviceFields = {
  id: z.uuid().describe('That of the facility.'),
  organization_id: z.uuid(),
  name: z.string(),
  alternate_name: z.string().optional().describe('The name in the other language.'),
  description: z.string().optional(),
  url: url.optional(),
  email: z.email().optional(),
  status: z.enum(['active', 'inactive', 'defunct', 'temporarily closed']),
  application_process: z.string().optional().describe('The guides.'),
  assured_date: z.iso.date().optional(),
  alert: z.string().optional().describe('The reason why it is closed.'),
  last_modified: instant.describe('As HSDS 3.1 has it.'),
  organization,
};

/** A service as lists have it: with what it has one of. */
const listed = z.object(serviceFields);

export const service = z
  .object({
    ...serviceFields,
    phones: z.array(phone),
    schedules: z.array(schedule),
    service_areas: z.array(z.object({ id: z.uuid(), service_id: z.uuid(), name: z.string() })),
    service_at_locations: z.array(serviceAtLocation),
    languages: z.array(spoken),
    cost_options: z.array(costOption).describe('The incentives.'),
    attributes: z.array(attribute).describe('Its kind, and the fields of that.'),
  })
  .meta({ id: 'HsdsService' });
export type Service = z.output<typeof service>;

const minimal = z.object({ id: z.uuid(), modified_date: instant });

/** A page as HSDS has it (API Reference, "Lists"). */
const paged = <T extends z.ZodType>(item: T, id: string) =>
  z
    .object({
      total_items: z.int(),
      total_pages: z.int(),
      page_number: z.int(),
      size: z.int(),
      first_page: z.boolean(),
      last_page: z.boolean(),
      empty: z.boolean(),
      contents: z.array(item),
    })
    .meta({ id });

const oneOfServices = z.union([service, listed, minimal]).meta({ id: 'HsdsListedService' });

export const servicesAnswer = paged(oneOfServices, 'HsdsServices');
export const organizationsAnswer = paged(organization, 'HsdsOrganizations');
export const taxonomiesAnswer = paged(taxonomy, 'HsdsTaxonomies');
export const termsAnswer = paged(taxonomyTerm, 'HsdsTaxonomyTerms');

export const rootAnswer = z
  .object({
    version: z.literal(hsdsVersion),
    profile: url.describe('What this API says of HSDS, and how.'),
    openapi_url: url,
    description: z.string(),
    publisher: z.object({ name: z.string(), website: url }),
  })
  .meta({ id: 'HsdsAbout' });

/** The most entities of a page. */
const mostOfPage = 100;

const lang = { lang: language.default('ro').describe('Language of texts; HSDS has one of each.') };

const pages = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1).describe('Number of the page, from 1 on.'),
  per_page: z.coerce.number().int().min(1).max(mostOfPage).default(50).describe('Entities of a page.'),
};

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

export const servicesQuery = z.strictObject({
  search: facilitiesQuery.shape.q.describe('Words that stand in names, texts, address or operator.'),
  ...pages,
  organization_id: z.uuid().optional(),
  taxonomy_term_id: z.uuid().optional().describe('A kind, as `/taxonomy_terms` lists them.'),
  modified_after: instant
    .optional()
    .describe('Only what changed at that time or later, with what became defunct, which is left out otherwise.'),
  minimal: flag.describe('`true`: only `id` and `modified_date`.'),
  full: flag.describe('`true`: each with all that `/services/{id}` says.'),
  ...lang,
});
export type ServicesCriteria = Omit<z.output<typeof servicesQuery>, 'lang' | 'minimal' | 'full'>;

export const listQuery = z.strictObject({ ...pages, ...lang });
export const oneQuery = z.strictObject(lang);
export type Paging = Pick<z.output<typeof listQuery>, 'page' | 'per_page'>;
