import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { contextFolder, eventsFiles } from './contexts.ts';
import { goldenSpecs, keepGolden } from './event.ts';
import { parseFields } from './fields.ts';
import { asKebab, camelCase, pascalCase, words } from './names.ts';
import type { Parts } from './aggregate-parts.ts';
import { templates } from './aggregate-templates.ts';
import { Refused } from './refused.ts';
import { Source, writeFormatted } from './source.ts';

/**
 * `aggregate <context> <name> [field:type...]`: an aggregate that can be created, changed and read over HTTP (its events, its rules and their
 * spec, its routes), and its place in the context.
 */
export async function generateAggregate(root: string, [context, asked, ...rest]: readonly string[]): Promise<string[]> {
  const folder = contextFolder(root, context);
  const name = asKebab(asked, 'The aggregate');
  const fields = parseFields(rest.length > 0 ? rest : ['title:localizedText']);
  if (fields.some(({ type }) => type === 'personal'))
    throw new Refused(
      'What is personal is sealed before it becomes a command: add its event by the generator of events.',
    );
  const own = join(folder, name);
  if (existsSync(own) || eventsFiles(folder).some(({ category }) => category === name))
    throw new Refused(`${name} is there already.`);
  mkdirSync(own);

  const file = (kind: string) => join(own, `${name}.${kind}.ts`);
  const Name = pascalCase(name);
  const parts: Parts = {
    context: context ?? '',
    name,
    Name,
    variable: camelCase(name),
    spoken: words(Name),
    fields,
  };
  for (const [kind, text] of Object.entries(templates)) await writeFormatted(file(kind), text(parts));
  const listed = await listInContext(folder, parts);
  const golden = await declareGolden(folder, parts);
  for (const type of [`${Name}Created`, `${Name}Changed`])
    golden.push(...(await keepGolden(folder, { type, siblings: [] }, fields)));
  return [...Object.keys(templates).map(file), listed, ...new Set(golden)];
}

async function listInContext(folder: string, { name, Name, variable }: Parts): Promise<string> {
  const source = new Source(join(folder, 'context.ts'));
  const [definition] = source.call('defineContext') ?? [];
  const entries = [
    ['events', `${variable}Events`, 'events'],
    ['controllers', `${Name}Controller`, 'controller'],
    ['providers', `${Name}Handler`, 'command'],
    ['providers', `Get${Name}Handler`, 'queries'],
  ] as const;
  for (const [list, entry, kind] of entries) {
    source.import(entry, join(folder, name, `${name}.${kind}.ts`));
    source.add(source.property(definition, list), entry, list);
  }
  await source.save();
  return source.path;
}

/** The aggregate's events, among those of which golden forms are kept. */
async function declareGolden(folder: string, { name, variable }: Parts): Promise<string[]> {
  const [spec] = goldenSpecs(folder);
  if (!spec) return [];
  const source = new Source(spec);
  source.import(`${variable}Events`, join(folder, name, `${name}.events.ts`));
  source.add(source.call('goldenEvents')?.[1], `${variable}Events`, 'golden events');
  await source.save();
  return [spec];
}
