type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Named = { readonly name: string };

const isNamed = (value: unknown): value is readonly Named[] =>
  Array.isArray(value) && value.every((one) => isObject(one) && typeof one['name'] === 'string');

/** Lists of what has a name, such as groups of routes: what both have comes where the later one has it. */
const uniteNamed = (one: readonly Named[], other: readonly Named[]): readonly Named[] => [
  ...one.filter(({ name }) => other.every((each) => each.name !== name)),
  ...other,
];

/**
 * One document of several that describe a part each: objects and lists of what has a name are united; of what two of them say differently, the
 * first stays.
 */
export const mergeDocuments = (documents: readonly object[]): object =>
  withTitle(
    documents.reduce<Json>((whole, part) => unite(whole, part as Json), {}),
    documents,
  );

function unite(one: Json, other: Json): Json {
  const united = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const there = united[name];
    if (there === undefined) united[name] = value;
    else if (isObject(there) && isObject(value)) united[name] = unite(there, value);
    else if (isNamed(there) && isNamed(value)) united[name] = uniteNamed(there, value);
  }
  return united;
}

/** Each part introduces itself in `info.description`: the whole gets all of them. */
function withTitle(whole: Json, documents: readonly object[]): object {
  const descriptions = documents.map((document) => ((document as Json)['info'] as Json | undefined)?.['description']);
  const unique = [...new Set(descriptions.filter((text): text is string => typeof text === 'string'))];
  return isObject(whole['info']) && unique.length > 0
    ? { ...whole, info: { ...whole['info'], description: unique.join('. ') } }
    : whole;
}

/**
 * One text of several in the format of Prometheus: every metric with its own lines of all parts under one heading, each with a label
 * `service`, since two processes may tell of the same thing.
 */
export function mergeMetrics(parts: ReadonlyMap<string, string>): string {
  const headings = new Map<string, string[]>();
  const samples = new Map<string, string[]>();
  for (const [service, text] of parts) {
    let metric = '';
    for (const line of text.split('\n').filter((one) => one !== '')) {
      const [, kind, name] = /^# (HELP|TYPE) (\S+)/.exec(line) ?? [];
      if (name === undefined) samples.get(metric)?.push(labelled(line, service));
      else {
        metric = name;
        if (!samples.has(metric)) samples.set(metric, []);
        const known = headings.get(metric) ?? [];
        if (!known.some((heading) => heading.startsWith(`# ${kind} `))) headings.set(metric, [...known, line]);
      }
    }
  }
  return [...samples]
    .map(([metric, lines]) => `${[...(headings.get(metric) ?? []), ...lines].join('\n')}\n`)
    .join('\n');
}

function labelled(line: string, service: string): string {
  const [, name = '', , labels = '', rest = ''] = /^([^\s{]+)(\{(.*)\})?(\s.*)$/.exec(line) ?? [];
  return name === '' ? line : `${name}{${labels === '' ? '' : `${labels},`}service="${service}"}${rest}`;
}
