import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { figures, plan, startEvents, type EventsApi } from '../../testing/events-api.js';

let api: EventsApi;

beforeAll(async () => {
  api = await startEvents();
});
afterAll(() => api.test.stop());

interface Entry {
  readonly id: string;
  readonly name: { readonly ro: string; readonly en?: string };
  readonly retired: boolean;
}

const taxonomy = (name: string, query = '') => api.get(`/taxonomies/${name}${query}`);

/** Changes entries of a taxonomy, over what stands. */
async function change(name: string, changes: Readonly<Record<string, Partial<Entry>>>) {
  const { body, headers } = await taxonomy(name);
  const entries = (body.entries as Entry[]).map((entry) => ({ ...entry, ...changes[entry.id] }));
  return api.put(`/taxonomies/${name}`, { entries }, { 'if-match': headers.get('etag')! });
}

describe('taxonomies over HTTP', () => {
  it('are the built-in lists until somebody changes one, over what was read', async () => {
    const { body } = await api.get('/taxonomies');
    expect(body.items).toMatchObject([
      { name: 'civic-event-kinds', version: 1, changedAt: null },
      { name: 'attendance-categories', version: 1 },
      { name: 'discussion-themes', version: 1 },
    ]);
    const { entries } = body.items[0];
    const path = '/taxonomies/civic-event-kinds';
    const same = await api.put(path, { entries }, { 'if-match': '"1"' });
    expect([same.status, same.body.version]).toEqual([200, 1]);
    const hackathon = { id: 'hackathon', name: { ro: 'Hackathon' } };
    const changed = { entries: [...entries, hackathon], note: { ro: 'Un fel nou' } };
    const answer = await api.put(path, changed, { 'if-match': '"1"' });
    expect(answer).toMatchObject({ status: 200, body: { version: 2 } });
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(await api.put(path, { entries }, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    const read = await taxonomy('civic-event-kinds');
    expect(read.body).toMatchObject({ version: 2, note: { ro: 'Un fel nou' } });
    expect(read.body.entries.at(-1)).toEqual({ ...hackathon, retired: false });
    expect((await taxonomy('civic-event-kinds', '?version=1')).body).toMatchObject({ version: 1, entries });
    expect((await api.get(`${path}/versions`)).body.items).toMatchObject([{ version: 1 }, { version: 2 }]);
    await api.civicEvent('planned', { kind: 'hackathon' });
  });

  it('leave what was recorded under them its names, and refuse what was retired since', async () => {
    const id = await api.civicEvent('held', { kind: 'webinar' });
    await api.put(`/civic-events/${id}/attendance`, figures);
    const point = { kind: 'suggestion', text: { ro: 'Pliante' }, themes: ['dissemination'] };
    await api.post(`/civic-events/${id}/discussion-points`, point);
    await api.post(`/civic-events/${id}/reports`);
    const before = (await api.get(`/civic-events/${id}/reports/1`)).body;
    const kindsVersion = (await taxonomy('civic-event-kinds')).body.version as number;

    await change('civic-event-kinds', { webinar: { name: { ro: 'Întâlnire pe net' }, retired: true } });
    await change('attendance-categories', { 'ngo-member': { name: { ro: 'Societatea civilă' }, retired: true } });
    await change('discussion-themes', { dissemination: { name: { ro: 'răspândire' } } });

    expect(before).toMatchObject({
      kindName: { ro: 'Webinar' },
      participants: { categories: [{ label: { ro: 'Membri ai ONG-urilor' } }, {}, {}] },
      discussionPoints: [{ themes: [{ label: { ro: 'diseminare' } }] }],
    });
    expect((await api.get(`/civic-events/${id}/reports/1`)).body).toEqual(before);
    expect((await api.get(`/civic-events/${id}`)).body).toMatchObject({ kindName: { ro: 'Webinar' }, kindsVersion });
    expect((await api.get(`/civic-events/${id}/attendance`)).body.reported).toMatchObject({
      categoriesVersion: 1,
      categories: [{ category: 'ngo-member', name: { ro: 'Membri ai ONG-urilor' }, count: 17 }, {}, {}],
    });
    await api.test.settle();
    const { items } = (await api.get('/civic-events?kind=webinar')).body;
    expect(items).toMatchObject([{ id, kindName: { ro: 'Webinar' } }]);

    const other = await api.civicEvent('held');
    const refused = async (answer: Promise<{ status: number; body: { errors?: unknown[] } }>) => {
      const { status, body } = await answer;
      return [status, body.errors?.[0]];
    };
    const head = await api.head();
    expect(await refused(api.post('/civic-events', { ...plan, kind: 'webinar' }))).toMatchObject([
      400,
      { path: 'kind', code: 'KIND_RETIRED' },
    ]);
    expect(await refused(api.put(`/civic-events/${other}/attendance`, figures))).toMatchObject([
      400,
      { path: 'categories.0.category', code: 'CATEGORY_RETIRED' },
    ]);
    expect(await api.head()).toBe(head);
    const right = { categories: figures.categories.map((each) => ({ ...each, count: 3 })), reason: { ro: 'Lista' } };
    expect((await api.post(`/civic-events/${id}/attendance/corrections`, right)).status).toBe(201);
    expect((await api.get(`/civic-events/${id}/attendance`)).body).toMatchObject({
      reported: { categories: [{ name: { ro: 'Membri ai ONG-urilor' } }, {}, {}] },
      corrected: { categoriesVersion: 2, categories: [{ name: { ro: 'Societatea civilă' } }, {}, {}] },
    });
  });

  it('are followed by whoever plans at the same moment: each names a version in which its kind could be chosen', async () => {
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, () => api.post('/civic-events', { ...plan, kind: 'debate' })),
      change('civic-event-kinds', { debate: { retired: true } }),
      ...Array.from({ length: 12 }, () => api.post('/civic-events', { ...plan, kind: 'debate' })),
    ]);
    const retiredIn = (await taxonomy('civic-event-kinds')).body.version as number;
    for (const { status, body } of answers.filter(({ body }) => body.version === 1)) {
      expect(status).toBe(201);
      const { kindsVersion } = (await api.getAsStaff(`/civic-events/${body.id}`)).body;
      expect(kindsVersion).toBeLessThan(retiredIn);
    }
    expect((await api.post('/civic-events', { ...plan, kind: 'debate' })).status).toBe(400);
  });

  it('are read as they stood', async () => {
    const before = await api.head();
    const version = (await taxonomy('discussion-themes')).body.version as number;
    await change('discussion-themes', { youth: { retired: true } });
    expect((await taxonomy('discussion-themes')).body.version).toBe(version + 1);
    expect((await taxonomy('discussion-themes', `?asOf=${before}`)).body.version).toBe(version);
  });
});

const entry = { id: 'a', name: { ro: 'A' } };
/** Entries of a change of the categories, and what is wrong: a field's path, and a code where the rule is our own. */
const cases: readonly (readonly [name: string, entries: readonly object[], path: string, code: string | null])[] = [
  ['no entry', [], 'entries', null],
  ['an entry without a name', [{ id: 'a' }], 'entries.0.name', null],
  ['an entry with an unknown field', [{ ...entry, colour: 'red' }], 'entries.0.colour', null],
  ['an id that is no slug', [{ ...entry, id: 'Two Words' }], 'entries.0.id', null],
  ['an entry twice', [entry, entry], 'entries.1.id', 'ENTRY_REPEATED'],
  ['an entry left out', [entry], 'entries', 'ENTRY_LEFT_OUT'],
];

describe('what is refused of taxonomies', () => {
  it.each(cases)('%s, and nothing is stored', async (_name, entries, path, code) => {
    const before = await api.head();
    const answer = await api.put('/taxonomies/attendance-categories', { entries }, { 'if-match': '*' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path, ...(code && { code }) }] } });
    expect(await api.head()).toBe(before);
  });

  it('a taxonomy that there is not, and a change of what was not read', async () => {
    const before = await api.head();
    expect(await api.put('/taxonomies/colours', { entries: [entry] }, { 'if-match': '"1"' })).toMatchObject({
      status: 404,
      body: { code: 'TAXONOMY_UNKNOWN' },
    });
    expect(await api.put('/taxonomies/attendance-categories', { entries: [entry] })).toMatchObject({
      status: 428,
      body: { code: 'IF_MATCH_REQUIRED' },
    });
    expect(await taxonomy('colours')).toMatchObject({ status: 404, body: { code: 'TAXONOMY_UNKNOWN' } });
    expect(await api.head()).toBe(before);
  });

  it('a list from which nothing can be chosen', async () => {
    const { body } = await taxonomy('attendance-categories');
    const entries = (body.entries as Entry[]).map((each) => ({ ...each, retired: true }));
    expect(await api.put('/taxonomies/attendance-categories', { entries }, { 'if-match': '*' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'entries', code: 'NOTHING_TO_CHOOSE' }] },
    });
  });

  it('a version that there is not, and a change by anybody', async () => {
    expect(await taxonomy('discussion-themes', '?version=99')).toMatchObject({
      status: 404,
      body: { code: 'TAXONOMY_VERSION_UNKNOWN' },
    });
    const { visitor, keys } = api.test;
    const path = '/events/v1/taxonomies/discussion-themes';
    expect((await visitor.put(path, { entries: [entry] }, { headers: { 'if-match': '*' } })).status).toBe(401);
    const analyst = { key: keys.analyst, headers: { 'if-match': '*' } };
    expect((await visitor.put(path, { entries: [entry] }, analyst)).status).toBe(403);
  });
});
