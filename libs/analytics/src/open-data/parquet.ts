import { setImmediate as turn } from 'node:timers/promises';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { binaryGroupsOf } from './binary-rows.js';
import { elementsOf, writings, type DatasetColumn } from './columns.js';

/** Rows of a row group: few, since other requests wait meanwhile. */
const groupSize = 2_500;

/** Rows, as COPY writes them in its binary format, as an Apache Parquet file: compressed by Snappy, with statistics. */
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
  const reads = columns.map(({ type }) => writings[type].parquet.read);
  for await (const { size, values } of binaryGroupsOf(bytes, reads, groupSize)) {
    const columnData = columns.map(({ name, type }, index) => ({
      name,
      data: values[index] as unknown[],
      // Nobody looks for ids by their order.
      statistics: type !== 'uuid',
      ...(writings[type].parquet.isDistinct ? { encoding: 'PLAIN' as const } : {}),
    }));
    await writer.write({ columnData, rowGroupSize: size });
    yield written();
    await turn();
  }
  await writer.finish();
  yield written();
}
