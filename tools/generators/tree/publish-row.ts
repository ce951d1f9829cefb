import { Node, type ObjectBindingPattern } from 'ts-morph';
import { Refused } from './refused.ts';

/** The values that a contract is filled in with. */
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

/** Fills in one more contract in a row of the file at `path`. Throws `Refused` where the row does more than fill in contracts. */
export function addToRow(path: string, row: Node, { type, contract, key, fields }: Publication): void {
  const parameter = Node.isArrowFunction(row) ? row.getParameters()[0]?.getNameNode() : undefined;
  const body = Node.isArrowFunction(row) ? row.getBody() : undefined;
  if (!parameter || !body || Node.isBlock(body))
    throw new Refused(
      `The row of ${type} in ${path} does more than fill in contracts: leave out --of, and add ${contract} to it by hand.`,
    );
  const { pattern, stream, values } = takenFrom(parameter, fields);
  const filled = fields.map((field, index) =>
    values[index] === field ? field : `${field}: ${values[index] ?? field}`,
  );
  const added = `as(${contract}, { ${[`${key}: idOf(${stream})`, ...filled].join(', ')} })`;
  if (Node.isArrayLiteralExpression(body)) body.addElement(added);
  else body.replaceWithText(`[${body.getText()}, ${added}]`);
  if (pattern !== parameter.getText()) parameter.replaceWithText(pattern);
}

/** The way in which a row takes the event, with its expressions of the stream's name and of fields. */
interface Taken {
  readonly pattern: string;
  readonly stream: string;
  readonly values: readonly string[];
}

function takenFrom(event: Node, fields: readonly string[]): Taken {
  const name = event.getText();
  if (!Node.isObjectBindingPattern(event))
    return { pattern: name, stream: `${name}.stream`, values: fields.map((field) => `${name}.data.${field}`) };
  const [stream, data] = [boundIn(event, 'stream'), boundIn(event, 'data')];
  const { pattern, values } = valuesFrom(data, fields);
  const elements = event.getElements().map((each) => {
    const isData = Node.isObjectBindingPattern(data) && each.getNameNode() === data;
    return isData ? `data: ${pattern}` : each.getText();
  });
  const added = [...(stream ? [] : ['stream']), ...(data || fields.length === 0 ? [] : ['data'])];
  return { pattern: `{ ${[...added, ...elements].join(', ')} }`, stream: stream?.getText() ?? 'stream', values };
}

/** The expressions of fields, where the event's data are bound to a name or a pattern. */
function valuesFrom(data: Node | undefined, fields: readonly string[]): Omit<Taken, 'stream'> {
  const name = data?.getText() ?? 'data';
  if (!Node.isObjectBindingPattern(data)) return { pattern: name, values: fields.map((field) => `${name}.${field}`) };
  const rest = data.getElements().find((each) => each.getDotDotDotToken());
  const missing = rest ? [] : fields.filter((field) => !boundIn(data, field));
  return {
    pattern: `{ ${[...data.getElements().map((each) => each.getText()), ...missing].join(', ')} }`,
    values: fields.map((field) => boundIn(data, field)?.getText() ?? (rest ? `${rest.getName()}.${field}` : field)),
  };
}

const boundIn = (pattern: ObjectBindingPattern, name: string): Node | undefined =>
  pattern
    .getElements()
    .find((each) => (each.getPropertyNameNode()?.getText() ?? each.getName()) === name)
    ?.getNameNode();
