import { weighs, type Refusal } from '@ecou/runtime';
import XMLBuilder from 'fast-xml-builder';

/** A value of an answer: text, number, yes or no, nothing, a record of those, or a list, whose items XML names by `items`. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

export type Format = 'xml' | 'json';

/** An address, and the header `Accept` that came with it. */
export interface Asked {
  readonly url: string;
  readonly headers: { readonly accept?: string | undefined };
}

const ends = { '.json': 'json', '.xml': 'xml' } as const;

/** The format that the end of an address asks for; without one, that which `Accept` prefers; XML where it does not care, as every client reads it. */
export function formatOf({ url, headers }: Asked): Format {
  const path = url.split('?', 1)[0] ?? '';
  const [, format] = Object.entries(ends).find(([end]) => path.endsWith(end)) ?? [];
  return format ?? (weighs(headers.accept, 'application/json', ['text/xml', 'application/xml']) ? 'json' : 'xml');
}

/** The name of a list's items in XML (GeoReport v2; Service Discovery). */
const items: Readonly<Record<string, string>> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
};

const builder = new XMLBuilder({ format: true, suppressEmptyNode: true, suppressBooleanAttributes: false });

/** Writes characters that XML 1.0 does not have (section 2.2) as U+FFFD. */
const writable = (text: string): string =>
  text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}');

function nodeOf(name: string, value: Value): unknown {
  if (value === null) return '';
  if (typeof value === 'string') return writable(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) {
    const item = items[name] ?? 'item';
    return value.length === 0 ? '' : { [item]: value.map((one) => nodeOf(item, one)) };
  }
  return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, nodeOf(inner, one)]));
}

const isList = (value: object): value is readonly Value[] => Array.isArray(value);

const declaration = '<?xml version="1.0" encoding="utf-8"?>\n';

/** An answer in one of the two formats. In XML it is the element `root`; in JSON it has no name. */
export function written(format: Format, root: string, value: Value) {
  return format === 'json'
    ? { contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) }
    : { contentType: 'text/xml; charset=utf-8', body: declaration + builder.build({ [root]: nodeOf(root, value) }) };
}

/** 404 for what is not there, 403 for a key that is missing or wrong, 400 for everything else that a client can help (GeoReport v2, Errors). */
const statusOf = (status: number): number =>
  status >= 500 || [401, 403, 404, 405, 429].includes(status) ? status : 400;

/** One error per wrong field, with the status as its code. */
export const refusal: Refusal = (problem, request) => {
  const status = statusOf(problem.status);
  const { errors = [] } = problem.options;
  const descriptions = errors.map(({ path: field, code, message }) => `${field}: ${message} (${code})`);
  const list = descriptions.length > 0 ? descriptions : [`${problem.detail} (${problem.code})`];
  const body = list.map((description) => ({ code: status, description }));
  return { status, ...written(formatOf(request), 'errors', body) };
};
