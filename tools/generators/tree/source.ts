import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import {
  IndentationText,
  Node,
  Project,
  QuoteKind,
  SyntaxKind,
  type ArrayLiteralExpression,
  type ImportDeclaration,
  type ImportSpecifier,
  type ObjectLiteralExpression,
  type SourceFile,
} from 'ts-morph';
import { write } from './changes.ts';
import { Refused } from './refused.ts';

/** A TypeScript file that is read as a tree and changed in places; everything else in it stays as it is. */
export class Source {
  readonly path: string;
  readonly file: SourceFile;

  constructor(path: string) {
    this.path = path;
    const project = new Project({
      useInMemoryFileSystem: true,
      skipLoadingLibFiles: true,
      manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
    });
    this.file = project.createSourceFile(path, readFileSync(path, 'utf8'));
  }

  /** The value of a top-level variable. */
  valueOf(name: string): Node | undefined {
    return this.file.getVariableDeclaration(name)?.getInitializer();
  }

  /** The arguments of the first call of a function, or `undefined`. */
  call(name: string): readonly Node[] | undefined {
    return this.file
      .getDescendantsOfKind(SyntaxKind.CallExpression)
      .find((call) => call.getExpression().getText() === name)
      ?.getArguments();
  }

  /** The module that a name is imported from, and what the name is there. */
  importOf(name: string): { readonly module: string; readonly exported: string } | undefined {
    const found = this.file.getImportDeclarations().flatMap((each) => specifierOf(each, name) ?? [])[0];
    return found && { module: found.getImportDeclaration().getModuleSpecifierValue(), exported: found.getName() };
  }

  /** The module that a name is imported from. */
  moduleOf(name: string): string | undefined {
    return this.importOf(name)?.module;
  }

  /** Puts statements at the end of the file. */
  append(text: string): void {
    this.file.addStatements(`\n${text}`);
  }

  /** Puts statements before the one that a node is a part of, and before its docblock. */
  insertBefore(node: Node | undefined, text: string): void {
    const statement = node?.getFirstAncestorByKind(SyntaxKind.VariableStatement);
    this.file.insertStatements(statement?.getChildIndex() ?? 0, `\n${text}\n`);
  }

  /** Puts elements at the end of a list, or properties at the end of an object. */
  add(list: Node | undefined, texts: string | readonly string[], what: string): void {
    const literal = this.literal(list);
    if (!literal) throw new Refused(`${this.path}: no list or object literal for ${what}.`);
    const added = [texts].flat();
    if (Node.isArrayLiteralExpression(literal)) literal.addElements(added);
    else literal.addProperties(added);
  }

  /** The value of a property of an object literal; the name itself where the property is written as `{ name }`. */
  property(object: Node | undefined, name: string): Node | undefined {
    const literal = this.literal(object);
    const found = Node.isObjectLiteralExpression(literal) ? literal.getProperty(name) : undefined;
    if (Node.isShorthandPropertyAssignment(found)) return found.getNameNode();
    return Node.isPropertyAssignment(found) ? found.getInitializer() : undefined;
  }

  /** A list or an object literal: the node itself, or that of the variable of this file that it names. */
  literal(node: Node | undefined): ArrayLiteralExpression | ObjectLiteralExpression | undefined {
    return plain(Node.isIdentifier(node) ? this.valueOf(node.getText()) : node);
  }

  /** Sees to it that a name is imported. `from` is a package, or the path of a file. */
  import(name: string, from: string, kind: 'type' | 'value' = 'value'): void {
    const module = from.startsWith('/') ? relativeModule(this.path, from) : from;
    const isTypeOnly = kind === 'type';
    const known = this.file.getImportDeclarations().filter((each) => each.getModuleSpecifierValue() === module);
    if (known.some((each) => imports(each, name, isTypeOnly))) return;
    const place = known.find((each) => each.getNamedImports().length > 0 && (isTypeOnly || !each.isTypeOnly()));
    if (place) place.addNamedImport({ name, isTypeOnly: isTypeOnly && !place.isTypeOnly() });
    else
      this.file.insertImportDeclaration(this.placeOf(module), {
        moduleSpecifier: module,
        namedImports: [name],
        isTypeOnly,
      });
  }

  /** Among the imports: packages come before files of the own package, each in the order of the alphabet. */
  private placeOf(module: string): number {
    const declarations = this.file.getImportDeclarations();
    const next = declarations.findIndex((each) => comesBefore(module, each.getModuleSpecifierValue()));
    return next < 0 ? declarations.length : next;
  }

  /** Writes the file, laid out as all are. */
  save(): Promise<void> {
    return writeFormatted(this.path, this.file.getFullText());
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

/** The names of the properties of an object literal, without what is spread in it. */
export const namesIn = (object: ObjectLiteralExpression): readonly string[] =>
  object.getProperties().flatMap((property) => (Node.isSpreadAssignment(property) ? [] : [property.getName()]));

function plain(node: Node | undefined): ArrayLiteralExpression | ObjectLiteralExpression | undefined {
  if (Node.isAsExpression(node) || Node.isSatisfiesExpression(node)) return plain(node.getExpression());
  return Node.isArrayLiteralExpression(node) || Node.isObjectLiteralExpression(node) ? node : undefined;
}

const specifierOf = (declaration: ImportDeclaration, name: string): ImportSpecifier | undefined =>
  declaration.getNamedImports().find((each) => (each.getAliasNode()?.getText() ?? each.getName()) === name);

/** True where a declaration imports a name, as a value unless its type is enough. */
function imports(declaration: ImportDeclaration, name: string, typeIsEnough: boolean): boolean {
  const found = specifierOf(declaration, name);
  return found !== undefined && (typeIsEnough || !(found.isTypeOnly() || declaration.isTypeOnly()));
}

function comesBefore(one: string, other: string): boolean {
  const rank = (module: string) => (module.startsWith('../') ? 1 : module.startsWith('./') ? 2 : 0);
  return rank(one) === rank(other) ? one < other : rank(one) < rank(other);
}
