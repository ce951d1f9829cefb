import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { placeOf, sourcesIn } from './tree/contexts.ts';
import { asKebab, pascalCase, words } from './tree/names.ts';
import { Refused } from './tree/refused.ts';
import { Source, writeFormatted } from './tree/source.ts';

/** `room <context> <name>`: the folder of a room with its Nest module, which the context lists. */
export async function generateRoom(root: string, [asked, askedName]: readonly string[]): Promise<void> {
  const { context, folder } = placeOf(root, asked);
  const name = asKebab(askedName, 'The room');
  const Name = `${pascalCase(name)}Module`;
  const path = join(folder, name, `${name}.module.ts`);
  const isTaken = existsSync(dirname(path)) || sourcesIn(folder).some((file) => basename(file) === basename(path));
  if (isTaken) throw new Refused(`${name} is there already.`);
  await writeFormatted(
    path,
    `import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';

/** ${words(pascalCase(name)).replace(/^./, (letter) => letter.toUpperCase())}. */
@Module({ imports: [EventSourcingModule.forFeature({ context: '${context}' })] })
export class ${Name} {}
`,
  );
  const source = new Source(join(folder, 'context.ts'));
  source.import(Name, path);
  source.add(source.property(source.call('defineContext')?.[0], 'modules'), Name, 'modules');
  await source.save();
}

/** An entry of a room's module, and the file that exports it. */
export interface Entry {
  /** A key of the feature, or of the module itself. */
  readonly list: 'aggregates' | 'views' | 'controllers' | 'providers';
  readonly name: string;
  readonly path: string;
}

/** Lists entries in the module of a room. */
export async function listInRoom(module: string, entries: readonly Entry[]): Promise<void> {
  const source = new Source(module);
  for (const key of ['aggregates', 'views', 'controllers', 'providers'] as const) {
    const own = entries.filter(({ list }) => list === key);
    if (own.length === 0) continue;
    const [object] = source.call(isOfFeature(key) ? 'EventSourcingModule.forFeature' : 'Module') ?? [];
    const names = own.map(({ name }) => name);
    const list = source.property(object, key);
    if (list) source.add(list, names, key);
    else source.add(object, `${key}: [${names.join(', ')}]`, key);
    for (const { name, path } of own) source.import(name, path);
  }
  await source.save();
}

const isOfFeature = (key: Entry['list']): boolean => key === 'aggregates' || key === 'views';

/** The table `policies` or `publish` of a room, which its first row makes: an empty one, named in the feature. */
export async function tableOf(module: string, name: 'policies' | 'publish', empty: string): Promise<Source> {
  const path = join(dirname(module), `${name}.ts`);
  if (!existsSync(path)) {
    await writeFormatted(path, empty);
    const source = new Source(module);
    source.import(name, path);
    source.add(source.call('EventSourcingModule.forFeature')?.[0], name, 'the feature');
    await source.save();
  }
  return new Source(path);
}
