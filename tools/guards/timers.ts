import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Node, SyntaxKind, type Identifier } from 'ts-morph';
import { contextsOf, sourcesIn } from '../generators/tree/contexts.ts';
import { Source } from '../generators/tree/source.ts';

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
        .filter((timer) => !isSet(source, timer, root))
        .map((timer) => `${relative(root, source.path)}: onTimer(${timer.getText()})`),
    );

const timersOf = (source: Source): readonly Node[] =>
  source.file
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .filter((call) => call.getExpression().getText() === 'onTimer')
    .flatMap((call) => call.getArguments()[0] ?? []);

/** The aggregate that every process writes is the runtime's. */
const ofRuntime = 'libs/runtime/src/approvals/approval.aggregate.ts';

function isSet(source: Source, timer: Node, root: string): boolean {
  const [variable = '', key] = timer.getText().split('.');
  const { module = '', exported = '' } = source.importOf(variable) ?? {};
  const isOwn = module.endsWith('.aggregate.js');
  if (!isOwn && module !== '@ecou/runtime') return false;
  const path = isOwn ? join(dirname(source.path), module.replace(/\.js$/, '.ts')) : join(root, ofRuntime);
  const { file } = new Source(path);
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
  const call = Node.isCallExpression(parent) && ['uuidv5', 'namedUuid'].includes(parent.getExpression().getText());
  return !isOther && !call && !endsTimer(node);
}

/** Within `{ id: ..., dueAt: null }`. */
const endsTimer = (node: Node): boolean =>
  node.getFirstAncestorByKind(SyntaxKind.ObjectLiteralExpression)?.getProperty('dueAt')?.getText() === 'dueAt: null';
