import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Node } from 'ts-morph';
import { eventsFileOf, placeOf, roomOf, type EventsFile, type Place } from './tree/contexts.ts';
import { contractShape, parseFields, type Field } from './tree/fields.ts';
import { asKebab, camelCase, pascalCase, sentence } from './tree/names.ts';
import { addToRow, newRow } from './tree/publish-row.ts';
import { Refused } from './tree/refused.ts';
import { tableOf } from './room.ts';
import { Source } from './tree/source.ts';

/**
 * `contract <context> <name> [field:type...] [--of EventType] [--internal]`: declares the next version of a contract (the first where
 * there is none). Its first field is the id of the aggregate, which is the key. With `--of`, the room's `publish.ts` makes it of that event.
 */
export async function generateContract(
  root: string,
  [askedPlace, asked, ...rest]: readonly string[],
  { of, internal = false }: { readonly of?: string | undefined; readonly internal?: boolean | undefined },
): Promise<void> {
  const place = placeOf(root, askedPlace);
  const { context, folder } = place;
  const name = asKebab(asked, 'The contract');
  const event = of === undefined ? undefined : { type: of, ...eventsFileOf(folder, of) };
  const fields = parseFields(rest);
  if (!internal && fields.some(({ type }) => type === 'personal'))
    throw new Refused('A public contract carries no personal field; an internal one may (--internal).');
  const key = `${camelCase(event?.category ?? name.replace(/-[a-z]+$/, ''))}Id`;
  const path = join(root, 'libs/contracts/src', `${context}.ts`);
  const declared = await declare(path, {
    type: `ecou.${context}.${name}`,
    name,
    fields: withKey(key, fields),
    internal,
  });
  if (event) await publishOf(place, { event, variable: declared, key, fields });
}

const withKey = (key: string, fields: readonly Field[]): readonly Field[] => [
  { name: key, type: 'uuid', nullable: false },
  ...fields.filter(({ name }) => name !== key),
];

interface Declaration {
  /** `ecou.<context>.<name>` */
  readonly type: string;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly internal: boolean;
}

/** Declares the next version in the file of the context's contracts; answers the name of its variable. */
async function declare(path: string, { type, name, fields, internal }: Declaration): Promise<string> {
  const version = nextVersion(path, type);
  const variable = `${pascalCase(name)}V${version}`;
  const source = new Source(path);
  const listed = source.file.getVariableDeclarations().find((each) => each.getName().endsWith('Contracts'));
  if (!listed) throw new Refused(`${path} has no list of its contracts.`);
  source.import('contract', './contract.js');
  source.insertBefore(
    listed,
    `export const ${variable} = contract(
      '${type}.v${version}',
      '${sentence(name)}',
      z.object({ ${contractShape(fields, source)} }),${internal ? `\n'internal',` : ''}
    );`,
  );
  source.add(listed.getInitializer(), variable, 'contracts');
  await source.save();
  return variable;
}

function nextVersion(path: string, type: string): number {
  const versions = [...readFileSync(path, 'utf8').matchAll(new RegExp(`'${type}\\.v([0-9]+)'`, 'g'))].map(
    ([, version]) => Number(version),
  );
  return Math.max(0, ...versions) + 1;
}

interface Publication {
  readonly event: EventsFile & { readonly type: string };
  readonly variable: string;
  readonly key: string;
  readonly fields: readonly Field[];
}

/** A row of the table of the room's `publish.ts`, or one more contract in it. */
async function publishOf(place: Place, { event, variable, key, fields }: Publication): Promise<void> {
  const source = await tableOf(roomOf(place, event.path), 'publish', emptyTable);
  const type = source.file.getVariableDeclaration('publish')?.getTypeNode();
  const union = Node.isTypeReference(type) ? type.getTypeArguments()[0] : undefined;
  if (!union) throw new Refused(`${source.path} has no table publish: PublishTable<...>.`);
  nameIn(source, union, event);
  source.import(variable, '@ecou/contracts');
  source.import('idOf', '@ecou/event-sourcing');
  source.import('as', '@ecou/messaging');
  source.import('PublishTable', '@ecou/messaging', 'type');
  const taken = fields.map(({ name }) => name).filter((name) => name !== key);
  const publication = { type: event.type, contract: variable, key, fields: taken };
  const table = source.valueOf('publish');
  const row = source.property(table, event.type);
  if (row) addToRow(source.path, row, publication);
  else source.add(table, newRow(publication), 'publish');
  await source.save();
}

/** The table is one of the event's union, too. */
function nameIn(source: Source, unions: Node, { union, path }: EventsFile): void {
  const known = unions.getText();
  if (known === 'never') unions.replaceWithText(union);
  else if (!known.split(/\W+/).includes(union)) unions.replaceWithText(`${known} | ${union}`);
  source.import(union, path, 'type');
}

const emptyTable = `/** Which event becomes which contract. */
export const publish: PublishTable<never> = {};
`;
