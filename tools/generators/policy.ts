import { join } from 'node:path';
import { contextFolder, eventsFileOf, exporterOf } from './contexts.ts';
import { asKebab, asPascal, pascalCase } from './names.ts';
import { Refused } from './refused.ts';
import { Source } from './source.ts';

/**
 * `policy <context> <name> <cause> <aggregate> <Command>`: whenever the cause (a contract such as `ReportPublishedV1`, an event type of
 * the context, or `timer:<name>`), then the command to the aggregate. What else the command carries is written by hand: the type check
 * asks for it.
 */
export async function generatePolicy(
  root: string,
  [context, asked, cause = '', aggregate, command]: readonly string[],
): Promise<string[]> {
  const folder = contextFolder(root, context);
  const name = asKebab(asked, 'The policy');
  const envelope = `${pascalCase(asKebab(aggregate, 'The aggregate'))}Command`;
  const exporter = exporterOf(folder, envelope);
  if (!exporter) throw new Refused(`The context has no ${envelope}: an aggregate's envelope of commands.`);
  const type = asPascal(command, 'The command');

  const path = join(folder, 'policies.ts');
  const source = new Source(path);
  if (source.tree.getFullText().includes(`name: '${name}'`)) throw new Refused(`${path} has a policy ${name} already.`);
  const [subject, row] = whenever(root, folder, cause, source);
  const then = `new ${envelope}(${subject}, { type: '${type}' }, context)`;
  source.import(envelope, exporter);
  source.add(source.variable('policies')?.initializer, row(name, then), 'policies');
  await source.save();
  return [path];
}

type Row = (name: string, then: string) => string;

function whenever(root: string, folder: string, cause: string, source: Source): readonly [subject: string, row: Row] {
  const [, timer] = /^timer:([a-z][a-z0-9-]*)$/.exec(cause) ?? [];
  if (timer) {
    source.import('onTimer', '@ecou/messaging');
    return [
      'subject',
      (name, then) => `onTimer('${timer}', { name: '${name}', then: ({ subject }, context) => ${then} })`,
    ];
  }
  if (/V[0-9]+$/.test(cause)) {
    if (!exporterOf(join(root, 'libs/contracts/src'), cause)) throw new Refused(`There is no contract ${cause}.`);
    source.import('onContract', '@ecou/messaging');
    source.import(cause, '@ecou/contracts');
    return [
      'subject',
      (name, then) => `onContract(${cause}, { name: '${name}', then: ({ subject }, context) => ${then} })`,
    ];
  }
  const { union, path } = eventsFileOf(folder, cause);
  source.import('onEvent', '@ecou/messaging');
  source.import('idOf', '@ecou/event-sourcing');
  source.import('RecordedEvent', '@ecou/event-sourcing', 'type');
  source.import(union, path, 'type');
  const event = `RecordedEvent<Extract<${union}, { type: '${cause}' }>>`;
  return [
    'idOf(stream)',
    (name, then) => `onEvent(['${cause}'], { name: '${name}', then: ({ stream }: ${event}, context) => ${then} })`,
  ];
}
