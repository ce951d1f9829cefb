import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { generateAggregate } from './aggregate.ts';
import { generateContract } from './contract.ts';
import { generateEvent } from './event.ts';
import { fieldTypes } from './fields.ts';
import { freezeContracts } from './freeze.ts';
import { keepViews } from './keep-views.ts';
import { generatePolicy } from './policy.ts';
import { Refused } from './refused.ts';
import { generateVerb } from './verb.ts';
import { generateView } from './view.ts';

const usage = `npm run generate -- <what> ...

  aggregate <context> <name> [field:type...]                 events, rules, their spec, HTTP routes, golden form
  event <context> <aggregate> <EventType> [field:type...]    an event of an aggregate, its golden form, what views make of it
  verb <context> <aggregate> <Verb> <EventType> <group> [field:type...]
                                                             a verb in a group of them: its rule, its route, its event
  view <context> <name> <EventType>...                       a read model, its spec, what it makes of golden events
  contract <context> <name> [field:type...] [--of EventType] [--internal]
                                                             the next version of a contract, its row in publish.ts
  policy <context> <name> <cause> <aggregate> <Command>      whenever a contract, an own event or timer:<name>, then a command
  freeze                                                     what contracts promise, into libs/contracts/published and its README

Types of fields: ${fieldTypes.join(', ')}; with a question mark, the field may be null.`;

interface Options {
  readonly of?: string | undefined;
  readonly internal?: boolean | undefined;
}

type Generator = (root: string, asked: readonly string[], options: Options) => Promise<readonly string[]>;

const generators: Readonly<Record<string, Generator>> = {
  aggregate: generateAggregate,
  event: generateEvent,
  verb: generateVerb,
  view: generateView,
  contract: generateContract,
  policy: generatePolicy,
  freeze: freezeContracts,
};

/** Runs a generator in a workspace; answers the files that it wrote. Throws `Refused`. */
export async function generate(root: string, args: readonly string[]): Promise<readonly string[]> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { of: { type: 'string' }, internal: { type: 'boolean' } },
  });
  const [what = '', ...asked] = positionals;
  const generator = generators[what];
  if (!generator) throw new Refused(usage);
  return generator(root, asked, values);
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '../..');
  try {
    const args = process.argv.slice(2);
    const written = [...(await generate(root, args))];
    const [what = '', context = ''] = args;
    if (['event', 'verb', 'view'].includes(what)) written.push(...(await keepViews(root, [context])));
    for (const path of written) console.log(relative(root, path));
    if (written.length === 0) console.log('Nothing to write.');
  } catch (error) {
    if (!(error instanceof Refused) && !(error instanceof TypeError && 'code' in error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
