/**
 * Objects of HSDS 3.0 by its Schema Reference: the fields of each, as `name:type`, where `!` marks those that it requires, and `[]` a list. Of 3.1 there is
 * `last_modified`. A type is that of JSON Schema, a format (`uuid`, `uri`, `email`, `date`, `date-time`), another object, or values between `|`.
 */
const objects: Readonly<Record<string, string>> = {
  service: `id!:uuid organization_id:uuid program_id:uuid name!:string alternate_name:string description:string url:uri
    email:email status!:active|inactive|defunct|temporarily_closed interpretation_services:string application_process:string
    fees_description:string accreditations:string eligibility_description:string minimum_age:number maximum_age:number
    assured_date:date assurer_email:email alert:string last_modified:date-time phones:phone[] schedules:schedule[]
    service_areas:service_area[] service_at_locations:service_at_location[] languages:language[] organization:organization
    cost_options:cost_option[] required_documents:required_document[] contacts:contact[] attributes:attribute[]`,
  organization: `id!:uuid name!:string alternate_name:string description!:string email:email website:uri
    year_incorporated:number legal_status:string logo:string uri:uri parent_organization_id:uuid phones:phone[] locations:location[]`,
  service_at_location: `id!:uuid service_id:uuid location_id:uuid description:string service_areas:service_area[] phones:phone[]
    schedules:schedule[] location:location attributes:attribute[]`,
  location: `id!:uuid location_type!:physical|postal|virtual url:uri organization_id:uuid name:string alternate_name:string
    description:string transportation:string latitude:number longitude:number external_identifier:string
    external_identifier_type:string languages:language[] addresses:address[] accessibility:accessibility[] phones:phone[]
    schedules:schedule[] attributes:attribute[]`,
  address: `id!:uuid location_id:uuid attention:string address_1!:string address_2:string city!:string region:string
    state_province!:string postal_code!:string country!:string address_type!:physical|postal|virtual`,
  phone: `id!:uuid location_id:uuid service_id:uuid organization_id:uuid number!:string extension:number
    type:text|voice|fax|cell|video|pager|textphone description:string languages:language[]`,
  schedule: `id!:uuid service_id:uuid location_id:uuid valid_from:date valid_to:date dtstart:date timezone:number until:date
    count:number wkst:MO|TU|WE|TH|FR|SA|SU freq:WEEKLY|MONTHLY interval:number byday:string byweekno:string bymonthday:string
    byyearday:string description:string opens_at:time closes_at:time schedule_link:uri attending_type:string notes:string`,
  service_area: `id!:uuid service_id:uuid service_at_location_id:uuid name:string description:string extent:string
    extent_type:geojson|topojson|kml|text uri:uri`,
  language: `id!:uuid service_id:uuid location_id:uuid phone_id:uuid name:string code:string note:string`,
  accessibility: `id!:uuid location_id:uuid description:string details:string url:uri`,
  cost_option: `id!:uuid service_id:uuid valid_from:date valid_to:date option:string currency:string amount:number
    amount_description:string`,
  attribute: `id!:uuid link_id:uuid taxonomy_term_id:uuid link_type:string link_entity:string value:string
    taxonomy_term:taxonomy_term`,
  taxonomy_term: `id!:uuid code:string name!:string description!:string parent_id:uuid taxonomy:string language:string
    taxonomy_id:uuid term_uri:uri`,
  taxonomy: `id!:uuid name!:string description!:string uri:uri version:string`,
  page: `total_items!:number total_pages!:number page_number!:number size!:number first_page!:boolean last_page!:boolean
    empty!:boolean contents!:any`,
};

const isText = (form: RegExp) => (value: unknown) => typeof value === 'string' && form.test(value);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  any: () => true,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  uuid: isText(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  uri: (value) => typeof value === 'string' && URL.canParse(value),
  email: isText(/^[^@\s]+@[^@\s]+$/),
  date: isText(/^\d{4}-\d\d-\d\d$/),
  'date-time': isText(/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/),
  time: isText(/^\d\d:\d\d(Z|[+-]\d\d:\d\d)$/),
};

function faultsOfValue(value: unknown, type: string, path: string): string[] {
  if (type.endsWith('[]')) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => faultsOfValue(item, type.slice(0, -2), `${path}.${index}`));
  }
  if (objects[type] !== undefined) return faultsOf(value, type, path);
  const check = types[type];
  const fits = check ? check(value) : type.split('|').includes(String(value).replaceAll(' ', '_'));
  return fits ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`];
}

/** The faults of an object by the specification: fields that it does not know, that are missing, or of another type. */
export function faultsOf(value: unknown, object: string, path = object): string[] {
  if (typeof value !== 'object' || value === null) return [`${path} is no object`];
  const fields = new Map(
    (objects[object] ?? '').split(/\s+/).map((field) => {
      const [name = '', type = ''] = field.split(':');
      return [name.replace('!', ''), { type, isRequired: name.endsWith('!') }] as const;
    }),
  );
  const missing = [...fields].flatMap(([name, { isRequired }]) =>
    isRequired && !(name in value) ? [`${path}.${name} is missing`] : [],
  );
  const wrong = Object.entries(value).flatMap(([name, content]) => {
    const field = fields.get(name);
    return field ? faultsOfValue(content, field.type, `${path}.${name}`) : [`${path}.${name} is not known`];
  });
  return [...missing, ...wrong];
}
