/** Reads the value of a column out of the bytes in which COPY writes it, between two places. */
export type ReadValue = (bytes: Buffer, from: number, to: number) => unknown;

/** Rows, as the values of each column. */
export interface RowGroup {
  readonly size: number;
  /** By column; `null` where a row has no value. */
  readonly values: readonly (readonly unknown[])[];
}

/** What stands before the first row: a signature, flags, and the length of an extension that there is not. */
const headLength = 19;
/** In place of the number of fields, after the last row. */
const noMore = -1;
/** In place of the length of a field without a value. */
const absent = -1;

/** Rows out of what COPY writes in its binary format, many at a time (PostgreSQL, COPY, "Binary Format"). */
export async function* binaryGroupsOf(
  bytes: AsyncIterable<Buffer>,
  reads: readonly ReadValue[],
  size: number,
): AsyncGenerator<RowGroup> {
  let values: unknown[][] = reads.map(() => []);
  let rest: Buffer = Buffer.alloc(0);
  let [head, count] = [headLength, 0];
  for await (const chunk of bytes) {
    const whole = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (whole.length < head) {
      rest = whole;
      continue;
    }
    let place = head;
    head = 0;
    for (let end = endOfRow(whole, place); end !== undefined; end = endOfRow(whole, place)) {
      addRow(values, reads, whole, place);
      [place, count] = [end, count + 1];
      if (count < size) continue;
      yield { size: count, values };
      values = reads.map(() => []);
      count = 0;
    }
    rest = whole.subarray(place);
  }
  if (count > 0) yield { size: count, values };
}

/** The place behind the row that begins at a place; `undefined` where it is not whole, and behind the last one. */
function endOfRow(bytes: Buffer, place: number): number | undefined {
  if (place + 2 > bytes.length) return undefined;
  const fields = bytes.readInt16BE(place);
  if (fields === noMore) return undefined;
  let end = place + 2;
  for (let field = 0; field < fields; field += 1) {
    if (end + 4 > bytes.length) return undefined;
    end += 4 + Math.max(bytes.readInt32BE(end), 0);
  }
  return end <= bytes.length ? end : undefined;
}

function addRow(values: readonly unknown[][], reads: readonly ReadValue[], bytes: Buffer, place: number): void {
  let from = place + 2;
  for (const [index, read] of reads.entries()) {
    const length = bytes.readInt32BE(from);
    from += 4;
    values[index]?.push(length === absent ? null : read(bytes, from, from + length));
    from += Math.max(length, 0);
  }
}
