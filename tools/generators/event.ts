import { dirname } from 'node:path';
import { Node, SyntaxKind } from 'ts-morph';
import { eventsFiles, placeOf, sourcesIn } from './tree/contexts.ts';
import { eventShape, parseFields } from './tree/fields.ts';
import { keepGolden } from './tree/golden.ts';
import { asKebab, asPascal } from './tree/names.ts';
import { Refused } from './tree/refused.ts';
import { Source } from './tree/source.ts';

/**
 * `event <context> <aggregate> <EventType> [field:type...]`: declares an event of an aggregate, lets the state ignore it, and keeps a
 * golden form of it.
 */
export async function generateEvent(
  root: string,
  [context, aggregate, asked, ...fields]: readonly string[],
): Promise<void> {
  const { folder } = placeOf(root, context);
  const type = asPascal(asked, 'An event type');
  const category = asKebab(aggregate, 'The aggregate');
  const files = eventsFiles(folder);
  const own = files.find((file) => file.category === category);
  if (!own)
    throw new Refused(
      `The context has no aggregate ${category}; it has: ${files.map((file) => file.category).join(', ')}.`,
    );
  if (files.some(({ types }) => types.includes(type))) throw new Refused(`The context has an event ${type} already.`);
  const data = parseFields(fields);

  const events = new Source(own.path);
  events.add(events.call('defineEvents')?.[1], `${type}: z.object({ ${eventShape(data, events)} })`, 'events');
  await events.save();
  const declared = { type, siblings: own.types, path: own.path };
  await ignoreInEvolve(declared);
  await keepGolden(folder, declared, data);
}

interface Declared {
  readonly type: string;
  /** The other events of the aggregate. */
  readonly siblings: readonly string[];
  /** The file that declares it. */
  readonly path: string;
}

/** The state stays as it is: an entry of the fold's table, or a case in the switch over `event.type` that ends in `assertNever`. */
async function ignoreInEvolve({ type, siblings, path: declaring }: Declared): Promise<void> {
  for (const path of sourcesIn(dirname(declaring))) {
    const source = new Source(path);
    const objects = path.endsWith('.fold.ts')
      ? source.file.getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression)
      : [];
    const table = objects.find((object) => siblings.some((sibling) => object.getProperty(sibling)));
    const last = source.file
      .getDescendantsOfKind(SyntaxKind.DefaultClause)
      .find(
        (clause) =>
          clause.getFirstAncestorByKind(SyntaxKind.SwitchStatement)?.getExpression().getText() === 'event.type' &&
          clause.getText().includes('assertNever(event)'),
      );
    const state = last
      ?.getFirstAncestor((node) => Node.isParametered(node))
      ?.getParameters()[0]
      ?.getName();
    if (table) source.add(table, `${type}: (state) => state`, 'the fold');
    else if (last && state) source.file.insertText(last.getStart(), `case '${type}':\n return ${state};\n`);
    else continue;
    await source.save();
    return;
  }
}
