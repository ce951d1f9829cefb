import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from '../context.js';
import { cellSide } from './cells.js';

const base = '/facilities/v1';
const whole = `${base}/facilities.geojson`;
let test: TestProcess;

const places: readonly (readonly [name: string, position: readonly [number, number] | null, more?: object])[] = [
  ['Piața "Mare"\\\n', [26.1, 44.4]],
  ['Parcul', [26.101, 44.401]],
  ['Gara', [26.3, 44.5], { kind: 'library' }],
  ['Insula', [179.9, -16.5]],
  ['Capul', [-179.9, -16.5]],
  ['Portalul', null, { onlineOnly: true }],
];

const add = (ro: string, position: unknown, more = {}) =>
  test.api.post(`${base}/facilities`, { kind: 'wifi', name: { ro, en: 'Place' }, position, ...more });

beforeAll(async () => {
  test = await startTestProcess([facilitiesContext]);
  for (const [name, position, more] of places) expect((await add(name, position, more)).status).toBe(201);
  const { body } = await add('Vechiul', [26.1, 44.4]);
  await test.api.post(`${base}/facilities/${body.id}/retire`, { reason: { ro: 'Închis' } });
  await test.settle();
});
afterAll(() => test.stop());

const get = (path: string, headers: Record<string, string> = {}) => test.visitor.get(path, { headers });

interface Feature {
  readonly id: string;
  readonly geometry: { readonly coordinates: readonly number[] } | null;
  readonly properties: { readonly name: string; readonly count: number };
}

const namesIn = ({ features }: { readonly features: readonly Feature[] }) =>
  features.map(({ properties }) => properties.name);

describe('the whole map as GeoJSON', () => {
  it('has every facility that is not retired, and is for websites of other hosts', async () => {
    const answer = await get(whole, { origin: 'https://elsewhere.example' });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/geo+json',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=60',
    });
    const { type, features } = answer.body as { type: string; features: Feature[] };
    expect(type).toBe('FeatureCollection');
    const found = features.map(({ geometry, properties }) => [properties.name, geometry?.coordinates ?? null]);
    expect(found.sort()).toEqual(places.map(([name, position]) => [name.trim(), position]).sort());
    expect(features.map(({ id }) => id)).toEqual(features.map(({ id }) => id).sort());
  });

  it('keeps its tag until the map changes', async () => {
    const tag = (await get(whole)).headers.get('etag')!;
    expect((await get(whole, { 'if-none-match': tag })).status).toBe(304);
    expect((await get(whole, { range: 'bytes=0-' })).status).toBe(206);
    expect((await add('Noul', [26.2, 44.2])).status).toBe(201);
    await test.settle();
    const changed = await get(whole, { 'if-none-match': tag });
    expect(changed.status).toBe(200);
    expect(namesIn(changed.body)).toContain('Noul');
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  it('is written once for all who ask together', async () => {
    await add('Celălalt', [26.2, 44.25]);
    await test.settle();
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(whole)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(namesIn(answers[0]?.body)).toContain('Celălalt');
  });
});

describe('clusters', () => {
  async function clusters(query: string): Promise<Feature[]> {
    const { status, body } = await get(`${base}/clusters?${query}`);
    expect(status).toBe(200);
    return body.features;
  }

  const counts = (features: readonly Feature[]) => features.map(({ properties }) => properties.count).sort();

  it('gather what lies in a cell of the zoom, and name a facility that is alone', async () => {
    const box = 'bbox=25.9,44.3,26.4,44.6';
    const [near] = await clusters(`${box}&zoom=9`).then((all) =>
      all.filter(({ properties }) => properties.count === 2),
    );
    expect(near?.properties).toEqual({ count: 2 });
    expect(near?.geometry?.coordinates[0]).toBeCloseTo(26.1005, 6);
    const apart = await clusters(`${box}&zoom=18`.replace('25.9,44.3,26.4,44.6', '26.0995,44.3995,26.1015,44.4015'));
    expect(counts(apart)).toEqual([1, 1]);
    expect(apart.map(({ properties }) => properties.name).sort()).toEqual(['Parcul', 'Piața "Mare"\\']);
    expect(cellSide(18)).toBeLessThan(0.001);
    expect(counts(await clusters(`${box}&zoom=9&kind=library`))).toEqual([1]);
    expect(counts(await clusters(`${box}&zoom=9&status=retired`))).toEqual([1]);
  });

  it('reach across the antimeridian, and show the whole globe', async () => {
    const features = await clusters('bbox=179,-17,-179,-16&zoom=6');
    expect(features.map(({ properties }) => properties.name).sort()).toEqual(['Capul', 'Insula']);
    const all = await clusters('bbox=-180,-90,180,90&zoom=0');
    expect(counts(all).reduce((sum, count) => sum + count, 0)).toBe(7);
  });

  it('refuse a box with more cells than anybody shows, and keep a tag', async () => {
    expect(await get(`${base}/clusters?bbox=-180,-90,180,90&zoom=12`)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_INPUT', errors: [{ code: 'ZOOM_TOO_HIGH' }] },
    });
    expect((await get(`${base}/clusters?zoom=3`)).status).toBe(400);
    const path = `${base}/clusters?bbox=-180,-90,180,90&zoom=2`;
    const tag = (await get(path)).headers.get('etag')!;
    expect((await get(path, { 'if-none-match': tag })).status).toBe(304);
  });
});
