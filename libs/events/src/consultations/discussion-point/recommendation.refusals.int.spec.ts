import { randomUUID } from 'node:crypto';
import { encodeCursor } from '@ecou/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startEvents, type EventsApi } from '../../testing/events-api.js';

let api: EventsApi;
const known: Record<string, string> = {};

const reason = { ro: 'Motiv' };
const owner = { kind: 'department', name: 'Direcția Taxe' };
/** The steps that lead to each of the recommendations that stand there. */
const lives: Readonly<Record<string, readonly (readonly [verb: string, body?: object])[]>> = {
  recorded: [],
  reviewed: [['review']],
  accepted: [['review'], ['accept', {}]],
  declined: [['review'], ['decline', { reason }]],
  working: [['review'], ['assign', owner], ['accept', {}], ['start']],
  done: [['review'], ['assign', owner], ['accept', {}], ['start'], ['complete', {}]],
};
const noteId = randomUUID();

beforeAll(async () => {
  api = await startEvents();
  const points = `/civic-events/${await api.civicEvent('held')}/discussion-points`;
  for (const [name, steps] of Object.entries(lives)) {
    const id = (await api.post(points, { kind: 'recommendation', text: { ro: 'Bănci în parc' } })).body.id as string;
    for (const [verb, body] of steps) expect((await api.post(`/recommendations/${id}/${verb}`, body)).status).toBe(200);
    known[name] = id;
  }
  known['suggestion'] = (await api.post(points, { kind: 'suggestion', text: { ro: 'Pliante' } })).body.id as string;
  await api.post(`/recommendations/${known['working']}/progress`, { id: noteId, note: { ro: 'Se lucrează' } });
  await api.test.settle();
});
afterAll(() => api.test.stop());

/** A request, with `{accepted}` and the like for what stands there, and what is wrong with it: a status, and a field's path or a code. */
type Case = readonly [name: string, request: string, body: unknown, status: number, wrong: string];

const at = (verb: string) => `POST /recommendations/${verb}`;
const cases: readonly Case[] = [
  ['a review of nothing', at(`${randomUUID()}/review`), undefined, 404, 'DISCUSSION_POINT_UNKNOWN'],
  ['a review of a suggestion', at('{suggestion}/review'), undefined, 404, 'RECOMMENDATION_UNKNOWN'],
  ['an id that is no UUID', at('7/review'), undefined, 400, 'id'],
  ['a review of what was decided', at('{declined}/review'), undefined, 409, 'RECOMMENDATION_DECIDED'],
  ['no owner', at('{recorded}/assign'), {}, 400, 'kind name'],
  ['an owner of no kind', at('{recorded}/assign'), { ...owner, kind: 'person' }, 400, 'kind'],
  ['an owner without a name', at('{recorded}/assign'), { ...owner, name: ' ' }, 400, 'name'],
  ['an owner of what was declined', at('{declined}/assign'), owner, 409, 'RECOMMENDATION_CLOSED'],
  ['accepting without a review', at('{recorded}/accept'), {}, 409, 'RECOMMENDATION_NOT_REVIEWED'],
  ['accepting what was declined', at('{declined}/accept'), {}, 409, 'RECOMMENDATION_DECIDED'],
  ['an explanation without Romanian', at('{reviewed}/accept'), { explanation: { en: 'X' } }, 400, 'explanation.ro'],
  ['declining without a reason', at('{reviewed}/decline'), {}, 400, 'reason'],
  ['declining for an empty reason', at('{reviewed}/decline'), { reason: { ro: ' ' } }, 400, 'reason.ro'],
  ['declining what was accepted', at('{accepted}/decline'), { reason }, 409, 'RECOMMENDATION_DECIDED'],
  ['declining without a review', at('{recorded}/decline'), { reason }, 409, 'RECOMMENDATION_NOT_REVIEWED'],
  ['work on what was not accepted', at('{reviewed}/start'), undefined, 409, 'RECOMMENDATION_NOT_ACCEPTED'],
  ['work that nobody sees to', at('{accepted}/start'), undefined, 409, 'RECOMMENDATION_WITHOUT_OWNER'],
  ['completing what was not begun', at('{accepted}/complete'), {}, 409, 'RECOMMENDATION_NOT_IN_PROGRESS'],
  ['another result of what is done', at('{done}/complete'), { result: reason }, 409, 'RECOMMENDATION_NOT_IN_PROGRESS'],
  ['reopening without a reason', at('{done}/reopen'), {}, 400, 'reason'],
  ['reopening what was not decided', at('{reviewed}/reopen'), { reason }, 409, 'RECOMMENDATION_NOT_DECIDED'],
  ['a note of nothing', at('{working}/progress'), {}, 400, 'note'],
  ['an unknown field', at('{working}/progress'), { note: reason, colour: 'red' }, 400, 'colour'],
  ['progress before the review', at('{recorded}/progress'), { note: reason }, 409, 'RECOMMENDATION_WITHOUT_PROGRESS'],
  [
    'progress on what was declined',
    at('{declined}/progress'),
    { note: reason },
    409,
    'RECOMMENDATION_WITHOUT_PROGRESS',
  ],
  ['another note under the same id', at('{working}/progress'), { id: noteId, note: reason }, 409, 'NOTE_EXISTS'],
  ['an internal note of nothing', at('{working}/internal-notes'), { text: '' }, 400, 'text'],
  ['promoting without a reason', 'POST /recommendations', { discussionPointId: randomUUID() }, 400, 'reason'],
  [
    'promoting nothing',
    'POST /recommendations',
    { discussionPointId: randomUUID(), reason },
    404,
    'DISCUSSION_POINT_UNKNOWN',
  ],
  ['promoting no UUID', 'POST /recommendations', { discussionPointId: '7', reason }, 400, 'discussionPointId'],
  ['one that is not there', `GET /recommendations/${randomUUID()}`, undefined, 404, 'RECOMMENDATION_UNKNOWN'],
  [
    'the history of a suggestion',
    'GET /recommendations/{suggestion}/history',
    undefined,
    404,
    'RECOMMENDATION_UNKNOWN',
  ],
  [
    'the notes of a suggestion',
    'GET /recommendations/{suggestion}/internal-notes',
    undefined,
    404,
    'RECOMMENDATION_UNKNOWN',
  ],
  ['a status that there is not', 'GET /recommendations?status=lost', undefined, 400, 'status'],
  ['a programme that is no UUID', 'GET /recommendations?programme=7', undefined, 400, 'programme'],
  ['an unknown filter', 'GET /recommendations?colour=red', undefined, 400, 'colour'],
  ['a cursor of another list', `GET /recommendations?cursor=${encodeCursor(['a'])}`, undefined, 400, 'cursor'],
  ['a language that is not spoken', 'GET /recommendations/{done}?lang=fr', undefined, 400, 'lang'],
  ['a time to come', 'GET /recommendations/{done}?asOf=999999999', undefined, 400, 'asOf'],
];

it.each(cases)('%s is refused, and nothing is stored: %s', async (_name, request, body, status, wrong) => {
  const before = await api.head();
  const [method = '', path = ''] = request.replace(/\{(\w+)\}/, (_match, name: string) => known[name]!).split(' ');
  const answer = await api.test.api.call(method, `/events/v1${path}`, body);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const { code, errors = [] } = answer.body as { code: string; errors?: { path: string; code: string }[] };
  expect(errors.map((each) => each.code)).not.toContain('CUSTOM');
  expect([answer.status, status === 400 ? errors.map((each) => each.path).join(' ') : code]).toEqual([status, wrong]);
  expect(await api.head()).toBe(before);
});

it('promoting a recommendation is refused', async () => {
  const before = await api.head();
  expect(await api.post('/recommendations', { discussionPointId: known['recorded'], reason })).toMatchObject({
    status: 409,
    body: { code: 'RECOMMENDATION_ALREADY' },
  });
  expect(await api.head()).toBe(before);
});
