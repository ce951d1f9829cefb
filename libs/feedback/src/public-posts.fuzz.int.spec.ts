import { randomUUID } from 'node:crypto';
import { streamOf } from '@ecou/event-sourcing';
import { startTestProcess, type Answer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { feedbackContext } from './context.js';
import { draft } from './surveys/surveys.samples.js';
import { listedFacilityEvents } from './facility-feedback/listed-facility/listed-facility.events.js';
import { facilityId, listed } from './facility-feedback/listed-facility/listed-facility.samples.js';
import { offer } from './petitions/open311/open311.samples.js';
import { category, complaint, defineDirectory } from './petitions/petitions.samples.js';

/** A route that anybody may post to, or a reporting app; with what it takes, from which others are made. */
interface Target {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly key?: string;
  /** Fields that are sent as they are: whoever guesses tokens is let in no more. */
  readonly kept?: object;
}

const v1 = '/feedback/v1';
const answers = [{ item: 'objectives', yes: true }];

let test: TestProcess;
let targets: Record<string, Target>;

async function petition(): Promise<{ number: string; token: string }> {
  const { number, statusUrl } = (await test.visitor.post(`${v1}/petitions`, complaint)).body;
  return { number, token: new URL(statusUrl as string).searchParams.get('token') ?? '' };
}

async function questionnaire(): Promise<{ path: string; token: string }> {
  const { id } = (await test.api.post(`${v1}/questionnaires`, draft)).body;
  const path = `${v1}/questionnaires/${id}`;
  await test.api.post(`${path}/open`);
  await test.api.post(`${path}/invitations`, { count: 1 });
  return { path, token: (await test.api.get(`${path}/invitations`)).body.items[0].token };
}

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
  await test.api.put(`${v1}/open311-services/${category}`, offer);
  const metadata = { actor: 'system', correlationId: randomUUID(), causationId: randomUUID() };
  const stream = streamOf(listedFacilityEvents.category, facilityId);
  const writes = [{ stream, expected: 'any' as const, events: [{ id: randomUUID(), ...listed }] }];
  await test.context('feedback').store.append({ metadata, writes });
  const [{ number, token }, asked] = [await petition(), await questionnaire()];
  const status = `${v1}/status/${number}`;
  const kept = { token };
  const signature = 'A'.repeat(342);
  const report = { service_code: category, lat: '44', long: '26', 'attribute[FAULT]': 'dark', description: 'Bec ars' };
  const open311 = (ending: string) => ({
    path: `/feedback/open311/v2/requests${ending}`,
    body: report,
    key: test.keys.reporter,
  });
  targets = {
    '/questionnaires/{id}/responses': {
      path: `${asked.path}/responses`,
      body: { answers, language: 'ro', email: 'a@example.org' },
    },
    '/questionnaires/{id}/ballots': {
      path: `${asked.path}/ballots`,
      body: { token: asked.token, number: 'A'.repeat(43) },
    },
    '/questionnaires/{id}/answers': {
      path: `${asked.path}/answers`,
      body: { ballot: { number: 'A'.repeat(43), signature }, language: 'ro', answers },
    },
    '/questionnaires/{id}/updates-requests': {
      path: `${asked.path}/updates-requests`,
      body: { email: 'a@example.org', language: 'ro' },
    },
    '/facility-feedback': {
      path: `${v1}/facility-feedback`,
      body: { facilityId, grade: 4, comment: 'Bun', language: 'ro', device: randomUUID() },
    },
    '/petitions': { path: `${v1}/petitions`, body: { ...complaint, place: { position: [26, 44], address: 'Aici' } } },
    '/petition-form': {
      path: `${v1}/petition-form`,
      body: {
        ...{ id: randomUUID(), lang: 'ro', kind: 'complaint', category, text: 'O lampă', place: '' },
        ...{ name: 'Ana Exemplu', email: 'ana@example.org', address: '' },
      },
    },
    '/files': { path: `${v1}/files`, body: { files: [] } },
    '/status': { path: `${v1}/status`, body: { number, token, lang: 'ro' } },
    '/status/{number}/messages': {
      path: `${status}/messages`,
      kept,
      body: { id: randomUUID(), text: 'Bună ziua', files: [] },
    },
    '/status/{number}/callback': { path: `${status}/callback`, kept, body: { phone: '0700000000', note: 'Seara' } },
    '/status/{number}/satisfaction': {
      path: `${status}/satisfaction`,
      kept,
      body: { grade: 2, comment: 'Nu', reopen: 'Încă nu' },
    },
    '/status/{number}/reopen': { path: `${status}/reopen`, kept, body: { reason: 'Încă nu' } },
    '/status/{number}/follow': { path: `${status}/follow`, kept, body: { email: 'a@example.org' } },
    '/status/{number}/withdraw': { path: `${status}/withdraw`, kept, body: { note: 'S-a rezolvat' } },
    'open311 /requests': open311(''),
    'open311 /requests.xml': open311('.xml'),
    'open311 /requests.json': open311('.json'),
  };
});
afterAll(() => test.stop());

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, '', ' ', [], {}, true, -1, 0.5, 1e308, '\0', '\ud800', 'a'.repeat(12_000), [[]]),
  fc.constantFrom<unknown>('2024-02-30T25:00:00Z', '../..', "'; --", '<b>', '999999999999999999999', randomUUID()),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

/** Input of a route with one or some of its fields, at any depth, made odd, left out, or added to. */
function mutated(body: Target['body']): fc.Arbitrary<unknown> {
  const names = [...Object.keys(body), 'id', '__proto__', 'constructor'];
  const changed = fc
    .array(fc.tuple(fc.constantFrom(...names), odd, fc.boolean()), { minLength: 1, maxLength: 3 })
    .map((changes) => {
      const fields = new Map(Object.entries(body));
      for (const [name, value, without] of changes) {
        if (without) fields.delete(name);
        else fields.set(name, value);
      }
      return Object.fromEntries(fields);
    });
  const inside = fc
    .tuple(fc.nat(), odd)
    .map(([place, value]) => replaced(body, { left: place % leavesIn(body) }, value));
  return fc.oneof({ weight: 4, arbitrary: changed }, { weight: 4, arbitrary: inside }, { weight: 1, arbitrary: odd });
}

const isNode = (value: unknown): value is object => typeof value === 'object' && value !== null;

const leavesIn = (value: unknown): number =>
  isNode(value) ? Object.values(value).reduce<number>((sum, inner) => sum + leavesIn(inner), 1) : 1;

/** The value with its nth part replaced. */
function replaced(value: unknown, place: { left: number }, by: unknown): unknown {
  if (place.left-- === 0) return by;
  if (!isNode(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, replaced(inner, place, by)] as const);
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

interface Refusal {
  readonly code?: unknown;
  readonly errors?: readonly { readonly path: unknown; readonly code: unknown }[];
  readonly [more: string]: unknown;
}

/** True where somebody who is refused is told why: a code, and for input that is wrong, where. */
function explains({ body, headers }: Answer): boolean {
  if (headers.get('content-type')?.startsWith('text/html')) return /role="alert".*#field-/s.test(body as string);
  if (headers.get('content-type')?.startsWith('text/xml')) return /<code>4\d\d<\/code>/.test(body as string);
  if (Array.isArray(body))
    return body.length > 0 && body.every((error: Refusal) => Boolean(error.code && error['description']));
  const { code, errors } = body as Refusal;
  if (code !== 'INVALID_INPUT') return typeof code === 'string';
  return Boolean(
    errors?.length && errors.every((error) => typeof error.path === 'string' && typeof error.code === 'string'),
  );
}

describe('what anybody may post', () => {
  it('is all of it tried here', async () => {
    const { paths } = (await test.visitor.get('/feedback/openapi.json')).body;
    const open = Object.entries(paths as Record<string, { post?: { 'x-permission': string | null } }>).flatMap(
      ([path, { post }]) => (post && [null, 'open311:write'].includes(post['x-permission']) ? [path] : []),
    );
    const tried = Object.keys(targets).map((name) =>
      name.startsWith('open311') ? name.replace('open311 ', '/feedback/open311/v2') : `${v1}${name}`,
    );
    expect(open.sort()).toEqual(tried.sort());
  });

  const names = [
    ...['/questionnaires/{id}/responses', '/questionnaires/{id}/ballots', '/questionnaires/{id}/answers'],
    ...[
      '/questionnaires/{id}/updates-requests',
      '/facility-feedback',
      '/petitions',
      '/petition-form',
      '/files',
      '/status',
    ],
    ...['messages', 'callback', 'satisfaction', 'reopen', 'follow', 'withdraw'].map(
      (verb) => `/status/{number}/${verb}`,
    ),
    ...['', '.xml', '.json'].map((ending) => `open311 /requests${ending}`),
  ];
  it.each(names)('is taken or refused with a reason, and never fails: %s', async (name) => {
    const { path, body, key = null, kept } = targets[name]!;
    const head = () => test.context('feedback').head();
    const property = fc.asyncProperty(mutated(body), async (changed) => {
      const sent = isNode(changed) && !Array.isArray(changed) ? { ...changed, ...kept } : changed;
      const before = await head();
      const answer = await test.visitor.post(path, sent, { key, headers: { accept: 'application/json' } });
      const said = { sent, status: answer.status, body: answer.body as unknown };
      if (answer.status >= 500) throw new Error(`It failed: ${JSON.stringify(said)}`);
      if (answer.status < 400) return;
      if (!explains(answer)) throw new Error(`It does not say why: ${JSON.stringify(said)}`);
      if ((await head()) !== before) throw new Error(`It stored something: ${JSON.stringify(said)}`);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it.each(names)('is refused as a form, or taken as one: %s', async (name) => {
    const { path, key = null } = targets[name]!;
    const fields = fc.array(fc.tuple(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 })), {
      maxLength: 5,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const property = fc.asyncProperty(fields, fc.string({ maxLength: 20 }), async (pairs, rest) => {
      const form = `${pairs.map((pair) => pair.map((part) => encodeURIComponent(part)).join('=')).join('&')}&${rest.replaceAll(/[^\x20-\x7e]/g, '%')}`;
      const answer = await test.visitor.post(path, form, { key, headers });
      if (answer.status < 400 || answer.status >= 500 || !explains(answer))
        throw new Error(`${form}: ${answer.status} ${JSON.stringify(answer.body)}`);
    });
    await fc.assert(property, { numRuns: 15 });
  });
});
