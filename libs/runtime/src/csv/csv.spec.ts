import { localizedText } from '@ecou/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { columnsOf } from './columns.js';
import { csvOf, type Column } from './csv.js';
import { readCsv } from './read-csv.js';

const column = (name: string): Column<Record<string, unknown>> => ({ name, value: (row) => row[name] });
const lines = (text: string) => text.split('\r\n');

describe('a table', () => {
  const columns = [column('name'), column('count')];

  it('has a row of names, commas, CRLF, and quotes where they are needed', () => {
    const rows = [
      { name: 'Ședința „Dâmboviței”', count: 24 },
      { name: 'a, "b"\nc', count: null },
    ];
    expect(csvOf(columns, rows)).toBe('name,count\r\nȘedința „Dâmboviței”,24\r\n"a, ""b""\nc",\r\n');
  });

  it('of no rows has its names', () => {
    expect(csvOf(columns, [])).toBe('name,count\r\n');
  });

  it('begins with a byte order mark where that is wished', () => {
    expect(csvOf(columns, [], { bom: true })).toBe('\ufeffname,count\r\n');
  });

  it.each(['=1+1', '+40 21 000 00 00', '-1', '@SUM(A1)', '\tx', '\rx'])('makes no formula of %j', (name) => {
    const [, row = ''] = csvOf(columns, [{ name, count: 1 }]).split(/(?<=count\r\n)/);
    expect(row.replace('"', '').startsWith(`'${name}`)).toBe(true);
  });

  it.each([
    ['hi\n=1+1', "hi\n'=1+1"],
    ['hi\r=1+1', "hi\r'=1+1"],
    ['hi\r\n@SUM(A1)', "hi\r\n'@SUM(A1)"],
    ['x;=1+1', "x;'=1+1"],
    ['x; =1+1', "x;' =1+1"],
    ['x\t+1', "x\t'+1"],
    ['x;"=1+1;', `x;'""=1+1;`],
    ["x;'=1+1", "x;''=1+1"],
    ['first\nsecond', 'first\nsecond'],
  ])('is one row with no formula in it, whatever separates cells and lines for its reader: %j', (name, cell) => {
    expect(csvOf(columns, [{ name, count: 1 }])).toBe(`name,count\r\n"${cell}",1\r\n`);
  });

  it('leaves numbers numbers', () => {
    expect(lines(csvOf(columns, [{ name: 'a', count: -1.5 }]))[1]).toBe('a,-1.5');
  });
});

describe('the columns of a list', () => {
  const place = z.object({ name: z.string(), address: z.string() }).meta({ id: 'Place' });
  const item = z.object({
    id: z.uuid(),
    title: localizedText,
    venue: place.nullable(),
    codes: z.array(z.string()),
    agenda: z.array(z.object({ minutes: z.int() })),
    rate: z.union([z.number(), z.object({ part: z.int() })]),
    figures: z.record(z.string(), z.int()),
    open: z.boolean().optional(),
  });

  it('are declared by its schema, in its order', () => {
    expect(columnsOf(item).map(({ name }) => name)).toEqual([
      'id',
      'title_ro',
      'title_en',
      'venue_name',
      'venue_address',
      'codes',
      'agenda',
      'rate',
      'figures',
      'open',
    ]);
  });

  it('of items in several forms are those of all', () => {
    const either = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('grade'), mean: z.number() }),
      z.object({ kind: z.literal('text'), count: z.int() }),
    ]);
    expect(columnsOf(either).map(({ name }) => name)).toEqual(['kind', 'mean', 'count']);
  });

  it('show what has no cell of its own as words or as JSON', () => {
    const row = {
      id: '1',
      title: { ro: 'Dezbatere' },
      venue: null,
      codes: ['SIPOCA 1084', 'A4.1'],
      agenda: [{ minutes: 30 }],
      rate: 0.5,
      figures: { ngo: 3 },
    };
    expect(lines(csvOf(columnsOf(item), [row]))[1]).toBe(
      '1,Dezbatere,,,,"SIPOCA 1084; A4.1","[{""minutes"":30}]",0.5,"{""ngo"":3}",',
    );
  });
});

describe('reading a table', () => {
  const known = ['id', 'title_ro', 'total'];

  it('takes what a spreadsheet wrote: byte order mark, semicolons, empty rows', () => {
    expect(readCsv('\ufeffid;title_ro\r\n1;"Mâine; astăzi"\r\n;\r\n2;\r\n', known)).toEqual([
      { number: 2, cells: { id: '1', title_ro: 'Mâine; astăzi' } },
      { number: 4, cells: { id: '2' } },
    ]);
  });

  it('keeps empty cells where they say something', () => {
    expect(readCsv('id,title_ro\n1,\n', known, { keepsEmpty: true })).toEqual([
      { number: 2, cells: { id: '1', title_ro: '' } },
    ]);
  });

  it.each([
    ['an unknown column', 'id,titel\n1,x\n', 'CSV_COLUMN_UNKNOWN', ['titel']],
    ['a column twice', 'id,id\n1,2\n', 'CSV_COLUMN_TWICE', ['id']],
    ['a row that is too long', 'id\n1\n2,3\n', 'CSV_ROW_TOO_LONG', ['rows', 3]],
    ['quotes that do not close', 'id\n"1\n', 'CSV_MALFORMED', []],
    ['nothing', '', 'CSV_EMPTY', []],
  ])('refuses %s', (_what, text, code, path) => {
    expect(() => readCsv(text, known)).toThrow(expect.objectContaining({ code, path }));
  });

  it('gives back whatever text was written', () => {
    const any = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', 'a', '"', ',', ';', ' ', '\n', '\r', '\t') }),
    );
    const trimmed = any.map((text) => text.trim());
    const rows = fc.array(fc.record({ id: trimmed, title_ro: trimmed }));
    fc.assert(
      fc.property(rows, fc.boolean(), (written, bom) => {
        const kept = written.filter(({ id, title_ro }) => id !== '' || title_ro !== '');
        const read = readCsv(csvOf([column('id'), column('title_ro')], kept, { bom }), known);
        expect(read.map(({ cells }) => ({ id: '', title_ro: '', ...cells }))).toEqual(kept);
      }),
    );
  });
});
