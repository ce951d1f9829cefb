import { parseArgs } from 'node:util';
import type { Converted } from '@ecou/runtime/conversion';
import { ensureBuilt } from '../build.ts';
import { stopWithBoot } from '../processes.ts';
import { findKept, keyedParts, type Kept } from './deployment.ts';
import { encryptFiles, plainFiles } from './plain-files.ts';

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Says what holds values as they are, and changes nothing. */
async function survey(kept: Kept): Promise<void> {
  const { findKeptPlain, findPlain } = await import('@ecou/runtime/conversion');
  for (const { name, url } of kept.databases) {
    for (const { schema, what, category, streams, rows, values } of await findPlain(url))
      console.log(
        category === null
          ? `${name}: ${schema}.${what}: ${counted(values, 'value')} in ${counted(rows, 'row')}`
          : `${name}: ${schema}, events ${what}: ${counted(values, 'value')} in ${counted(rows, 'event')} of ${counted(streams, 'stream')} (${category})`,
      );
    for (const schema of await findKeptPlain(url)) console.log(`${name}: ${schema} keeps events as they stood before.`);
  }
  for (const [place, count] of await plainFiles(kept.places)) console.log(`${place}: ${counted(count, 'file')}`);
  await sayRecords(kept);
}

/** Encrypts all that is found. */
async function encrypt(kept: Kept): Promise<void> {
  const { Conversion } = await import('@ecou/runtime/conversion');
  for (const { identity, databases, places } of await keyedParts(kept))
    await Conversion.with(process.env, { identityUrl: identity.url, secret: kept.secret }, async (conversion) => {
      for (const { name, url } of databases)
        await conversion.convert(url, (converted) => {
          sayConverted(name, converted);
        });
      for (const [place, count] of await encryptFiles(places, conversion.files))
        console.log(`${place}: ${counted(count, 'file')}`);
    });
  await sayRecords(kept);
  await sayKept(kept);
}

function sayConverted(database: string, { schema, events, views, tables }: Converted): void {
  const parts = [
    ...(events > 0 ? [counted(events, 'event')] : []),
    ...(tables.length > 0 ? [`rows of ${tables.join(', ')}`] : []),
    ...(views.length > 0 ? [`the next start builds ${views.join(', ')}`] : []),
  ];
  if (parts.length > 0) console.log(`${database}: ${schema}: ${parts.join('; ')}`);
}

/** Says what is still to be read elsewhere. */
async function sayKept(kept: Kept): Promise<void> {
  const { findKeptPlain } = await import('@ecou/runtime/conversion');
  const schemas = (await Promise.all(kept.databases.map(({ url }) => findKeptPlain(url)))).flat();
  console.log(
    schemas.length === 0
      ? 'No value stands unencrypted in databases and files.'
      : `Everything is encrypted. ${schemas.join(', ')} still keep events as they stood: start Ecou, look, then npm run encrypt -- --drop`,
  );
  console.log('Backups that were made before are readable as they were.');
}

/** Names the records on Kafka, as `kafka-delete-records.sh --offset-json-file` takes them. */
async function sayRecords(kept: Kept): Promise<void> {
  const { publishedRecords } = await import('@ecou/runtime/conversion');
  const partitions = (await Promise.all(kept.databases.map(({ url }) => publishedRecords(url)))).flat();
  if (partitions.length === 0) return;
  console.log('Records on Kafka up to here may hold values as they were; delete them once every consumer has passed:');
  console.log(JSON.stringify({ partitions, version: 1 }));
}

/** Drops what was kept. */
async function drop(kept: Kept): Promise<void> {
  const { dropKeptPlain } = await import('@ecou/runtime/conversion');
  for (const { name, url } of kept.databases)
    for (const schema of await dropKeptPlain(url)) console.log(`${name}: ${schema} is dropped.`);
}

/**
 * `npm run encrypt`: encrypts what the deployment that the environment names has stored before values were encrypted; it must be stopped. With
 * `--dry-run` it says what that is, with `--drop` it drops the events as they stood before.
 */
stopWithBoot();
try {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ options: { 'dry-run': flag, drop: flag } });
  await ensureBuilt();
  const kept = await findKept(process.env, false);
  const work = values['dry-run'] ? survey : values.drop ? drop : encrypt;
  await work(kept).finally(() => kept.end());
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
