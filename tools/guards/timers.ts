import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { contextsOf, sourcesIn } from '../generators/contexts.ts';
import { Source } from '../generators/source.ts';

/**
 * The policies on a timer that no aggregate sets, each as `<file>: onTimer(<name>)`. A timer is named by a constant that an aggregate
 * declares and uses in its side rows.
 */
export const unsetTimers = (root: string): readonly string[] =>
  contextsOf(root)
    .flatMap((context) => sourcesIn(join(root, 'libs', context, 'src')))
    .filter((path) => readFileSync(path, 'utf8').includes('onTimer('))
    .map((path) => new Source(path))
    .flatMap((source) =>
      timersOf(source)
        .filter((timer) => !isSet(source, timer))
        .map((timer) => `${relative(root, source.path)}: onTimer(${timer.getText()})`),
    );

const timersOf = (source: Source): readonly ts.Expression[] =>
  source
    .all(ts.isCallExpression)
    .filter(({ expression }) => expression.getText() === 'onTimer')
    .flatMap(({ arguments: [timer] }) => timer ?? []);

function isSet(source: Source, timer: ts.Expression): boolean {
  const [variable = '', key] = timer.getText().split('.');
  const { module = '', exported = '' } = source.importOf(variable) ?? {};
  if (!module.endsWith('.aggregate.js')) return false;
  const aggregate = new Source(join(dirname(source.path), module.replace(/\.js$/, '.ts')));
  const hasSideRows = aggregate.all(ts.isPropertyAssignment).some(({ name }) => name.getText() === 'sideRows');
  return hasSideRows && aggregate.all(ts.isIdentifier).some((node) => node.text === exported && sets(node, key));
}

/** True for a use of a timer's name that may set the timer: neither its declaration, nor its type, nor an id, nor its end. */
function sets(node: ts.Identifier, key: string | undefined): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isTypeQueryNode(parent)) return false;
  const isOther = ts.isPropertyAccessExpression(parent) && parent.name.text !== key;
  const call = ts.isCallExpression(parent) && parent.expression.getText() === 'uuidv5';
  return !isOther && !call && !endsTimer(node);
}

/** Within `{ id: ..., dueAt: null }`. */
const endsTimer = (node: ts.Node): boolean => {
  const object = ts.findAncestor(node, ts.isObjectLiteralExpression);
  return object?.properties.some((property) => property.getText() === 'dueAt: null') === true;
};
