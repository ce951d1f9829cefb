import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Node } from 'ts-morph';
import { eventsFileOf, placeOf, roomOf, type EventsFile } from './tree/contexts.ts';
import { goldenSpecOf } from './tree/golden.ts';
import { asKebab, camelCase, pascalCase, snake, words } from './tree/names.ts';
import { Refused } from './tree/refused.ts';
import { listInRoom } from './room.ts';
import { writeFormatted, relativeModule, type Source } from './tree/source.ts';

/**
 * `view <context>[/<room>] <name> <EventType>...`: a view with one row per aggregate, which knows the version at which it last changed, its
 * spec, and its place in the room that is asked for, else in that of the first event. Its fold stands in `folds.ts` once `keepViews` has run.
 */
export async function generateView(root: string, [context, asked, ...types]: readonly string[]): Promise<void> {
  const place = placeOf(root, context);
  const name = asKebab(asked, 'The view');
  if (types.length === 0) throw new Refused('A view reads at least one event type.');
  const files = types.map((type) => eventsFileOf(place.folder, type));
  const module = roomOf(place, files[0]?.path ?? '');
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
  await withFolds(join(room, 'views/folds.ts'));
  await writeFormatted(join(room, 'views', `${name}.view.spec.ts`), specOf(name, files[0]?.category ?? '', types));
  await listInRoom(module, [{ list: 'views', name: variable, path }]);
  await addToGolden(room, { variable, path, files });
}

interface Viewed {
  readonly variable: string;
  readonly path: string;
  readonly files: readonly EventsFile[];
}

/** The golden spec of a room guards the view: by name, unless it guards all views of its context. */
async function addToGolden(room: string, { variable, path, files }: Viewed): Promise<void> {
  const source = await goldenSpecOf(room);
  const guarded = source.call('goldenViews')?.[1];
  const events = guarded ? source.property(guarded, 'events') : source.call('goldenEvents')?.[1];
  if (guarded && !source.literal(guarded)) return;
  const known = listedIn(source, events);
  const missing = new Map(files.filter((file) => !known.has(file.variable)).map((file) => [file.variable, file.path]));
  for (const [name, from] of [...missing, [variable, path] as const]) source.import(name, from);
  const names = [...missing.keys()];
  if (guarded) {
    source.add(source.property(guarded, 'views'), variable, 'views');
    readAlso(source, events, names);
  } else guard(source, events, names, variable);
  await source.save();
}

/** The names in a list, also those of lists that are spread in it. */
function listedIn(source: Source, list: Node | undefined): ReadonlySet<string> {
  const literal = source.literal(list);
  const elements = Node.isArrayLiteralExpression(literal) ? literal.getElements() : [];
  const names = elements.flatMap((each) =>
    Node.isSpreadElement(each) ? [...listedIn(source, each.getExpression())] : [each.getText()],
  );
  return new Set(names);
}

function guard(source: Source, own: Node | undefined, others: readonly string[], view: string): void {
  const events = [...(own ? [`...${own.getText()}`] : []), ...others].join(', ');
  source.import('goldenViews', '@ecou/event-sourcing/testing');
  source.append(`goldenViews(import.meta.dirname, { events: [${events}], views: [${view}] });\n`);
}

/** Events of other rooms: golden forms of them are kept there. */
function readAlso(source: Source, events: Node | undefined, names: readonly string[]): void {
  if (!events || names.length === 0) return;
  const parent = events.getParent();
  const extended = `[...${events.getText()}, ${names.join(', ')}]`;
  if (!Node.isIdentifier(events)) source.add(events, names, 'events');
  else if (Node.isShorthandPropertyAssignment(parent)) parent.replaceWithText(`events: ${extended}`);
  else events.replaceWithText(extended);
}

/** The first view of a folder comes with the module of its folds. */
async function withFolds(path: string): Promise<void> {
  if (existsSync(path)) return;
  await writeFormatted(path, `import type { Folds } from '@ecou/event-sourcing';\n\nexport const folds: Folds = {};\n`);
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
