import { readFile } from 'node:fs/promises';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { Parser, Store, type Quad } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { analyticsContext } from '../../context.js';
import { figures } from '../../star/figures/figures.js';
import { starIsUp } from '../../testing/recorded.js';
import { titles } from '../titles.js';
import { turtleOf } from './dcat.js';

const catalogue = '/analytics/v1/catalogue';
const licence = 'https://data.gov.ro/licenta';

let test: TestProcess;
let shapes: Store;
beforeAll(async () => {
  const env = { ECOU_OPEN_DATA_LICENCE: licence, PUBLIC_URL: 'https://date.example.ro', ECOU_INSTITUTION: 'Primăria' };
  test = await startTestProcess([analyticsContext], { env });
  await starIsUp(test);
  shapes = new Store(new Parser().parse(await readFile(new URL('dcat-ap.shapes.ttl', import.meta.url), 'utf8')));
});
afterAll(() => test.stop());

const quadsOf = (turtle: string): Quad[] => new Parser().parse(turtle);

/** The faults that the shapes find in a catalogue: the last parts of the path and of the kind of rule. */
async function faultsOf(quads: readonly Quad[]): Promise<string[]> {
  const { results } = await new SHACLValidator(shapes).validate(new Store([...quads]));
  const last = (iri: unknown) => /[^/#]*$/.exec(String((iri as { value?: string } | undefined)?.value))?.[0];
  return results.map((result) => `${last(result.path)} ${last(result.sourceConstraintComponent)}`);
}

describe('the catalogue', () => {
  it('is what DCAT-AP makes mandatory, with each dataset in each form', async () => {
    const { headers, body } = await test.visitor.get(catalogue, { headers: { accept: 'text/turtle' } });
    expect(headers.get('content-type')).toBe('text/turtle; charset=utf-8');
    const quads = quadsOf(body as string);
    expect(await faultsOf(quads)).toEqual([]);
    const typed = (type: string) =>
      quads.filter(({ predicate, object }) => predicate.value.endsWith('#type') && object.value.endsWith(`#${type}`));
    expect(
      typed('Dataset')
        .map(({ subject }) => subject.value)
        .sort(),
    ).toEqual([...figures.keys()].sort().map((name) => `https://date.example.ro/analytics/v1/datasets/${name}`));
    expect(typed('Distribution')).toHaveLength(figures.size * 4);
    const licences = quads.filter(({ predicate }) => predicate.value.endsWith('/license'));
    expect(new Set(licences.map(({ object }) => object.value))).toEqual(new Set([licence]));
  });

  it('says the same as JSON-LD', async () => {
    const { headers, body } = await test.visitor.get(catalogue);
    expect(headers.get('content-type')).toContain('application/ld+json');
    expect(body).toMatchObject({ publisher: { name: { ro: 'Primăria' } } });
    const turtle = (await test.visitor.get(`${catalogue}?format=ttl`)).body as string;
    expect(await turtleOf(body as object)).toBe(turtle);
  });

  it.each([
    ['no titles', /terms\/title/, 'title MinCountConstraintComponent'],
    ['no addresses', /accessURL/, 'accessURL MinCountConstraintComponent'],
    ['a publisher without a name', /foaf\/0.1\/name/, 'name MinCountConstraintComponent'],
  ])('would be refused with %s', async (_of, property, fault) => {
    const quads = quadsOf((await test.visitor.get(`${catalogue}?format=ttl`)).body as string);
    const broken = quads.filter(({ predicate }) => !property.test(predicate.value));
    expect(broken.length).toBeLessThan(quads.length);
    expect(await faultsOf(broken)).toContain(fault);
  });

  it('would be refused with a theme of its own, and with a text in place of an address', async () => {
    const { body } = await test.visitor.get(`${catalogue}?format=ttl`);
    const changed = (from: string, to: string) => quadsOf((body as string).replace(from, to));
    expect(await faultsOf(changed('data-theme/GOVE', 'data-theme/ours'))).toContain('theme PatternConstraintComponent');
    const access = /dcat:accessURL <[^>]*>/.exec(body as string)?.[0] ?? '';
    expect(await faultsOf(changed(access, 'dcat:accessURL "here"'))).toContain('accessURL NodeKindConstraintComponent');
  });

  it('has a title in both languages for each figure', () => {
    expect(Object.keys(titles).sort()).toEqual([...figures.keys()].sort());
  });
});

describe('CSV on the Web', () => {
  it('describes each column of the table, in its order', async () => {
    const { headers, body } = await test.visitor.get('/analytics/v1/datasets/facility/csv-metadata.json');
    expect(headers.get('content-type')).toContain('application/csvm+json');
    expect(body).toMatchObject({
      '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
      url: 'https://date.example.ro/analytics/v1/datasets/facility?format=csv',
      'dc:license': { '@id': licence },
    });
    const csv = (await test.visitor.get('/analytics/v1/datasets/facility?format=csv')).body as string;
    const { columns } = body.tableSchema as { columns: { name: string; titles: string; datatype: unknown }[] };
    expect(parse(csv)).toEqual([columns.map(({ titles: title }) => title)]);
    const datatypes = Object.fromEntries(columns.map(({ name, datatype }) => [name, datatype]));
    expect(datatypes).toMatchObject({
      facility_id: { base: 'string' },
      longitude: 'decimal',
      is_approximate: 'boolean',
      verified_at: 'dateTimeStamp',
    });
  });
});
