import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { write } from './changes.ts';
import { Refused } from './refused.ts';

/** A TypeScript file that is read as a tree and changed by insertions; everything else in it stays as it is. */
export class Source {
  readonly path: string;
  readonly tree: ts.SourceFile;
  private readonly text: string;
  private readonly insertions: { readonly at: number; readonly text: string; readonly until?: number }[] = [];
  private readonly imports = new Map<string, { readonly types: Set<string>; readonly values: Set<string> }>();

  constructor(path: string) {
    this.path = path;
    this.text = readFileSync(path, 'utf8');
    this.tree = ts.createSourceFile(path, this.text, ts.ScriptTarget.Latest, true);
  }

  /** Every node of the tree that `is` takes. */
  all<N extends ts.Node>(is: (node: ts.Node) => node is N): N[] {
    const found: N[] = [];
    const visit = (node: ts.Node): void => {
      if (is(node)) found.push(node);
      ts.forEachChild(node, visit);
    };
    visit(this.tree);
    return found;
  }

  /** The declaration of a top-level variable. */
  variable(name: string): ts.VariableDeclaration | undefined {
    return this.all(ts.isVariableDeclaration).find((declaration) => declaration.name.getText() === name);
  }

  /** The arguments of the first call of a function, or `undefined`. */
  call(name: string): readonly ts.Expression[] | undefined {
    return this.all(ts.isCallExpression).find(({ expression }) => expression.getText() === name)?.arguments;
  }

  /** The module that a name is imported from. */
  moduleOf(name: string): string | undefined {
    return this.importOf(name)?.module;
  }

  /** The module that a name is imported from, and what the name is there. */
  importOf(name: string): { readonly module: string; readonly exported: string } | undefined {
    for (const declaration of this.tree.statements.filter(ts.isImportDeclaration)) {
      const element = elementsOf(declaration).find((each) => each.name.text === name);
      if (element) return { module: moduleOf(declaration), exported: (element.propertyName ?? element.name).text };
    }
    return undefined;
  }

  insert(at: number, text: string): void {
    this.insertions.push({ at, text });
  }

  replace(node: ts.Node, text: string): void {
    this.insertions.push({ at: node.getStart(), text, until: node.getEnd() });
  }

  append(text: string): void {
    this.insert(this.text.length, text);
  }

  /** Puts an element at the end of a list, or a property at the end of an object. */
  add(list: ts.Node | undefined, text: string, what: string): void {
    const literal = this.literal(list);
    if (!literal) throw new Refused(`${this.path}: no list or object literal for ${what}.`);
    const items = ts.isArrayLiteralExpression(literal) ? literal.elements : literal.properties;
    const last = items.at(-1);
    if (last) this.insert(last.getEnd(), `, ${text}`);
    else this.insert(literal.getStart() + 1, text);
  }

  /** The value of a property of an object literal; the name itself where the property is written as `{ name }`. */
  property(object: ts.Node | undefined, name: string): ts.Expression | undefined {
    const literal = this.literal(object);
    if (!literal || !ts.isObjectLiteralExpression(literal)) return undefined;
    const found = literal.properties.find((property) => property.name?.getText() === name);
    if (found && ts.isShorthandPropertyAssignment(found)) return found.name;
    return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
  }

  /** A list or an object literal: the node itself, or that of the variable of this file that it names. */
  literal(node: ts.Node | undefined): ts.ArrayLiteralExpression | ts.ObjectLiteralExpression | undefined {
    const value = node && ts.isIdentifier(node) ? this.variable(node.text)?.initializer : node;
    return value && plain(value);
  }

  /** Sees to it that a name is imported. `from` is a package, or the path of a file. */
  import(name: string, from: string, kind: 'type' | 'value' = 'value'): void {
    const module = from.startsWith('/') ? relativeModule(this.path, from) : from;
    const wanted = this.imports.get(module) ?? { types: new Set(), values: new Set() };
    this.imports.set(module, wanted);
    (kind === 'type' ? wanted.types : wanted.values).add(name);
  }

  /** Writes the file, laid out as all are. */
  async save(): Promise<void> {
    for (const [module, { types, values }] of [...this.imports].sort(([one], [other]) => (one < other ? -1 : 1)))
      this.insertImport(module, types, values);
    let text = this.text;
    const ordered = this.insertions
      .map((insertion, order) => ({ ...insertion, order }))
      .sort((one, other) => other.at - one.at || other.order - one.order);
    for (const { at, until = at, text: inserted } of ordered) text = text.slice(0, at) + inserted + text.slice(until);
    await writeFormatted(this.path, text);
  }

  private insertImport(module: string, types: ReadonlySet<string>, values: ReadonlySet<string>): void {
    const declarations = this.tree.statements.filter(ts.isImportDeclaration);
    const known = declarations.filter((declaration) => moduleOf(declaration) === module);
    const has = (name: string, value: boolean) =>
      known.some((declaration) =>
        elementsOf(declaration).some(
          (element) => element.name.text === name && !(value && (isTypeOnly(declaration) || element.isTypeOnly)),
        ),
      );
    const missing = [
      ...[...values].filter((name) => !has(name, true)).map((name) => ({ name, type: false })),
      ...[...types].filter((name) => !values.has(name) && !has(name, false)).map((name) => ({ name, type: true })),
    ];
    if (missing.length === 0) return;
    const onlyTypes = missing.every(({ type }) => type);
    const place = known.find(
      (declaration) => elementsOf(declaration).length > 0 && (onlyTypes || !isTypeOnly(declaration)),
    );
    const written = (typeOnly: boolean) =>
      missing.map(({ name, type }) => (type && !typeOnly ? `type ${name}` : name)).sort(byName);
    if (place) {
      const last = elementsOf(place).at(-1);
      this.insert(last?.getEnd() ?? 0, `, ${written(isTypeOnly(place)).join(', ')}`);
      return;
    }
    const text = `import ${onlyTypes ? 'type ' : ''}{ ${written(onlyTypes).join(', ')} } from '${module}';\n`;
    const next = declarations.find((declaration) => comesBefore(module, moduleOf(declaration)));
    const after = declarations.at(-1)?.getEnd();
    if (next) this.insert(next.getStart(), text);
    else this.insert(after ?? 0, after === undefined ? text : `\n${text.trimEnd()}`);
  }
}

/** Writes a file laid out by Prettier. */
export async function writeFormatted(path: string, text: string): Promise<void> {
  write(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
}

/** The module name of a file, as another file imports it. */
export function relativeModule(from: string, to: string): string {
  const path = relative(dirname(from), to)
    .replaceAll('\\', '/')
    .replace(/\.tsx?$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

function plain(node: ts.Node): ts.ArrayLiteralExpression | ts.ObjectLiteralExpression | undefined {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return plain(node.expression);
  return ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node) ? node : undefined;
}

const moduleOf = ({ moduleSpecifier }: ts.ImportDeclaration): string =>
  ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';

const isTypeOnly = ({ importClause }: ts.ImportDeclaration): boolean =>
  importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;

function elementsOf({ importClause }: ts.ImportDeclaration): readonly ts.ImportSpecifier[] {
  const bindings = importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
}

const byName = (one: string, other: string): number =>
  one.replace('type ', '').toLowerCase().localeCompare(other.replace('type ', '').toLowerCase());

/** Packages come before files of the own package, each in the order of the alphabet. */
function comesBefore(one: string, other: string): boolean {
  const rank = (module: string) => (module.startsWith('../') ? 1 : module.startsWith('./') ? 2 : 0);
  return rank(one) === rank(other) ? one < other : rank(one) < rank(other);
}
