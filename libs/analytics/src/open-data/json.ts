import { writings, type DatasetColumn } from './columns.js';
import { absent, groupsOf, unescaped, type Cells } from './rows.js';

/** Rows that are written at a time. */
const groupSize = 200;

/** Rows as objects of JSON, many at a time, with something between two of them. */
async function* objectsOf(
  columns: readonly DatasetColumn[],
  bytes: AsyncIterable<Buffer>,
  between: string,
): AsyncGenerator<string> {
  const members = columns.map(({ name, type }, index) => ({
    before: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    json: writings[type].json,
  }));
  const objectOf = (row: Cells): string => {
    let written = '';
    for (const [index, { before, json }] of members.entries()) {
      const cell = row[index] ?? absent;
      written += before + (cell === absent ? 'null' : json(unescaped(cell)));
    }
    return `${written}}`;
  };
  for await (const rows of groupsOf(bytes, groupSize)) yield rows.map(objectOf).join(between);
}

/** An object for each row, in a line. */
export async function* linesOf(
  columns: readonly DatasetColumn[],
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<string> {
  for await (const lines of objectsOf(columns, bytes, '\n')) yield `${lines}\n`;
}

/** One object with all rows, each in a line. */
export async function* itemsOf(
  columns: readonly DatasetColumn[],
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<string> {
  let before = '{"items":[\n';
  for await (const items of objectsOf(columns, bytes, ',\n')) {
    yield before + items;
    before = ',\n';
  }
  yield before.startsWith('{') ? `${before}]}\n` : '\n]}\n';
}
