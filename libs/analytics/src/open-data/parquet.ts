import { setImmediate as turn } from 'node:timers/promises';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { elementsOf, writings, type DatasetColumn } from './columns.js';
import { absent, groupsOf, unescaped, type Cells } from './rows.js';

/** Rows of a row group: few, since other requests wait meanwhile. */
const groupSize = 2_500;

/** Rows, as COPY writes them as text, as an Apache Parquet file: compressed by Snappy, with statistics. */
export async function* parquetOf(
  columns: readonly DatasetColumn[],
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<Uint8Array> {
  const buffer = new ByteWriter();
  const schema = [{ name: 'row', num_children: columns.length }, ...columns.flatMap(elementsOf)];
  const writer = new ParquetWriter({ writer: buffer, schema, createdBy: 'Ecou' });
  const written = (): Uint8Array => {
    const some = new Uint8Array(buffer.getBuffer());
    buffer.index = 0;
    return some;
  };
  for await (const rows of groupsOf(bytes, groupSize)) {
    const columnData = columns.map(({ name, type }, index) => ({
      name,
      data: dataOf(type, rows, index),
      // Nobody looks for ids by their order.
      statistics: type !== 'uuid',
      ...(writings[type].parquet.isDistinct ? { encoding: 'PLAIN' as const } : {}),
    }));
    await writer.write({ columnData, rowGroupSize: rows.length });
    yield written();
    await turn();
  }
  await writer.finish();
  yield written();
}

function dataOf(type: DatasetColumn['type'], rows: readonly Cells[], index: number): unknown[] {
  const { read } = writings[type].parquet;
  return rows.map((row) => {
    const cell = row[index] ?? absent;
    return cell === absent ? null : read(unescaped(cell));
  });
}
