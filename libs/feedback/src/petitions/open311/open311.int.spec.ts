import { until } from '@ecou/event-sourcing/testing';
import { routesOfDocument, startTestProcess, walkRoutes, type Answer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { feedbackContext } from '../../context.js';
import { category, defineDirectory, officerId } from '../petitions.samples.js';
import { offer, reason } from './open311.samples.js';

const v2 = '/feedback/open311/v2';
const services = '/feedback/v1/open311-services';

const notice = { ro: 'O echipă trece în 3 zile.', en: 'A team comes within 3 days.' };

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
  expect((await test.api.put(`${services}/${category}`, { ...offer, notice })).status).toBe(200);
  expect((await test.api.put(`${services}/parks`, { shows: { place: true, words: true } })).status).toBe(200);
});
afterAll(() => test.stop());

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const lit = { service_code: category, lat: '44.39', long: '26.11', 'attribute[FAULT]': 'dark' };

type Fields = Readonly<Record<string, string | undefined>>;

const encoded = (fields: Fields): string =>
  new URLSearchParams(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  ).toString();

const hand = (fields: Fields, format = 'json'): Promise<Answer> =>
  test.visitor.post(`${v2}/requests.${format}`, encoded({ api_key: test.keys.reporter, ...fields }), { headers: form });

async function handed(fields: Fields): Promise<string> {
  const { status, body } = await hand(fields);
  expect({ status, body }).toMatchObject({ status: 200 });
  await test.settle();
  return body[0].service_request_id as string;
}

const get = async (path: string) => (await test.visitor.get(`${v2}/${path}`)).body;
const one = async (number: string) => (await get(`requests/${number}.json`))[0];

/** The petition of a number, as staff see it. */
async function petitionOf(number: string) {
  const { items } = (await test.api.get(`/feedback/v1/petitions?number=${number}`)).body;
  return (await test.api.get(`/feedback/v1/petitions/${items[0].id}`)).body;
}

describe('what is offered', () => {
  it('are the services that staff offered', async () => {
    await test.settle();
    expect(await get('services.json')).toEqual([
      {
        service_code: 'parks',
        service_name: 'Parcuri',
        description: null,
        metadata: false,
        type: 'realtime',
        keywords: '',
        group: null,
      },
      expect.objectContaining({ service_code: category, service_name: 'Iluminat public', metadata: true }),
    ]);
  });

  it('is defined by what it asks for', async () => {
    expect(await get(`services/${category}.json`)).toEqual({
      service_code: category,
      attributes: [
        {
          variable: true,
          code: 'POLE',
          datatype: 'string',
          required: false,
          datatype_description: null,
          order: 1,
          description: 'Numărul stâlpului',
        },
        {
          variable: true,
          code: 'FAULT',
          datatype: 'singlevaluelist',
          required: true,
          datatype_description: 'Alegeți una',
          order: 2,
          description: 'Ce nu merge?',
          values: [
            { key: 'dark', name: 'Nu luminează' },
            { key: 'flickers', name: 'Pâlpâie' },
          ],
        },
      ],
    });
    expect((await get(`services/${category}.json?lang=en`)).attributes[0].description).toBe('Number of the pole');
  });

  it('is discovered', async () => {
    const body = (await test.visitor.get('/feedback/open311/discovery.json')).body;
    expect(body.endpoints).toMatchObject([
      { specification: 'http://wiki.open311.org/GeoReport_v2', formats: ['text/xml', 'application/json'] },
    ]);
    expect(body.endpoints[0].url).toMatch(/^http.*\/feedback\/open311\/v2$/);
    expect(body.changeset).toMatch(/^\d{4}-.*Z$/);
  });

  it('is withdrawn, and offered again', async () => {
    await test.api.put(`${services}/parks`, { shows: { place: true, words: true } });
    expect((await test.api.post(`${services}/parks/withdraw`)).status).toBe(200);
    expect((await test.api.post(`${services}/parks/withdraw`)).status).toBe(200);
    await test.settle();
    expect((await get('services.json')).length).toBe(1);
    expect((await test.visitor.get(`${v2}/services/parks.json`)).status).toBe(404);
    expect((await hand({ service_code: 'parks', lat: '44', long: '26' })).status).toBe(404);
    expect((await test.api.get(`${services}/parks`)).body).toMatchObject({ withdrawn: true, version: 2 });
    expect((await test.api.put(`${services}/parks`, { shows: { place: true, words: true } })).status).toBe(200);
    await test.settle();
    expect((await test.api.get(services)).body.items).toMatchObject([
      { code: 'parks', withdrawn: false },
      { code: category },
    ]);
  });
});

describe('a request', () => {
  it('with an address is a petition, of which everybody sees the place and the state', async () => {
    const number = await handed({
      ...lit,
      address_string: 'Bd. Sintetic 12',
      email: 'ana@example.org',
      phone: '0700 000 000',
      first_name: 'Ana',
      last_name: 'Exemplu',
      description: 'Becul e ars,\nși e întuneric',
      'attribute[POLE]': '12',
      media_url: 'https://example.org/bec.jpg',
      device_id: 'tt1',
      account_id: '1',
      jurisdiction_id: 'example.ro',
    });
    expect(number).toMatch(/^\d{4}-\d{6}$/);
    expect(await one(number)).toEqual({
      service_request_id: number,
      status: 'open',
      status_notes: null,
      service_name: 'Iluminat public',
      service_code: category,
      description: null,
      agency_responsible: 'Lucrări publice',
      service_notice: notice.ro,
      requested_datetime: '2024-03-01T10:00:00Z',
      updated_datetime: '2024-03-01T10:00:00Z',
      expected_datetime: '2024-04-01T20:59:59Z',
      address: 'Bd. Sintetic 12',
      address_id: null,
      zipcode: null,
      lat: 44.39,
      long: 26.11,
      media_url: null,
    });
    const petition = await petitionOf(number);
    expect(petition).toMatchObject({ kind: 'complaint', channel: 'open311', category, department: 'public-works' });
    expect(petition.personal).toMatchObject({
      petitioner: { name: 'Ana Exemplu', channel: 'email', contact: 'ana@example.org' },
      text: [
        'Becul e ars,\nși e întuneric',
        'Ce nu merge?: Nu luminează\nNumărul stâlpului: 12\nmedia_url: https://example.org/bec.jpg\nTelefon: 0700 000 000',
      ].join('\n\n'),
      place: { position: [26.11, 44.39], address: 'Bd. Sintetic 12' },
    });
  });

  it('is answered with what its service tells', async () => {
    const { body } = await hand({ ...lit, email: 'ana@example.org' });
    expect(body[0].service_notice).toBe(
      `Înregistrată ca petiție cu numărul ${body[0].service_request_id}. ${notice.ro}`,
    );
    const [anonymous] = (await hand(lit)).body;
    expect(anonymous.service_notice).toContain('sesizare anonimă');
    await test.settle();
    const [found] = await get(`requests/${anonymous.service_request_id}.json?lang=en`);
    expect(found).toMatchObject({ service_notice: notice.en, service_name: 'Iluminat public' });
  });

  it('without an address is a notice, which is owed no answer', async () => {
    const number = await handed({ ...lit, first_name: 'Ana', last_name: 'Exemplu' });
    expect(await one(number)).toMatchObject({ expected_datetime: null });
    const petition = await petitionOf(number);
    expect(petition).toMatchObject({ kind: 'notice', personal: { petitioner: null } });
    expect(JSON.stringify(petition)).not.toContain('Exemplu');
  });

  it('shows what was written where its service does', async () => {
    const number = await handed({
      service_code: 'parks',
      address_id: '77',
      description: 'O bancă <ruptă> & "murdară"',
    });
    expect(await one(number)).toMatchObject({
      description: 'O bancă <ruptă> & "murdară"',
      address_id: '77',
      lat: null,
      address: null,
    });
    expect(await get(`requests/${number}.xml`)).toContain(
      '<description>O bancă &lt;ruptă&gt; &amp; &quot;murdară&quot;</description>',
    );
  });

  it('shows more or less where staff say so', async () => {
    const number = await handed({ ...lit, description: 'Domnul Exemplu a stins lumina' });
    const { id } = await petitionOf(number);
    const decide = (verb: string, body: object = { reason }) =>
      test.api.post(`/feedback/v1/open311-requests/${id}/${verb}`, body);
    expect((await decide('disclose')).body).toMatchObject({ id, version: 2 });
    await test.settle();
    expect(await one(number)).toMatchObject({ description: 'Domnul Exemplu a stins lumina', lat: 44.39 });
    expect((await decide('withhold')).body).toMatchObject({ version: 3 });
    expect((await decide('withhold')).body).toMatchObject({ version: 3 });
    await test.settle();
    expect(await one(number)).toMatchObject({ description: null, lat: null, long: null, status: 'open' });
  });

  it('keeps showing what its service showed when it was handed in', async () => {
    const number = await handed({ service_code: 'parks', lat: '44', long: '26', description: 'Iarbă' });
    await test.api.put(`${services}/parks`, { shows: { place: false, words: false } });
    const next = await handed({ service_code: 'parks', lat: '44', long: '26', description: 'Iarbă' });
    expect(await one(number)).toMatchObject({ description: 'Iarbă', lat: 44 });
    expect(await one(next)).toMatchObject({ description: null, lat: null });
    await test.api.put(`${services}/parks`, { shows: { place: true, words: true } });
  });

  it('says what becomes of it, and of one that is joined to it', async () => {
    const [number, other, foreign] = [
      await handed({ ...lit, email: 'ana@example.org' }),
      await handed({ ...lit, email: 'Ana@example.org' }),
      await handed({ ...lit, email: 'carmen@example.org' }),
    ];
    const [main, twin, third] = [await petitionOf(number), await petitionOf(other), await petitionOf(foreign)];
    const act = async ({ id }: { id: string }, verb: string, body: object = {}) => {
      const answer = await test.api.post(`/feedback/v1/petitions/${id}/${verb}`, body);
      expect({ verb, body: answer.body, status: answer.status }).toEqual({ verb, body: answer.body, status: 200 });
      await test.settle();
    };
    const now = async (of: string) => {
      const { status, status_notes: notes, updated_datetime: updated } = await one(of);
      return [status, notes, updated];
    };
    test.clock.advance(60_000);
    await act(main, 'assign', { officer: officerId });
    expect(await now(number)).toEqual(['open', 'A fost repartizată.', '2024-03-01T10:01:00Z']);
    await act(main, 'start');
    expect(await now(number)).toEqual(['open', 'Este în lucru.', '2024-03-01T10:01:00Z']);
    await act(twin, 'join', { to: main.id });
    expect(await now(other)).toEqual(['open', `Se răspunde odată cu ${number}.`, '2024-03-01T10:01:00Z']);
    test.clock.advance(60_000);
    await act(main, 'answer', { text: 'Becul a fost schimbat.', legalBasis: 'OG 27/2002, art. 8' });
    expect(await now(number)).toEqual(['closed', 'I s-a răspuns.', '2024-03-01T10:02:00Z']);
    expect((await told(other)).slice(0, 2)).toEqual(['closed', 'I s-a răspuns.']);
    await act(third, 'forward', { authority: 'Compania sintetică de iluminat', reason: 'Este a lor.' });
    expect((await now(foreign)).slice(0, 2)).toEqual([
      'closed',
      'A fost trimisă către: Compania sintetică de iluminat.',
    ]);
    test.clock.advance(-120_000);

    /** The answer reaches what is joined by a policy, a little later. */
    function told(of: string) {
      return until(async () => {
        const found = await now(of);
        return found[0] !== 'open' && found;
      }, `the answer to ${of}`);
    }
  });

  it('is not found by what was not handed in by Open311', async () => {
    const body = { kind: 'notice', category, text: 'Pe hârtie', channel: 'open311' };
    const { number, id } = (await test.api.post('/feedback/v1/petitions', body)).body;
    await test.settle();
    expect((await test.visitor.get(`${v2}/requests/${number}.json`)).status).toBe(404);
    expect((await test.visitor.get(`${v2}/tokens/${id}.json`)).status).toBe(404);
  });

  it('is found by its id as by a token', async () => {
    const number = await handed(lit);
    const { id } = await petitionOf(number);
    expect(await get(`tokens/${id}.json`)).toEqual([{ service_request_id: number, token: id }]);
  });
});

describe('finding requests', () => {
  const numbers = async (query: string) =>
    (await get(`requests.json?${query}`)).map((found: { service_request_id: string }) => found.service_request_id);

  it('takes numbers, services, states, times and pages', async () => {
    test.clock.set('2025-01-10T10:00:00.000Z');
    const old = await handed({ ...lit });
    test.clock.set('2025-06-01T10:00:00.000Z');
    const first = await handed({ ...lit });
    test.clock.set('2025-06-02T10:00:00.000Z');
    const park = await handed({ service_code: 'parks', lat: '44', long: '26' });
    test.clock.set('2025-06-03T10:00:00.000Z');
    const last = await handed({ ...lit });
    expect(await numbers('')).toEqual([last, park, first]);
    expect(await numbers(`service_request_id=${old},${park}&status=closed`)).toEqual([park, old]);
    expect(await numbers(`service_code=parks`)).toEqual([park]);
    expect(await numbers(`service_code=parks,${category}&status=open,closed`)).toEqual([last, park, first]);
    expect(await numbers('status=closed')).toEqual([]);
    expect(await numbers('page=2&page_size=2')).toEqual([first]);
    expect(await numbers('start_date=2025-06-02&end_date=2025-06-02T12:00:00Z')).toEqual([park]);
    expect(await numbers('start_date=2025-06-02T13:00:00+03:00')).toEqual([last, park]);
    expect(await numbers('end_date=2025-03-01')).toEqual([old]);
    expect(await numbers('start_date=&end_date=&status=&service_code=&unknown=1')).toHaveLength(3);
    expect(await numbers('updated_after=2025-06-02T11:00:00Z')).toEqual([last]);
    expect(await numbers('updated_before=2025-01-11&updated_after=2025-01-10')).toEqual([old]);
    expect(await numbers('start_date=2024-12-01&end_date=2025-03-01')).toEqual([old]);
  });

  it('with nothing of what officers and the petitioner said to each other', async () => {
    const { pool } = test.context('feedback');
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM feedback.open311_request LIMIT 1');
    const path = `/feedback/v1/petitions/${rows[0]?.id}`;
    const said = [`${path}/messages`, { text: 'Sintetic.' }] as const;
    expect((await test.api.post(...said)).status).toBe(200);
    expect((await test.api.post(`${path}/request-callback`, { phone: '0700 000 000' })).status).toBe(200);
    await test.settle();
    const kept = await pool.query<{ petition: object }>('SELECT petition FROM feedback.open311_request WHERE id = $1', [
      rows[0]?.id,
    ]);
    expect(Object.keys(kept.rows[0]?.petition ?? {})).toContain('replies');
    expect(kept.rows[0]?.petition).not.toHaveProperty('thread');
    expect(kept.rows[0]?.petition).not.toHaveProperty('callbacks');
  });

  it.each(['open311_service', 'open311_request'])('in %s, which equals its replay', (view) =>
    test.replayEqualsIncremental('feedback', view),
  );
});

describe('what is refused, with nothing stored', () => {
  const cases: [string, () => Promise<Answer>, number, string][] = [
    ['no key', () => hand({ ...lit, api_key: undefined }), 403, 'KEY_MISSING'],
    ['a wrong key', () => hand({ ...lit, api_key: 'ecou_xyz' }), 403, 'KEY_UNKNOWN'],
    ['a key that may not', () => hand({ ...lit, api_key: test.keys.analyst }), 403, 'PERMISSION_MISSING'],
    ['no service', () => hand({ ...lit, service_code: '' }), 400, 'SERVICE_MISSING'],
    ['an unknown service', () => hand({ ...lit, service_code: 'dragons' }), 404, 'SERVICE_UNKNOWN'],
    ['no location', () => hand({ ...lit, lat: undefined, long: undefined }), 400, 'LOCATION_MISSING'],
    ['half a location', () => hand({ ...lit, long: undefined, address_string: 'Aici' }), 400, 'LOCATION_INCOMPLETE'],
    ['a latitude that is none', () => hand({ ...lit, lat: 'north' }), 400, 'lat: '],
    ['a latitude beyond the pole', () => hand({ ...lit, lat: '90.1' }), 400, 'OUT_OF_RANGE'],
    ['a description that is too long', () => hand({ ...lit, description: 'ă'.repeat(4001) }), 400, 'description: '],
    ['what is no address', () => hand({ ...lit, email: 'ana' }), 400, 'email: '],
    ['what is no phone number', () => hand({ ...lit, phone: 'call me' }), 400, 'phone: '],
    ['a picture on a disk', () => hand({ ...lit, media_url: 'file:///etc/passwd' }), 400, 'media_url: '],
    ['an attribute that lacks', () => hand({ ...lit, 'attribute[FAULT]': '' }), 400, 'ATTRIBUTE_MISSING'],
    ['an attribute of no kind', () => hand({ ...lit, 'attribute[COLOUR]': 'red' }), 400, 'ATTRIBUTE_UNKNOWN'],
    ['a value of no kind', () => hand({ ...lit, 'attribute[FAULT]': 'melted' }), 400, 'ATTRIBUTE_INVALID'],
    ['a string with lines', () => hand({ ...lit, 'attribute[POLE]': 'a\nb' }), 400, 'ATTRIBUTE_INVALID'],
    ['text that cannot be kept', () => hand({ ...lit, description: 'a\0b' }), 400, 'TEXT_NOT_ALLOWED'],
    ['an unknown request', () => test.visitor.get(`${v2}/requests/2020-000001.json`), 404, 'SERVICE_REQUEST_UNKNOWN'],
    ['an unknown token', () => test.visitor.get(`${v2}/tokens/123.json`), 404, 'TOKEN_UNKNOWN'],
    ['an unknown definition', () => test.visitor.get(`${v2}/services/dragons.json`), 404, 'SERVICE_UNKNOWN'],
    ['what is no time', () => test.visitor.get(`${v2}/requests.json?start_date=yesterday`), 400, 'start_date: '],
    [
      'more than 90 days',
      () => test.visitor.get(`${v2}/requests.json?start_date=2024-01-01&end_date=2024-04-02`),
      400,
      'SPAN_TOO_LONG',
    ],
    [
      'an end before the start',
      () => test.visitor.get(`${v2}/requests.json?start_date=2024-01-02&end_date=2024-01-01`),
      400,
      'END_BEFORE_START',
    ],
    ['the end of all times', () => test.visitor.get(`${v2}/requests.json?start_date=9999-12-31`), 400, 'INVALID_INPUT'],
    ['their beginning', () => test.visitor.get(`${v2}/requests.json?updated_before=0001-01-01`), 400, 'INVALID_INPUT'],
    ['two languages', () => test.visitor.get(`${v2}/services.json?lang=ro&lang=en`), 400, 'lang: '],
    ['a number with U+0000', () => test.visitor.get(`${v2}/requests/a%00.json`), 400, 'TEXT_NOT_ALLOWED'],
    ['a state of no kind', () => test.visitor.get(`${v2}/requests.json?status=lost`), 400, 'LIST_INVALID'],
    ['page 0', () => test.visitor.get(`${v2}/requests.json?page=0`), 400, 'OUT_OF_RANGE'],
    ['a page of 1001', () => test.visitor.get(`${v2}/requests.json?page_size=1001`), 400, 'OUT_OF_RANGE'],
  ];
  const named = cases.map(([name, send, status, says]) => ({ name, send, status, says }));
  it.each(named)('$name', async ({ send, status, says }) => {
    const before = await test.context('feedback').head();
    const { body, ...answer } = await send();
    expect({ status: answer.status, body }).toMatchObject({ status, body: [{ code: status }] });
    expect(body[0].description).toContain(says);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await test.context('feedback').head()).toBe(before);
  });

  it('in XML, too', async () => {
    const { status, headers, body } = await hand(
      { ...lit, service_code: 'dragons', api_key: test.keys.reporter },
      'xml',
    );
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 404, type: 'text/xml; charset=utf-8' });
    expect(body).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<errors>\s*<error>\s*<code>404<\/code>/);
  });

  const staff: [string, () => Promise<Answer>, number, string, string?][] = [
    ['a service of no category', () => test.api.put(`${services}/dragons`, {}), 400, 'CATEGORY_UNKNOWN', 'code'],
    [
      'a list without values',
      () => test.api.put(`${services}/parks`, { attributes: [{ ...offer.attributes[1], values: [] }] }),
      400,
      'VALUES_KIND',
      'attributes.0.values',
    ],
    [
      'two attributes of one code',
      () => test.api.put(`${services}/parks`, { attributes: [offer.attributes[0], offer.attributes[0]] }),
      400,
      'CODE_REPEATED',
      'attributes.1.code',
    ],
    ['withdrawing nothing', () => test.api.post(`${services}/dragons/withdraw`), 404, 'SERVICE_UNKNOWN'],
    [
      'withholding nothing',
      () => test.api.post(`/feedback/v1/open311-requests/${crypto.randomUUID()}/withhold`, { reason }),
      404,
      'SERVICE_REQUEST_UNKNOWN',
    ],
    [
      'withholding without a reason',
      () => test.api.post(`/feedback/v1/open311-requests/${crypto.randomUUID()}/withhold`, {}),
      400,
      'INVALID_TYPE',
      'reason',
    ],
  ];
  it.each(staff.map(([name, send, status, code, path]) => ({ name, send, status, code, path })))(
    'of staff: $name',
    async ({ send, status, code, path }) => {
      const before = await test.context('feedback').head();
      const { body, ...answer } = await send();
      expect({ status: answer.status, body }).toMatchObject({ status });
      if (path === undefined) expect(body).toMatchObject({ status, code });
      else expect(body.errors).toContainEqual({ path, code, message: expect.any(String) });
      expect(await test.context('feedback').head()).toBe(before);
    },
  );
});

describe('the routes', () => {
  it('are open to those who may call them, and to nobody else', async () => {
    const routes = routesOfDocument((await test.visitor.get('/feedback/openapi.json')).body).filter(({ path }) =>
      path.includes('open311'),
    );
    expect(routes).toHaveLength(21);
    const { permissions } = feedbackContext;
    const steps = await walkRoutes({ url: test.process.url, keys: test.keys, routes, permissions });
    expect(steps.filter(({ fault }) => fault !== null)).toEqual([]);
  });

  it('stand in a valid document, as forms and by their addresses', async () => {
    const document = (await test.visitor.get('/feedback/openapi.json')).body;
    const { valid, errors } = await new Validator().validate(document);
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    const { post } = document.paths[`${v2}/requests.xml`];
    expect(Object.keys(post.requestBody.content)).toContain('application/x-www-form-urlencoded');
    const ids = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
      (path) => Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('formats', () => {
  it('are decided by Accept, where the address does not end in one; XML where it does not care', async () => {
    const typeFor = async (path: string, accept?: string) => {
      const headers = accept === undefined ? {} : { accept };
      const found = await test.visitor.get(`${v2}/${path}`, { headers });
      return found.headers.get('content-type')?.split(';')[0];
    };
    expect(await typeFor('services')).toBe('text/xml');
    expect(await typeFor('services', '*/*')).toBe('text/xml');
    expect(await typeFor('services', 'application/json')).toBe('application/json');
    expect(await typeFor('services', 'application/xml;q=0.9, application/json;q=0.5')).toBe('text/xml');
    expect(await typeFor('services.xml', 'application/json')).toBe('text/xml');
    expect(await typeFor(`services/${category}`, 'application/json')).toBe('application/json');
    // A refusal, too.
    expect(await typeFor('services/nothing-of-the-kind', 'application/json')).toBe('application/json');
  });
});

describe('a form with parts (multipart)', () => {
  const parts = (fields: readonly (readonly [string, string | Blob])[]) => {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    return fetch(`${test.visitor.url}${v2}/requests.json`, { method: 'POST', body });
  };
  const key = () => ['api_key', test.keys.reporter] as const;
  const fields = Object.entries(lit);

  it('hands a request in, with the key in it', async () => {
    const response = await parts([key(), ...fields, ['description', 'Becul e ars']]);
    expect(response.status).toBe(200);
    const [{ service_request_id: number }] = (await response.json()) as [{ service_request_id: string }];
    await test.settle();
    expect(await one(number)).toMatchObject({ status: 'open', service_code: category });
    expect((await petitionOf(number)).personal.text).toContain('Becul e ars');
  });

  it('is refused without a key, and with a wrong one', async () => {
    expect((await parts(fields)).status).toBe(403);
    expect((await parts([['api_key', 'nobody made it'], ...fields])).status).toBe(403);
  });

  it('is refused with a file, which would be lost', async () => {
    const picture = new File(['synthetic'], 'bec.jpg', { type: 'image/jpeg' });
    const response = await parts([key(), ...fields, ['media', picture]]);
    expect([response.status, await response.json()]).toEqual([
      400,
      [{ code: 400, description: 'media: This address takes no files. (FILE_NOT_TAKEN)' }],
    ]);
  });
});
