import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { notificationsContext } from '@ecou/notifications';
import { startTestProcess, type TestApi, type TestProcess } from '@ecou/runtime/testing';
import { Validator } from '@seriousme/openapi-schema-validator';
import { parse } from 'csv-parse/sync';
import { loadSample } from './index.ts';

interface Shape {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, object>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: Shape }>> }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Shape>> };
}

/** The paths that answer `{ items, next }`. */
function listsOf({ paths, components }: Document): { readonly path: string; readonly types: readonly string[] }[] {
  const namesOf = ({ $ref, properties = {} }: Shape) =>
    Object.keys(($ref && components.schemas[$ref.split('/').at(-1) ?? '']?.properties) || properties);
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const content = get?.responses['200']?.content ?? {};
    const names = namesOf(content['application/json']?.schema ?? {});
    return names.includes('items') && names.includes('next') ? [{ path, types: Object.keys(content) }] : [];
  });
}

/** Every item of a list, page after page. */
async function itemsOf(api: TestApi, path: string): Promise<object[]> {
  const items: object[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { body } = await api.get(next === '' ? path : `${path}?cursor=${next}`);
    items.push(...body.items);
    next = body.next;
  }
  return items;
}

describe('every list of every context as a table, with the sample in it', () => {
  let test: TestProcess;
  let lists: ReturnType<typeof listsOf>;

  beforeAll(async () => {
    test = await startTestProcess([eventsContext, feedbackContext, facilitiesContext, notificationsContext]);
    await loadSample({ url: test.process.url, key: test.keys.administrator });
    await test.settle();
    lists = listsOf((await test.api.get('/openapi.json')).body);
  }, 60_000);

  afterAll(() => test.stop());

  /** The addresses of a list: under each of the things that it belongs to, or under something that is not there. */
  async function addressesOf(path: string): Promise<string[]> {
    const [parent = '', ...rest] = path.split('/{');
    if (rest.length === 0) return [path];
    const own = path.slice(parent.length).replace(/^\/\{\w+\}/, '');
    const known = lists.some((list) => list.path === parent) ? await itemsOf(test.api, parent) : [];
    const ids = [...known.flatMap((item) => ('id' in item ? [String(item.id)] : [])).slice(0, 20), randomUUID()];
    return ids.map((id) => `${parent}/${id}${own}`.replaceAll(/\{\w+\}/g, id));
  }

  it('is promised by a document that is valid OpenAPI', async () => {
    const { valid, errors } = await new Validator().validate(
      (await test.api.get('/openapi.json')).body as Record<string, unknown>,
    );
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(lists.filter(({ types }) => !types.includes('text/csv'))).toEqual([]);
    expect(lists.length).toBeGreaterThan(12);
  });

  it('holds the rows of all pages, for those who may read them', async () => {
    const filled = new Set<string>();
    const callers = [test.api, test.visitor, test.api.with(test.keys.operator)];
    for (const { path } of lists) {
      for (const address of await addressesOf(path)) {
        for (const caller of callers) {
          const [json, table] = [await caller.get(address), await caller.get(`${address}?format=csv&bom=true`)];
          expect({ address, status: table.status }).toEqual({ address, status: json.status });
          if (json.status !== 200) continue;
          const rows = parse<object>(table.body as string, { bom: true, columns: true });
          const items = await itemsOf(caller, address);
          expect({ address, rows: rows.length }).toEqual({ address, rows: items.length });
          if (rows.length > 0) filled.add(path);
        }
      }
    }
    expect([...filled]).toEqual(expect.arrayContaining(['/events/v1/civic-events', '/facilities/v1/facilities']));
  }, 60_000);

  it('has its columns by their declared names', async () => {
    const { body } = await test.visitor.get('/events/v1/civic-events', { headers: { accept: 'text/csv' } });
    const [names, row]: string[][] = parse(body as string);
    expect(names?.slice(0, 5)).toEqual(['id', 'programmeId', 'kind', 'title_ro', 'title_en']);
    expect(row).toHaveLength(names?.length ?? 0);
  });
});
