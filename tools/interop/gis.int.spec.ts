import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from '@ecou/facilities';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { freePort } from '../processes.ts';
import { findGis, gdal, owsLib } from './gis.ts';

let test: TestProcess;
let landing: string;
let dir: string;
let files = 0;

/** In the middle of the map; every tenth has no place. */
const facilities = Array.from({ length: 60 }, (_, index) => ({
  name: { ro: `Punctul Țepeș ${index}` },
  kind: index % 3 === 0 ? 'wifi' : 'library',
  position: index % 10 === 9 ? null : [26 + index / 100, 44 + index / 200],
  onlineOnly: index % 10 === 9,
  operator: index % 2 === 0 ? 'Primăria' : 'Biblioteca',
}));

beforeAll(async () => {
  // Documents of the API name whole addresses, so the port is known before.
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  landing = `${publicUrl}/facilities/v1/ogc`;
  const env = { PORT: String(port), PUBLIC_URL: publicUrl };
  [test, dir] = await Promise.all([
    startTestProcess([facilitiesContext], { env }),
    mkdtemp(join(tmpdir(), 'ecou-gis-')),
    findGis(),
  ]);
  await Promise.all(facilities.map((facility) => test.api.post('/facilities/v1/facilities', facility)));
  await test.settle();
});
afterAll(async () => {
  await test.stop();
  await rm(dir, { recursive: true, force: true });
});

const names = (list: readonly { readonly name: { readonly ro: string } }[]) => list.map(({ name }) => name.ro).sort();

interface Written {
  readonly features: readonly {
    readonly geometry: object | null;
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

/** Names of the features that GDAL writes to a file. */
async function written(...args: readonly string[]) {
  const file = join(dir, `${++files}.geojson`);
  const { said } = await gdal('ogr2ogr', '-f', 'GeoJSON', file, `OAPIF:${landing}`, 'facilities', ...args);
  const { features } = JSON.parse(await readFile(file, 'utf8')) as Written;
  return { features, names: features.map(({ properties }) => properties['name']).sort(), said };
}

describe('GDAL', () => {
  it('lists the collection with its columns, its extent and the number of features', async () => {
    const { output } = await gdal('ogrinfo', '-so', `OAPIF:${landing}`, 'facilities');
    expect(output).toContain('Feature Count: 60');
    expect(output).toContain('Geometry: Point');
    expect(output).toMatch(/Extent: \(26\.0+, 44\.0+\) - \(26\.58\d*, 44\.29\d*\)/);
    for (const column of ['kind: String', 'name: String', 'onlineOnly: Integer(Boolean)', 'changedAt: DateTime'])
      expect(output).toContain(column);
  });

  it('reads the whole map in pages, each feature once, those without a place, too', async () => {
    const { features, names: found, said } = await written('-oo', 'PAGE_SIZE=7', '-oo', 'INITIAL_REQUEST_PAGE_SIZE=7');
    expect(found).toEqual(names(facilities));
    expect(features.filter(({ geometry }) => geometry === null)).toHaveLength(6);
    expect(said.match(/cursor=/g)?.length).toBeGreaterThan(6);
  });

  it('has the server filter by box and by properties', async () => {
    const box = await written('-spat', '26.1', '44', '26.2', '44.2');
    expect(box.said).toContain('bbox=26.1');
    const inBox = facilities.filter(({ position }) => position && position[0]! >= 26.1 && position[0]! <= 26.2);
    expect(box.names).toEqual(names(inBox));
    const kind = await written('-where', "kind = 'wifi' AND operator = 'Primăria'");
    expect(kind.said).toMatch(/kind=wifi/);
    expect(kind.names).toEqual(
      names(facilities.filter((each) => each.kind === 'wifi' && each.operator === 'Primăria')),
    );
    const since = await written('-where', "changedAt >= '2999-01-01T00:00:00Z'");
    expect(since.names).toEqual([]);
  });
});

describe('OWSLib', () => {
  it('knows what is kept, finds the collection and its queryables', async () => {
    const found = await owsLib<{ conformance: string[]; collections: string[]; queryables: string[]; paths: number }>(
      landing,
      `print(json.dumps({
  'conformance': service.conformance()['conformsTo'],
  'collections': service.feature_collections(),
  'queryables': list(service.collection_queryables('facilities')['properties']),
  'paths': len(service.api()['paths'])}))`,
    );
    expect(found).toMatchObject({ collections: ['facilities'], queryables: ['kind', 'status', 'operator'], paths: 8 });
    expect(found.conformance).toContain('http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core');
  });

  it('filters, and pages as the links lead', async () => {
    const found = await owsLib<{ matched: number; names: string[]; one: string }>(
      landing,
      `import urllib.request
page = service.collection_items('facilities', limit=4, bbox=[26.0, 44.0, 26.3, 44.2], kind='wifi')
matched, names = page['numberMatched'], []
while True:
    names += [each['properties']['name'] for each in page['features']]
    following = [link['href'] for link in page['links'] if link['rel'] == 'next']
    if not following: break
    page = json.load(urllib.request.urlopen(following[0]))
one = service.collection_item('facilities', page['features'][0]['id'])['properties']['name']
print(json.dumps({'matched': matched, 'names': sorted(names), 'one': one}))`,
    );
    const expected = facilities.filter(({ kind, position }) => kind === 'wifi' && (!position || position[0]! <= 26.3));
    expect(found.names).toEqual(names(expected));
    expect(found.matched).toBe(expected.length);
    expect(found.names).toContain(found.one);
  });
});
