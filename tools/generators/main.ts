import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { generateAggregate } from './aggregate/aggregate.ts';
import { takeBack, whole } from './tree/changes.ts';
import { generateContract } from './contract.ts';
import { writeDependencies } from './documents/dependencies.ts';
import { generateEvent } from './event.ts';
import { fieldTypes } from './tree/fields.ts';
import { freezeContracts } from './documents/freeze.ts';
import { keepViews } from './keep-views.ts';
import { generatePolicy } from './policy.ts';
import { Refused } from './tree/refused.ts';
import { writeRegister } from './documents/register.ts';
import { generateRoom } from './room.ts';
import { generateVerb } from './verb.ts';
import { generateView } from './view.ts';

const usage = `npm run generate -- <what> ...

  room <context> <name>                                      a room of a context: its folder and its Nest module
  aggregate <context> <name> [field:type...]                 events, rules, their spec, reader, HTTP routes, golden form
  event <context> <aggregate> <EventType> [field:type...]    an event of an aggregate, its golden form, what views make of it
  verb <context> <aggregate> <Verb> <EventType> <group> [field:type...]
                                                             a verb in a group of them: its rule, its route, its event
  view <context> <name> <EventType>...                       a read model, its spec, what it makes of golden events
  contract <context> <name> [field:type...] [--of EventType] [--internal]
                                                             the next version of a contract, its row in publish.ts
  policy <context> <name> <cause> <aggregate> <Command> [--set-by EventType.field]
                                                             whenever a contract, an own event or timer:<name>, then a command
  freeze                                                     what contracts promise, into libs/contracts/published and its README
  dependencies                                               the packages that are asked for, into docs/dependencies.md
  register                                                   what contexts do with personal data, into docs/register-of-processing.md
  undo [--force]                                             takes back the last of these, before it is committed

A room is named as events/outputs, where the context has several and nothing else says which.
Types of fields: ${fieldTypes.join(', ')}; with a question mark, the field may be null.`;

interface Options {
  readonly of?: string | undefined;
  readonly internal?: boolean | undefined;
  readonly 'set-by'?: string | undefined;
}

type Generator = (root: string, asked: readonly string[], options: Options) => Promise<void>;

const generators: Readonly<Record<string, Generator>> = {
  room: generateRoom,
  aggregate: generateAggregate,
  event: generateEvent,
  verb: generateVerb,
  view: generateView,
  contract: generateContract,
  policy: generatePolicy,
  freeze: freezeContracts,
  dependencies: writeDependencies,
  register: writeRegister,
};

/**
 * Runs a generator in a workspace, and after it what is given with it; answers the files that they wrote. Throws `Refused`, and has written
 * nothing then.
 */
export async function generate(
  root: string,
  args: readonly string[],
  andThen: (what: string, context: string) => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { of: { type: 'string' }, internal: { type: 'boolean' }, 'set-by': { type: 'string' } },
  });
  const [what = '', ...asked] = positionals;
  const generator = generators[what];
  if (!generator) throw new Refused(usage);
  return whole(root, args.join(' '), async () => {
    await generator(root, asked, values);
    await andThen(what, asked[0] ?? '');
  });
}

/** The text of a program of the command line. */
async function answer(root: string, args: readonly string[]): Promise<readonly string[]> {
  if (args[0] === 'undo') {
    const { command, files } = takeBack(root, args.includes('--force'));
    return [`Taken back: ${command}`, ...files];
  }
  const written = await generate(root, args, async (what, context) => {
    if (['event', 'verb', 'view'].includes(what)) await keepViews(root, [context]);
  });
  if (written.length === 0) return ['Nothing to write.'];
  return [...written.map((path) => relative(root, path)), 'npm run generate -- undo takes it back.'];
}

if (import.meta.main) {
  try {
    for (const line of await answer(join(import.meta.dirname, '../..'), process.argv.slice(2))) console.log(line);
  } catch (error) {
    if (!(error instanceof Refused) && !(error instanceof TypeError && 'code' in error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
