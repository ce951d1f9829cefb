import { until } from '@ecou/event-sourcing/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { petitionTokens } from '@ecou/contracts';
import { SecretTokens } from '@ecou/runtime';
import type { TestApi, TestProcess } from '@ecou/runtime/testing';
import { Validator } from '@seriousme/openapi-schema-validator';
import { parse } from 'csv-parse/sync';
import { questionnaireIdOf, sessionIdOf } from '../sample/ids.ts';
import { upcomingId } from '../sample/registrations.ts';
import { petitionIdOf } from '../sample/petitions.ts';
import { javaClient, typeScriptClients } from './clients.ts';
import { answering, refusedExamples, refusedOverHttp, withoutSuccess, type Documented } from './examples.ts';
import { startWithSample } from './sample-process.ts';
import { soundPdf, veraPdf } from './verapdf.ts';

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

/** One process with the sample in it, for all programs of others that read here. */
let test: TestProcess;
let lists: ReturnType<typeof listsOf>;

beforeAll(async () => {
  test = await startWithSample();
  lists = listsOf((await test.api.get('/openapi.json')).body);
});

afterAll(() => test.stop());

describe('every PDF', () => {
  /** A petition with letters that no font of ours has, and more of them than a page holds. */
  const odd = randomUUID();
  beforeAll(async () => {
    const petition = { kind: 'request', category: 'street-lighting', text: 'Bec 💡 ars, 中.\r\n'.repeat(300) };
    const petitioner = { name: 'Ana Sintetică ✿', channel: 'email', contact: 'ana@example.org' };
    const { status } = await test.visitor.post('/feedback/v1/petitions', { id: odd, ...petition, petitioner });
    expect(status).toBe(201);
  });

  /** Addresses of each operation that answers PDF, by a name. */
  const addresses: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    events_Report_get: Object.fromEntries(
      [1, 2, 3].flatMap((place) =>
        ['ro', 'en'].map((lang) => [
          `report-${place}-${lang}`,
          `/events/v1/civic-events/${sessionIdOf({ place })}/reports/latest?format=pdf&lang=${lang}`,
        ]),
      ),
    ),
    feedback_HalfYear_get: Object.fromEntries(
      ['ro', 'en'].map((lang) => [
        `half-year-${lang}`,
        `/feedback/v1/half-yearly-reports/2024-1?format=pdf&lang=${lang}`,
      ]),
    ),
    feedback_CaseFile_get: Object.fromEntries(
      [petitionIdOf('lamp-on-paper'), petitionIdOf('bench'), odd].flatMap((id, index) =>
        ['ro', 'en'].map((lang) => [`file-${index}-${lang}`, `/feedback/v1/petitions/${id}/file?lang=${lang}`]),
      ),
    ),
  };
  /** Of a letter that went out, for staff and for its petitioner. */
  async function lettersOf(): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
    const { items } = (await test.api.get('/feedback/v1/outgoing-register?limit=1')).body;
    const { id: sending, petitionId: id, petition: number } = items[0];
    const token = new SecretTokens(test.process.config.secret, petitionTokens.status).of(number, id);
    return {
      feedback_Letters_letter: { letter: `/feedback/v1/petitions/${id}/letters/${sending}?lang=en` },
      feedback_Letters_ownLetter: { 'own-letter': `/feedback/v1/status/${number}/letters/${sending}?token=${token}` },
    };
  }
  /** Of somebody who has asked, in the sample or here. */
  async function proofsOf(): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
    const wish = { address: 'dovada@example.org', topics: ['everything'], language: 'ro', consentVersion: 1 };
    await test.visitor.post('/notifications/v1/subscriptions', wish);
    await test.settle();
    const { items } = (await test.api.get('/notifications/v1/subscriptions?limit=1')).body;
    const path = `/notifications/v1/subscriptions/${items[0].id}/consents?format=pdf`;
    return {
      notifications_Consents_consents: { 'proof-ro': path, 'proof-en': `${path}&lang=en` },
      ...(await dossiersOf()),
    };
  }

  /** Everything that is on record of whoever asked above. */
  async function dossiersOf() {
    const subjects = await until(async () => {
      const { body } = await test.api.post('/notifications/v1/subjects/search', { contact: 'dovada@example.org' });
      const found = body.items.map(({ subject }: { subject: string }) => subject) as string[];
      return found.length > 0 && found;
    }, 'the subscriber to be known');
    const asked = {
      kind: 'access',
      name: 'Ana Exemplu',
      contact: 'dovada@example.org',
      verifiedBy: 'identity-document',
    };
    const { id } = (await test.api.post('/identity/v1/rights-requests', asked)).body;
    await test.api.post(`/identity/v1/rights-requests/${id}/subjects`, { subjects });
    return { identity_Dossier_document_pdf: { dossier: `/identity/v1/rights-requests/${id}/dossier.pdf` } };
  }

  it('is read here: an operation that answers PDF has addresses above', async () => {
    const { body } = await test.visitor.get('/openapi.json');
    const read = Object.keys({ ...addresses, ...(await lettersOf()), ...(await proofsOf()) });
    expect([...answering(body as Documented, 'application/pdf')].sort()).toEqual(read.sort());
  });

  it('is PDF/A-2a and PDF/UA-1, as veraPDF reads it', async () => {
    const all = Object.values({ ...addresses, ...(await lettersOf()), ...(await proofsOf()) });
    const documents = Object.assign({}, ...all) as Readonly<Record<string, string>>;
    const verdicts = await veraPdf(
      Object.fromEntries(
        await Promise.all(
          Object.entries(documents).map(async ([name, path]) => {
            const headers = { authorization: `Bearer ${test.keys.staff}` };
            const response = await fetch(`${test.process.url}${path}`, { headers });
            expect([path, response.headers.get('content-type')]).toEqual([path, 'application/pdf']);
            return [name, new Uint8Array(await response.arrayBuffer())] as const;
          }),
        ),
      ),
    );
    expect(verdicts).toEqual(Object.fromEntries(Object.keys(documents).map((name) => [name, soundPdf])));
  });
});

describe('every operation', () => {
  const document = async () => (await test.visitor.get('/openapi.json')).body as Documented;

  it('documents a body of success', async () => expect(withoutSuccess(await document())).toEqual([]));

  it('has an example on its body that it takes as it stands', async () =>
    expect(refusedExamples(await document(), test.process.routes)).toEqual([]));
});

describe('clients that are generated from the OpenAPI document compile, and call ten routes', () => {
  const expected = {
    live: true,
    sessions: 3,
    kind: 'consultation',
    difference: 20,
    planned: 1,
    published: 2,
    numbered: true,
    petition: 'registered',
    facilities: 3,
    consent: 1,
  };
  const target = () => ({
    url: test.process.url,
    key: test.keys.administrator,
    civicEvent: sessionIdOf({ place: 2 }),
  });
  const document = async () => (await test.visitor.get('/openapi.json')).body as object;

  it('by openapi-typescript and by @hey-api/openapi-ts', async () => {
    expect(await typeScriptClients(await document(), target())).toEqual([expected, expected]);
  });

  it('by openapi-generator, in Java', async () => {
    expect(await javaClient(await document(), target())).toEqual(expected);
  });
});

describe('every list of every context as a table, with the sample in it', () => {
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
          // Reading the audit adds to it.
          if (path !== '/identity/v1/audit')
            expect({ address, rows: rows.length }).toEqual({ address, rows: items.length });
          if (rows.length > 0) filled.add(path);
        }
      }
    }
    expect([...filled]).toEqual(expect.arrayContaining(['/events/v1/civic-events', '/facilities/v1/facilities']));
  });

  it('has its columns by their declared names', async () => {
    const { body } = await test.visitor.get('/events/v1/civic-events', { headers: { accept: 'text/csv' } });
    const [names, row]: string[][] = parse(body as string);
    expect(names?.slice(0, 5)).toEqual(['id', 'programmeId', 'kind', 'title_ro', 'title_en']);
    expect(row).toHaveLength(names?.length ?? 0);
  });
});

// The last here: what it sends changes the sample.
describe('every example of a body', () => {
  it('is taken over HTTP as it stands, or says that it was done already', async () => {
    const document = (await test.visitor.get('/openapi.json')).body as Documented;
    const id = petitionIdOf('form');
    const { number } = (await test.api.get(`/feedback/v1/petitions/${id}`)).body;
    const token = new SecretTokens(test.process.config.secret, petitionTokens.status).of(number, id);
    const asking = randomUUID();
    const asks = {
      title: { ro: 'Chestionar sintetic' },
      about: { civicEventId: upcomingId },
      items: [{ kind: 'wish', id: 'updates', wording: { ro: 'Doriți vești?' } }],
      consentText: { ro: 'Sunt de acord să primesc vești.' },
      topics: ['series:consultation-sessions'],
    };
    expect((await test.api.post('/feedback/v1/questionnaires', { id: asking, ...asks })).status).toBe(201);
    expect((await test.api.post(`/feedback/v1/questionnaires/${asking}/open`)).status).toBe(200);
    // Whoever gives an order does not decide on it.
    const another = test.api.with(test.process.keys.makeEphemeral('key:another', ['administrator']));
    const order = { name: 'synthetic', roles: ['administrator'] };
    const asked = await another.post('/identity/v1/keys', order);
    expect(asked.status).toBe(202);
    const known = {
      '/identity/v1/approvals': asked.body.approval.id,
      '/events/v1/civic-events': upcomingId,
      '/feedback/v1/questionnaires/{id}/updates-requests': asking,
      '/events/v1/taxonomies': 'civic-event-kinds',
      '/feedback/v1/directory/registers': '2027',
      '/feedback/v1/questionnaires': questionnaireIdOf({ place: 2 }),
      '/feedback/v1/petitions': id,
      '/feedback/v1/status': number,
      '/notifications/v1/templates': 'report-published',
      '/notifications/v1/templates/report-published': 'ro',
      '/notifications/v1/templates/report-published/ro': 'every',
    };
    const standing = () =>
      Promise.all(
        [`/events/v1/civic-events/${sessionIdOf({ place: 2 })}/attendance`, '/feedback/v1/directory'].map(
          async (path) => (await test.api.get(path)).body,
        ),
      );
    const [attendance, { petitionRules, rules }] = await standing();
    const sending = { api: test.api, routes: test.process.routes, known, headers: { 'ecou-token': token } };
    expect(await refusedOverHttp(document, sending)).toEqual([]);
    // Whoever tries them changes neither the figures of a session that was held, nor the readings of the law.
    expect(await standing()).toMatchObject([attendance, { petitionRules, rules }]);
  });
});
