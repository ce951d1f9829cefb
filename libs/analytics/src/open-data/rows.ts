/** The cells of a row, as COPY writes them as text. */
export type Cells = readonly string[];

/** Rows out of what COPY writes as text, many at a time. */
export async function* groupsOf(bytes: AsyncIterable<Buffer>, size: number): AsyncGenerator<readonly Cells[]> {
  const decoder = new TextDecoder();
  let rows: Cells[] = [];
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) rows.push(line.split('\t'));
    while (rows.length >= size) {
      yield rows.slice(0, size);
      rows = rows.slice(size);
    }
  }
  if (rows.length > 0) yield rows;
}

/** The cell of a value that there is not. */
export const absent = '\\N';

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The text of a cell. */
export const unescaped = (cell: string): string =>
  cell.includes('\\') ? cell.replace(/\\(.)/g, (_all, letter: string) => escapes[letter] ?? letter) : cell;
