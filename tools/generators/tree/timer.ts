import { dirname } from 'node:path';
import { Node, type VariableDeclaration } from 'ts-morph';
import { eventsFileOf, sourcesIn, type Place } from './contexts.ts';
import { camelCase, words } from './names.ts';
import { Refused } from './refused.ts';
import { namesIn, Source } from './source.ts';

/** A timer's name as the code has it. */
export interface TimerName {
  /** `uploadTimer`, or `timers.opensAt`. */
  readonly expression: string;
  /** The variable in it. */
  readonly variable: string;
  /** The file that declares the variable. */
  readonly path: string;
}

/** The declared name of a timer that an aggregate of the context sets, or `undefined`. */
export function timerNamed({ folder }: Place, timer: string): TimerName | undefined {
  for (const path of sourcesIn(folder).filter((file) => file.endsWith('.aggregate.ts'))) {
    const source = new Source(path);
    for (const declaration of source.file.getVariableDeclarations()) {
      const [variable, initializer] = [declaration.getName(), declaration.getInitializer()];
      if (isText(initializer, timer)) return { expression: variable, variable, path };
      const literal = source.literal(initializer);
      if (!Node.isObjectLiteralExpression(literal)) continue;
      const key = namesIn(literal).find((name) => isText(source.property(literal, name), timer));
      if (key) return { expression: `${variable}.${key}`, variable, path };
    }
  }
  return undefined;
}

const isText = (node: Node | undefined, text: string): boolean =>
  Node.isStringLiteral(node) && node.getLiteralText() === text;

/** The aggregate sets a timer for the time in a field of one of its events (`ProgrammeEnded.endedAt`). */
export async function setTimer({ folder }: Place, timer: string, setBy: string): Promise<TimerName> {
  const [, type, field] = /^([A-Z][A-Za-z0-9]*)\.([a-z][A-Za-z0-9]*)$/.exec(setBy) ?? [];
  if (!type || !field) throw new Refused(`A timer is set by an event and the field that says when, not by ${setBy}.`);
  const events = eventsFileOf(folder, type);
  const path = sourcesIn(dirname(events.path)).find((file) => file.endsWith(`/${events.category}.aggregate.ts`));
  if (!path) throw new Refused(`There is no ${events.category}.aggregate.ts beside ${events.path}.`);
  const source = new Source(path);
  const aggregate = aggregateIn(source);
  if (source.property(aggregate?.getInitializer(), 'sideRows'))
    throw new Refused(
      `${path} has side rows: set the timer ${timer} there by hand, by a constant, and run this again.`,
    );
  const variable = `${camelCase(timer)}Timer`;
  source.insertBefore(
    aggregate,
    `/** Name of the timer that fires at the \`${field}\` of ${type}. Its id is that of the ${words(events.category)}. */
    export const ${variable} = '${timer}';`,
  );
  const set = `{ id, name: ${variable}, dueAt: event.data.${field}, subject: id }`;
  source.add(
    aggregate?.getInitializer(),
    `sideRows: (id, events) => ({
      timers: events.flatMap((event) => (event.type === '${type}' ? [${set}] : [])),
    })`,
    'the aggregate',
  );
  await source.save();
  return { expression: variable, variable, path };
}

const aggregateIn = (source: Source): VariableDeclaration | undefined =>
  source.file.getVariableDeclarations().find((each) => each.getTypeNode()?.getText().startsWith('Aggregate<'));
