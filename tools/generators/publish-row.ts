import ts from 'typescript';
import { Refused } from './refused.ts';
import type { Source } from './source.ts';

/** What a contract is filled in with. */
export interface Publication {
  readonly type: string;
  /** Name of the contract's variable. */
  readonly contract: string;
  /** The field that holds the aggregate's id. */
  readonly key: string;
  /** Fields of the event, without the key. */
  readonly fields: readonly string[];
}

/** A row of a table of `publish.ts`. */
export function newRow({ type, contract, key, fields }: Publication): string {
  const from = fields.length > 0 ? `{ stream, data: { ${fields.join(', ')} } }` : '{ stream }';
  return `${type}: (${from}) => as(${contract}, { ${[`${key}: idOf(stream)`, ...fields].join(', ')} })`;
}

/** Fills in one more contract in a row that is there. Throws `Refused` where the row does more than fill in contracts. */
export function addToRow(source: Source, row: ts.Expression, publication: Publication): void {
  const { type, contract, key, fields } = publication;
  const parameter = ts.isArrowFunction(row) ? row.parameters[0] : undefined;
  if (!ts.isArrowFunction(row) || !parameter || ts.isBlock(row.body))
    throw new Refused(
      `The row of ${type} in ${source.path} does more than fill in contracts: leave out --of, and add ${contract} to it by hand.`,
    );
  const [stream, ...values] = takenFrom(source, parameter.name, fields);
  const filled = fields.map((field, index) =>
    values[index] === field ? field : `${field}: ${values[index] ?? field}`,
  );
  const added = `as(${contract}, { ${[`${key}: idOf(${stream ?? 'stream'})`, ...filled].join(', ')} })`;
  if (ts.isArrayLiteralExpression(row.body)) source.add(row.body, added, type);
  else {
    source.insert(row.body.getStart(), '[');
    source.insert(row.body.getEnd(), `, ${added}]`);
  }
}

/** The expressions of the stream's name and of fields, in a row that takes the event by this name or pattern. */
function takenFrom(source: Source, event: ts.BindingName, fields: readonly string[]): readonly string[] {
  if (!ts.isObjectBindingPattern(event))
    return ['stream', ...fields.map((field) => `data.${field}`)].map((path) => `${event.getText()}.${path}`);
  const stream = boundIn(event, 'stream')?.getText();
  if (stream === undefined) source.insert(event.getStart() + 1, ' stream,');
  return [stream ?? 'stream', ...dataIn(source, event, fields)];
}

/** The expressions of fields, where a pattern takes the event. */
function dataIn(source: Source, event: ts.ObjectBindingPattern, fields: readonly string[]): readonly string[] {
  const data = boundIn(event, 'data');
  if (data && ts.isObjectBindingPattern(data)) return fields.map((field) => fieldIn(source, data, field));
  if (!data && fields.length > 0) source.insert(event.elements[0]?.getStart() ?? 0, 'data, ');
  return fields.map((field) => `${data?.getText() ?? 'data'}.${field}`);
}

const boundIn = ({ elements }: ts.ObjectBindingPattern, name: string): ts.BindingName | undefined =>
  elements.find((element) => (element.propertyName ?? element.name).getText() === name)?.name;

/** The rest of a pattern holds what the pattern does not name. */
function fieldIn(source: Source, data: ts.ObjectBindingPattern, field: string): string {
  const bound = boundIn(data, field);
  if (bound) return bound.getText();
  const rest = data.elements.find(({ dotDotDotToken }) => dotDotDotToken);
  if (rest) return `${rest.name.getText()}.${field}`;
  source.insert(data.elements.at(-1)?.getEnd() ?? 0, `, ${field}`);
  return field;
}
