import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Node, SyntaxKind, type Identifier } from 'ts-morph';
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

const timersOf = (source: Source): readonly Node[] =>
  source.file
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .filter((call) => call.getExpression().getText() === 'onTimer')
    .flatMap((call) => call.getArguments()[0] ?? []);

function isSet(source: Source, timer: Node): boolean {
  const [variable = '', key] = timer.getText().split('.');
  const { module = '', exported = '' } = source.importOf(variable) ?? {};
  if (!module.endsWith('.aggregate.js')) return false;
  const { file } = new Source(join(dirname(source.path), module.replace(/\.js$/, '.ts')));
  const hasSideRows = file
    .getDescendantsOfKind(SyntaxKind.PropertyAssignment)
    .some((property) => property.getName() === 'sideRows');
  const uses = file.getDescendantsOfKind(SyntaxKind.Identifier).filter((node) => node.getText() === exported);
  return hasSideRows && uses.some((node) => sets(node, key));
}

/** True for a use of a timer's name that may set the timer: neither its declaration, nor its type, nor an id, nor its end. */
function sets(node: Identifier, key: string | undefined): boolean {
  const parent = node.getParent();
  if (Node.isVariableDeclaration(parent) || Node.isTypeQuery(parent)) return false;
  const isOther = Node.isPropertyAccessExpression(parent) && parent.getName() !== key;
  const call = Node.isCallExpression(parent) && parent.getExpression().getText() === 'uuidv5';
  return !isOther && !call && !endsTimer(node);
}

/** Within `{ id: ..., dueAt: null }`. */
const endsTimer = (node: Node): boolean =>
  node.getFirstAncestorByKind(SyntaxKind.ObjectLiteralExpression)?.getProperty('dueAt')?.getText() === 'dueAt: null';
