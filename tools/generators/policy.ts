import { join } from 'node:path';
import { eventsFileOf, exporterOf, placeOf, roomOf, type Place } from './tree/contexts.ts';
import { asKebab, asPascal, pascalCase } from './tree/names.ts';
import { Refused } from './tree/refused.ts';
import { tableOf } from './room.ts';
import type { Source } from './tree/source.ts';
import { setTimer, timerNamed } from './tree/timer.ts';

/**
 * `policy <context>[/<room>] <name> <cause> <aggregate> <Command> [--set-by EventType.field]`: whenever the cause (a contract such as
 * `ReportPublishedV1`, an event type of the context, or `timer:<name>`), then the command to the aggregate. What else the command carries
 * is written by hand: the type check asks for it. A timer that nobody sets yet is set by an event, for the time in its field.
 */
export async function generatePolicy(
  root: string,
  [asked, askedName, cause = '', aggregate, command]: readonly string[],
  { 'set-by': setBy }: { readonly 'set-by'?: string | undefined },
): Promise<void> {
  const place = placeOf(root, asked);
  const name = asKebab(askedName, 'The policy');
  const envelope = `${pascalCase(asKebab(aggregate, 'The aggregate'))}Command`;
  const exporter = exporterOf(place.folder, envelope);
  if (!exporter) throw new Refused(`The context has no ${envelope}: an aggregate's envelope of commands.`);
  const type = asPascal(command, 'The command');
  const source = await tableOf(roomOf(place, exporter), 'policies', emptyTable);
  if (source.file.getFullText().includes(`name: '${name}'`))
    throw new Refused(`${source.path} has a policy ${name} already.`);
  const row = await whenever({ root, place, cause, setBy }, source);
  source.import(envelope, exporter);
  source.import('Policy', '@ecou/messaging', 'type');
  source.add(
    source.valueOf('policies'),
    row(name, (subject) => `new ${envelope}(${subject}, { type: '${type}' }, context)`),
    'policies',
  );
  await source.save();
}

const emptyTable = `/** Whenever what, then which command. */
export const policies: readonly Policy[] = [];
`;

interface Cause {
  readonly root: string;
  readonly place: Place;
  readonly cause: string;
  readonly setBy: string | undefined;
}

/** A row of the table. `then` makes the command of the expression of its subject. */
type Row = (name: string, then: (subject: string) => string) => string;

async function whenever({ root, place, cause, setBy }: Cause, source: Source): Promise<Row> {
  const [, timer] = /^timer:([a-z][a-z0-9-]*)$/.exec(cause) ?? [];
  if (timer) return onTimer(place, timer, setBy, source);
  if (/V[0-9]+$/.test(cause)) return onContract(root, cause, source);
  return onEvent(place, cause, source);
}

async function onTimer(place: Place, timer: string, setBy: string | undefined, source: Source): Promise<Row> {
  const set = timerNamed(place, timer) ?? (setBy === undefined ? undefined : await setTimer(place, timer, setBy));
  if (!set)
    throw new Refused(
      `No aggregate sets a timer ${timer}: say which event does, and by which field (--set-by EventType.field).`,
    );
  source.import('onTimer', '@ecou/messaging');
  source.import(set.variable, set.path);
  return (name, then) =>
    `onTimer(${set.expression}, { name: '${name}', then: ({ subject }, context) => ${then('subject')} })`;
}

function onContract(root: string, cause: string, source: Source): Row {
  if (!exporterOf(join(root, 'libs/contracts/src'), cause)) throw new Refused(`There is no contract ${cause}.`);
  source.import('onContract', '@ecou/messaging');
  source.import(cause, '@ecou/contracts');
  return (name, then) =>
    `onContract(${cause}, { name: '${name}', then: ({ subject }, context) => ${then('subject')} })`;
}

function onEvent({ folder }: Place, cause: string, source: Source): Row {
  const { union, path } = eventsFileOf(folder, cause);
  source.import('onEvent', '@ecou/messaging');
  source.import('idOf', '@ecou/event-sourcing');
  source.import('RecordedEvent', '@ecou/event-sourcing', 'type');
  source.import(union, path, 'type');
  const event = `RecordedEvent<Extract<${union}, { type: '${cause}' }>>`;
  return (name, then) =>
    `onEvent(['${cause}'], { name: '${name}', then: ({ stream }: ${event}, context) => ${then('idOf(stream)')} })`;
}
