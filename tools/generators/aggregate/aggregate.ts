import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOf } from './templates.ts';
import { eventsFiles, oneRoom, placeOf } from '../tree/contexts.ts';
import { parseFields } from '../tree/fields.ts';
import { declareGolden, keepGolden } from '../tree/golden.ts';
import { asKebab, camelCase, pascalCase, words } from '../tree/names.ts';
import { permissionsOfRoom } from '../tree/permissions.ts';
import { Refused } from '../tree/refused.ts';
import { listInRoom } from '../room.ts';
import { relativeModule, writeFormatted } from '../tree/source.ts';

/**
 * `aggregate <context>[/<room>] <name> [field:type...]`: an aggregate that can be created, changed and read over HTTP (its events, its
 * rules and their spec, its reader, its routes), and its place in the room.
 */
export async function generateAggregate(root: string, [asked, askedName, ...rest]: readonly string[]): Promise<void> {
  const place = placeOf(root, asked);
  const module = oneRoom(place);
  const name = asKebab(askedName, 'The aggregate');
  const fields = parseFields(rest.length > 0 ? rest : ['title:localizedText']);
  if (fields.some(({ type }) => type === 'personal'))
    throw new Refused(
      'What is personal is sealed before it becomes a command: add its event by the generator of events.',
    );
  const room = dirname(module);
  const own = join(room, name);
  if (existsSync(own) || eventsFiles(place.folder).some(({ category }) => category === name))
    throw new Refused(`${name} is there already.`);

  const Name = pascalCase(name);
  const variable = camelCase(name);
  const events = join(own, `${name}.events.ts`);
  const contextModule = relativeModule(events, join(place.folder, 'context.ts'));
  const permissions = await permissionsOfRoom(place, module);
  const files = filesOf({
    context: place.context,
    contextModule,
    permissions,
    name,
    Name,
    variable,
    spoken: words(Name),
    fields,
  });
  for (const [path, text] of files) await writeFormatted(join(room, path), text);
  await listInRoom(module, [
    { list: 'aggregates', name: variable, path: join(own, `${name}.aggregate.ts`) },
    { list: 'controllers', name: `${Name}Controller`, path: join(room, `${name}.controller.ts`) },
    { list: 'providers', name: `${Name}Handler`, path: join(own, `${name}.command.ts`) },
    { list: 'providers', name: `${Name}Reader`, path: join(room, 'views', `${name}.reader.ts`) },
  ]);
  await declareGolden(room, `${variable}Events`, events);
  for (const type of [`${Name}Created`, `${Name}Changed`])
    await keepGolden(place.folder, { type, siblings: [], path: events }, fields);
}
