import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttendanceCorrectedV2, AttendanceReportedV1, catalogue, FacilityAddedV1 } from '@ecou/contracts';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { analyticsContext } from '../context.js';
import { figures } from '../star/figures/figures.js';
import { publishers } from '../testing/publishers.js';
import { recordAll, starIsUp, type Recorded } from '../testing/recorded.js';
import type { DatasetColumn } from './columns.js';
import { formatNames, type FormatName } from './formats.js';

const contexts = [...publishers, analyticsContext];
const datasets = '/analytics/v1/datasets';
const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T10:00:00.125Z`;

let test: TestProcess;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ecou-open-data-'));
  test = await startTestProcess(contexts);
  await recordAll(test, [...ofEveryContract, ...sessions, awkward]);
});
afterAll(async () => {
  await test.stop();
  await rm(dir, { recursive: true, force: true });
});

type Row = Readonly<Record<string, unknown>>;

const session = randomUUID();
const counted = (students: number, total: number) => ({
  ...{ programmeId: null, total, categories: [{ category: 'student', count: students }] },
  ...{ difference: students - total, reconciled: students === total },
});
const sessions: readonly Recorded[] = [
  [AttendanceReportedV1, session, { ...counted(12, 13), reportedAt: day(2) }, day(2)],
  [AttendanceReportedV1, randomUUID(), { ...counted(21, 21), reportedAt: day(3) }, day(3)],
];
const correction: Recorded = [
  ...[AttendanceCorrectedV2, session],
  { ...counted(13, 13), reported: counted(12, 13), reason: { ro: 'numărat greșit' }, correctedAt: day(9) },
  day(9),
] as const;
/** One message of every public contract, so that no table is empty. */
const ofEveryContract = [...catalogue.values()]
  .filter(({ visibility, withdrawn }) => visibility === 'public' && withdrawn === undefined)
  .map((contract): Recorded => [contract, randomUUID(), {}, day(1)]);
/** Values that each form writes in its own way. */
const awkward: Recorded = [
  FacilityAddedV1,
  randomUUID(),
  { name: { ro: 'Ședință „A”, "B"\\n\n\tC; =1+1' }, operator: '', address: null, position: [26.1025, 44.4268] },
  day(1),
];

/** The answer of SQL, each value as JSON has it. */
async function bySql(name: string, columns: readonly DatasetColumn[]): Promise<Row[]> {
  const forms: Partial<Record<DatasetColumn['type'], (column: string) => string>> = {
    'timestamp with time zone': (column) => `CASE WHEN isfinite(${column}) THEN ${column} END`,
    date: (column) => `${column}::text`,
    numeric: (column) => `${column}::float8`,
  };
  const selected = columns.map((column) => `${forms[column.type]?.(column.name) ?? column.name} AS ${column.name}`);
  const order = [...new Set([...(figures.get(name)?.key ?? []), ...columns.map((column) => column.name)])];
  const { pool } = test.context('analytics');
  return (
    await pool.query<Row>(
      `SELECT ${selected.join(', ')} FROM (SELECT * FROM analytics.${name} ORDER BY ${order.join(', ')}) t`,
    )
  ).rows;
}

/** Instants as `Date` writes them, which are all in UTC. */
const canonical = (rows: readonly Row[], columns: readonly DatasetColumn[]): Row[] =>
  rows.map((row) => {
    const instants = columns.filter(({ name, type }) => type === 'timestamp with time zone' && row[name] !== null);
    for (const { name } of instants) expect(row[name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    const dates = instants.map(({ name }) => [name, new Date(row[name] as string).toISOString()] as const);
    return { ...row, ...Object.fromEntries(dates) };
  });

/** Cells as the metadata says that they are to be read; an empty one is null. */
function ofCsv(bytes: Buffer, columns: readonly DatasetColumn[]): Row[] {
  const read: Partial<Record<DatasetColumn['type'], (cell: string) => unknown>> = {
    ...{ integer: Number, bigint: Number, numeric: Number, 'double precision': Number },
    boolean: (cell) => cell === 'true',
    'text[]': (cell) => JSON.parse(cell) as unknown,
  };
  const [names, ...rows] = parse(bytes);
  expect(names).toEqual(columns.map(({ name }) => name));
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }, index) => {
        const cell = row[index] ?? '';
        return [name, cell === '' ? null : (read[type]?.(cell) ?? cell)];
      }),
    ),
  );
}

/** The rows that DuckDB reads in a Parquet file. */
async function byDuckDb(bytes: Buffer, columns: readonly DatasetColumn[]): Promise<Row[]> {
  const file = join(dir, `${randomUUID()}.parquet`);
  await writeFile(file, bytes);
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
  expect(reader.columnNames()).toEqual(columns.map(({ name }) => name));
  expect(reader.columnTypes().map(String)).toEqual(columns.map(({ type }) => duckTypes[type]));
  const rows = reader
    .getRowObjectsJS()
    .map((row) => Object.fromEntries(columns.map(({ name, type }) => [name, ofDuckDb(row[name], type)])));
  connection.closeSync();
  return rows;
}

const duckTypes: Readonly<Record<DatasetColumn['type'], string>> = {
  ...{ text: 'VARCHAR', 'text[]': 'VARCHAR[]', uuid: 'UUID', integer: 'INTEGER', bigint: 'BIGINT' },
  ...{ numeric: 'DOUBLE', 'double precision': 'DOUBLE', boolean: 'BOOLEAN', date: 'DATE' },
  'timestamp with time zone': 'TIMESTAMP WITH TIME ZONE',
};

function ofDuckDb(value: unknown, type: DatasetColumn['type']): unknown {
  if (value instanceof Date) return type === 'date' ? value.toISOString().slice(0, 10) : value.toISOString();
  return typeof value === 'bigint' ? Number(value) : value;
}

const noEmptyTexts = (rows: readonly Row[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === '' ? null : value])),
  );

async function fetched(path: string, headers: Record<string, string> = {}, url = test.visitor.url) {
  const response = await fetch(`${url}${path}`, { headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** As staff, whom no bound concerns. */
const bytesOf = async (name: string, format: FormatName, query = '', url = test.visitor.url): Promise<Buffer> => {
  const { status, bytes } = await fetched(
    `${datasets}/${name}?format=${format}${query}`,
    { authorization: `Bearer ${test.keys.administrator}` },
    url,
  );
  expect(status).toBe(200);
  return bytes;
};

interface Listed {
  readonly name: string;
  readonly at: string;
  readonly columns: readonly DatasetColumn[];
}
const listed = async (): Promise<{ position: number; items: Listed[] }> =>
  (await test.visitor.get(datasets)).body as { position: number; items: Listed[] };

describe('open data', () => {
  it('tells of each figure, with the types of its columns', async () => {
    const { items } = await listed();
    expect(items.map(({ name }) => name)).toEqual([...figures.keys()]);
    expect(items.find(({ name }) => name === 'participation')).toMatchObject({
      title: { ro: 'Participare', en: 'Participation' },
      sources: expect.arrayContaining([AttendanceReportedV1.type]),
      columns: expect.arrayContaining([
        expect.objectContaining({ name: 'civic_event_id', type: 'uuid' }),
        expect.objectContaining({ name: 'people', type: 'integer' }),
      ]),
    });
  });

  it('is the same in every form, and what SQL says', async () => {
    const { items } = await listed();
    let rows = 0;
    for (const { name, columns } of items) {
      const expected = await bySql(name, columns);
      rows += expected.length;
      const json = JSON.parse(String(await bytesOf(name, 'json'))) as { items: Row[] };
      expect([name, canonical(json.items, columns)]).toEqual([name, expected]);
      const lines = String(await bytesOf(name, 'ndjson'))
        .split('\n')
        .slice(0, -1);
      expect([
        name,
        canonical(
          lines.map((line) => JSON.parse(line) as Row),
          columns,
        ),
      ]).toEqual([name, expected]);
      expect([name, canonical(ofCsv(await bytesOf(name, 'csv'), columns), columns)]).toEqual([
        name,
        noEmptyTexts(expected),
      ]);
      expect([name, await byDuckDb(await bytesOf(name, 'parquet'), columns)]).toEqual([name, expected]);
    }
    const types = new Set(items.flatMap(({ columns }) => columns.map(({ type }) => type)));
    expect(types).toEqual(new Set(Object.keys(duckTypes).filter((type) => type !== 'bigint')));
    expect(rows).toBeGreaterThan(11_323);
  });

  it('answers at the address of a position the same bytes for good, also another process, whatever is corrected later', async () => {
    const { position } = await listed();
    const at = (format: FormatName, asOf = '') => `${datasets}/participation/at/${position}?format=${format}${asOf}`;
    const addresses = formatNames.flatMap((format) => [at(format), at(format, '&asOf=2026-03-02')]);
    const before = await Promise.all([addresses[0] ?? ''].map((path) => fetched(path)));
    for (const path of addresses.slice(1)) before.push(await fetched(path));
    await recordAll(test, [
      correction,
      [AttendanceReportedV1, randomUUID(), { ...counted(5, 5), reportedAt: day(1) }, day(1)],
    ]);
    const other = await startTestProcess(contexts, { through: () => Promise.resolve(test.databaseUrl) });
    try {
      for (const [index, path] of addresses.entries()) {
        const after = await fetched(path, {}, other.visitor.url);
        expect(after.status).toBe(200);
        expect(after.bytes.equals(before[index]?.bytes ?? Buffer.of())).toBe(true);
        expect(after.headers.get('etag')).toBe(before[index]?.headers.get('etag'));
        expect(after.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      }
    } finally {
      await other.stop();
    }
    const people = async (query: string) => {
      const { items } = JSON.parse(String(await bytesOf('participation', 'json', query))) as { items: Row[] };
      return items.find((row) => row['civic_event_id'] === session && row['category'] === 'student')?.['people'];
    };
    expect([await people(''), await people('&asOf=2026-03-08'), await people(`&position=${position}`)]).toEqual([
      13, 12, 12,
    ]);
    expect(await people('&asOf=2026-03-09')).toBe(13);
  });

  it('names the address that never changes, and is not sent again to who has it', async () => {
    const { position } = await listed();
    const first = await fetched(`${datasets}/facility`, { accept: 'text/csv' });
    expect(first.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(first.headers.get('content-location')).toBe(`${datasets}/facility/at/${position}?format=csv`);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    expect(first.headers.get('link')).toContain(`${datasets}/facility/csv-metadata.json`);
    const etag = first.headers.get('etag') ?? '';
    const again = await fetched(`${datasets}/facility`, { accept: 'text/csv', 'if-none-match': etag });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    const json = await fetched(`${datasets}/facility`, { 'if-none-match': etag });
    expect([json.status, json.headers.get('content-type')]).toEqual([200, 'application/json']);
  });

  it('answers parts that make up the whole, where they are of the same', async () => {
    const { position } = await listed();
    const path = `${datasets}/date/at/${position}?format=parquet`;
    const whole = await fetched(path);
    const { length } = whole.bytes;
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(Number(whole.headers.get('content-length'))).toBe(length);
    const [head, tail] = [await fetched(path, { range: 'bytes=0-99' }), await fetched(path, { range: 'bytes=100-' })];
    expect([head.status, head.headers.get('content-range')]).toEqual([206, `bytes 0-99/${length}`]);
    expect(Buffer.concat([head.bytes, tail.bytes]).equals(whole.bytes)).toBe(true);
    const changed = await fetched(path, { range: 'bytes=0-99', 'if-range': '"another"' });
    expect([changed.status, changed.bytes.length]).toEqual([200, length]);
    const beyond = await fetched(path, { range: `bytes=${length}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${length}`]);
    const asked = await fetch(`${test.visitor.url}${path}`, { method: 'HEAD' });
    expect([asked.status, Number(asked.headers.get('content-length'))]).toEqual([200, length]);
  });

  it.each([
    ['/nothing', 404, 'DATASET_UNKNOWN', undefined],
    ['/nothing/csv-metadata.json', 404, 'DATASET_UNKNOWN', undefined],
    ['/facility/at/999999', 400, 'POSITION_BEYOND_HEAD', 'position'],
    ['/facility?position=999999', 400, 'POSITION_BEYOND_HEAD', 'position'],
    ['/facility?asOf=2026-02-30', 400, 'INVALID_INPUT', 'asOf'],
    ['/facility?format=xlsx', 400, 'INVALID_INPUT', 'format'],
    ['/facility/at/-1', 400, 'INVALID_INPUT', 'position'],
  ])('refuses %s', async (path, status, code, field) => {
    const answer = await test.visitor.get(`${datasets}${path}`);
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.path]).toEqual([status, code, field]);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it('says while the star is being built that it is worth another try', async () => {
    const { pool } = test.context('analytics');
    await pool.query(`UPDATE analytics.stars SET state = 'building'`);
    for (const path of ['', '/facility', '/facility/csv-metadata.json']) {
      const { status, headers } = await test.visitor.get(`${datasets}${path}`);
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    }
    await pool.query(`UPDATE analytics.stars SET state = 'live'`);
    await starIsUp(test);
  });
});
