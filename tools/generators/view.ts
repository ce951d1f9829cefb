import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { contextFolder, eventsFileOf, roomOf, type EventsFile } from './contexts.ts';
import { goldenSpecs } from './event.ts';
import { asKebab, camelCase, pascalCase, snake, words } from './names.ts';
import { Refused } from './refused.ts';
import { Source, writeFormatted, relativeModule } from './source.ts';

/**
 * `view <context> <name> <EventType>...`: a view with one row per aggregate, which knows the version at which it last changed, its spec,
 * and its place in the room of the first event. Its fold stands in `folds.ts` once `keepViews` has run.
 */
export async function generateView(root: string, [context, asked, ...types]: readonly string[]): Promise<string[]> {
  const folder = contextFolder(root, context);
  const name = asKebab(asked, 'The view');
  if (types.length === 0) throw new Refused('A view reads at least one event type.');
  const files = types.map((type) => eventsFileOf(folder, type));
  const module = roomOf(folder, files[0]?.path ?? folder);
  const room = dirname(module);
  const path = join(room, 'views', `${name}.view.ts`);
  if (existsSync(path)) throw new Refused(`${path} is there already.`);
  const unions = [...new Map(files.map(({ union, path: from }) => [union, from])).entries()];
  const variable = camelCase(name);
  const row = `${pascalCase(name)}Row`;
  const handlers = types.map(
    (type) =>
      `${type}: { evolve: (_row, event: Recorded<'${type}'>) => ({ id: idOf(event.stream), version: event.version, changedAt: event.recordedAt }) },`,
  );
  await writeFormatted(
    path,
    `import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
${unions.map(([union, from]) => `import type { ${union} } from '${relativeModule(path, from)}';`).join('\n')}
import { folds } from './folds.js';

export interface ${row} {
  id: string;
  version: number;
  changedAt: string;
}

type Event = ${unions.map(([union]) => union).join(' | ')};
type Recorded<Type extends Event['type']> = RecordedEvent<Extract<Event, { type: Type }>>;

/** The ${words(pascalCase(name))}: one row per aggregate. */
export const ${variable} = defineView<${row}>({
  name: '${snake(name)}',
  version: 1,
  fold: folds.${snake(name)},
  key: 'id',
  columns: { id: 'text', version: 'integer NOT NULL', changedAt: 'timestamptz NOT NULL' },
  indexes: ['(changed_at, id)'],
  on: { ${handlers.join('\n')} },
});
`,
  );
  const folds = await withFolds(join(room, 'views/folds.ts'));
  const spec = join(room, 'views', `${name}.view.spec.ts`);
  await writeFormatted(spec, specOf(name, files[0]?.category ?? '', types));
  await addToModule(module, variable, path);
  return [path, ...folds, spec, module, ...(await addToGolden(room, { variable, path, files }))];
}

async function addToModule(module: string, variable: string, path: string): Promise<void> {
  const source = new Source(module);
  const [feature] = source.call('EventSourcingModule.forFeature') ?? [];
  const views = source.property(feature, 'views');
  source.import(variable, path);
  if (views) source.add(views, variable, 'views');
  else source.add(feature, `views: [${variable}]`, 'the feature');
  await source.save();
}

interface Viewed {
  readonly variable: string;
  readonly path: string;
  readonly files: readonly EventsFile[];
}

/** Where the golden spec of a room names its events and views one by one, it names these, too. */
async function addToGolden(room: string, { variable, path, files }: Viewed): Promise<string[]> {
  const spec = goldenSpecs(room).find((each) => dirname(each) === room);
  const source = spec === undefined ? undefined : new Source(spec);
  const guarded = source?.call('goldenViews')?.[1];
  if (!source || !guarded || !ts.isObjectLiteralExpression(guarded)) return [];
  const events = source.property(guarded, 'events');
  const read = new Map(files.map((file) => [file.variable, file.path]));
  for (const [name, from] of read) {
    if (events?.getText().includes(name)) continue;
    source.import(name, from);
    source.add(events, name, 'events');
  }
  source.import(variable, path);
  source.add(source.property(guarded, 'views'), variable, 'views');
  await source.save();
  return [source.path];
}

/** The first view of a folder comes with the module of its folds. */
async function withFolds(path: string): Promise<string[]> {
  if (existsSync(path)) return [];
  await writeFormatted(path, `import type { Folds } from '@ecou/event-sourcing';\n\nexport const folds: Folds = {};\n`);
  return [path];
}

const specOf = (
  name: string,
  category: string,
  types: readonly string[],
): string => `import type { RecordedEvent } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { ${camelCase(name)} } from './${name}.view.js';

const id = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0001';

const recorded = (type: string): RecordedEvent => ({
  position: 1,
  stream: \`${category}-\${id}\`,
  version: 1,
  id: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0002',
  type,
  data: {},
  metadata: { actor: 'key:1', correlationId: 'correlation', causationId: 'cause' },
  recordedAt: '2026-03-01T10:00:00.000Z',
});

describe('${words(pascalCase(name))}', () => {
  it.each(['${types.join("', '")}'])('has a row after %s', (type) => {
    const event = recorded(type);
    expect(${camelCase(name)}.keys(event)).toEqual([id]);
    expect(${camelCase(name)}.evolve(undefined, event, id)).toEqual({ id, version: 1, changedAt: event.recordedAt });
  });
});
`;
