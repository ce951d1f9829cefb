import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Node } from 'ts-morph';
import { eventsFiles, placeOf, sourcesIn, type EventsFile } from './tree/contexts.ts';
import { generateEvent } from './event.ts';
import { bodyShape, commandShape, parseFields, sampleOf, type Field } from './tree/fields.ts';
import { asKebab, asPascal, camelCase, kebabCase, pascalCase, words } from './tree/names.ts';
import { Refused } from './tree/refused.ts';
import { Source } from './tree/source.ts';

interface Verb {
  readonly name: string;
  readonly event: string;
  /** Union of the aggregate's events. */
  readonly events: string;
  readonly aggregate: string;
  readonly fields: readonly Field[];
}

/**
 * `verb <context> <aggregate> <Verb> <EventType> <group> [field:type...]`: a verb in one of the groups of an aggregate
 * (`<group>.decider.ts`, `<group>.verbs.ts`) with its event. The rule accepts everything: what it refuses, and when a repeat changes
 * nothing, is written by hand.
 */
export async function generateVerb(
  root: string,
  [context, aggregate, verb, event, askedGroup, ...asked]: readonly string[],
): Promise<void> {
  const { folder } = placeOf(root, context);
  const name = asPascal(verb, 'The verb');
  const group = asKebab(askedGroup, 'The group of verbs');
  const own = aggregateOf(folder, aggregate, group);
  const at = dirname(own.path);
  const decider = new Source(fileIn(at, `${group}.decider.ts`) ?? '');
  const verbs = new Source(fileIn(at, `${group}.verbs.ts`) ?? '');
  const table = decider.valueOf(`${camelCase(group)}Rules`);
  if (decider.property(table, name)) throw new Refused(`${decider.path} has a verb ${name} already.`);
  const fields = parseFields(asked);
  const declared = {
    name,
    event: asPascal(event, 'An event type'),
    events: own.union,
    aggregate: own.category,
    fields,
  };

  await generateEvent(root, [context ?? '', own.category, declared.event, ...asked]);
  addRule(decider, table, declared);
  addVerb(verbs, verbs.valueOf(`${camelCase(group)}Verbs`), declared);
  await decider.save();
  await verbs.save();
  await addSpec(decider.path.replace(/\.ts$/, '.spec.ts'), at, declared);
}

/** The events file of an aggregate that has the group of verbs. Throws `Refused` where there is none. */
function aggregateOf(folder: string, aggregate: string | undefined, group: string): EventsFile {
  const own = eventsFiles(folder).find(({ category }) => category === asKebab(aggregate, 'The aggregate'));
  const groups = own ? groupsIn(dirname(own.path)) : [];
  if (own && groups.includes(group)) return own;
  throw new Refused(`${aggregate ?? ''} has no group of verbs ${group}; it has: ${groups.join(', ')}.`);
}

/** The file of that name in the folder of an aggregate or below it. */
const fileIn = (folder: string, name: string): string | undefined =>
  sourcesIn(folder).find((path) => basename(path) === name);

/** The groups that have both rules and verbs. */
const groupsIn = (folder: string): string[] =>
  sourcesIn(folder).flatMap((path) => {
    const [, group] = /([a-z-]+)\.verbs\.ts$/.exec(path) ?? [];
    return group !== undefined && fileIn(folder, `${group}.decider.ts`) ? [group] : [];
  });

function addRule(source: Source, table: Node | undefined, { name, event, events, aggregate, fields }: Verb): void {
  const state = pascalCase(aggregate);
  const names = fields.map((field) => field.name).join(', ');
  source.insertBefore(
    table,
    `export type ${name} = { type: '${name}'; ${commandShape(fields, source)} at: string };

    function ${camelCase(name)}(${names ? `{ ${names} }` : '_command'}: ${name}, _${camelCase(state)}: ${state}): ${events}[] {
      return [{ type: '${event}', data: { ${names} } }];
    }`,
  );
  source.add(table, `${name}: ${camelCase(name)}`, 'rules');
}

function addVerb(source: Source, table: Node | undefined, { name, aggregate, fields }: Verb): void {
  const body = `${camelCase(name)}Body`;
  const command = `type: '${name}', at: work.now`;
  const [said, run] =
    fields.length > 0
      ? [body, `(work, id, body) => work.decide(id, { ...body, ${command} })`]
      : ['undefined', `(work, id) => work.decide(id, { ${command} })`];
  if (fields.length > 0)
    source.insertBefore(
      table,
      `const ${body} = z.strictObject({ ${bodyShape(fields, source)} }).meta({ id: '${name}' });`,
    );
  source.import('verb', './verb.js');
  const route = kebabCase(name).replace(new RegExp(`-${aggregate}$`), '');
  const summary = words(name).replace(/^./, (letter) => letter.toUpperCase());
  source.add(table, `${name}: verb({ name: '${route}', summary: '${summary}', body: ${said}, run: ${run} })`, 'verbs');
}

async function addSpec(path: string, at: string, { name, event, aggregate, fields }: Verb): Promise<void> {
  if (!existsSync(path)) return;
  const source = new Source(path);
  const samples = source.moduleOf('samples') ?? join(at, `${aggregate}.samples.ts`);
  const given = source.moduleOf('given') ?? join(at, `../testing/${aggregate}-given.ts`);
  for (const helper of ['given', 'event']) source.import(helper, given);
  for (const sample of ['at', 'registered']) source.import(sample, samples);
  const command = JSON.stringify({ type: name, ...sampleOf(fields) }).replace(/}$/, ', at }');
  source.append(`
    describe('${name}', () => {
      it('is put on record', () => given(registered).when(${command}).then(event('${event}')));
    });
  `);
  await source.save();
}
