import { basename, dirname, join } from 'node:path';
import { SyntaxKind } from 'ts-morph';
import type { Place } from './contexts.ts';
import { Refused } from './refused.ts';
import { Source } from './source.ts';

/**
 * The name before `:read` and `:write` in the permissions of a room: that of its context, where the context has them, else that of the room, which the
 * context then lists, carried by those who read and write in every context.
 */
export async function permissionsOfRoom({ context, folder }: Place, module: string): Promise<string> {
  const source = new Source(join(folder, 'context.ts'));
  const names = source.file
    .getDescendantsOfKind(SyntaxKind.InterfaceDeclaration)
    .find((one) => one.getName() === 'ContextPermissions');
  const type = names?.getProperty(context)?.getTypeNode();
  if (!type) throw new Refused(`${source.path}: ContextPermissions says nothing of ${context}.`);
  const known = type.getText();
  const room = basename(dirname(module));
  for (const name of [context, room]) if (known.includes(`'${name}:write'`)) return name;
  type.replaceWithText(`${known} | '${room}:read' | '${room}:write'`);
  const table = source.property(source.call('defineContext')?.[0], 'permissions');
  source.add(table, [`'${room}:read': readers`, `'${room}:write': writers`], 'permissions');
  await source.save();
  return room;
}
