import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { form } from './surveys.samples.js';
import { refusals, type Refusal, type Send } from '../testing/refusals.js';

const base = '/feedback/v1/questionnaires';
const templates = '/feedback/v1/questionnaire-templates';
const radio = { item: 'channel', choice: 'radio' };
const posters = { item: 'channel', choice: 'posters' };
const [grade, channel, places] = form.items as [object, object, object];

let test: TestProcess;
let known: { open: string; draft: string; closed: string; response: string; template: string; retired: string };

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  const make = async (path: string, body: object, ...verbs: string[]): Promise<string> => {
    const { id } = (await test.api.post(path, body)).body as { id: string };
    for (const verb of verbs) expect((await test.api.post(`${path}/${id}/${verb}`, {})).status).toBe(200);
    return id;
  };
  const draft = { ...form, about: { theme: 'parks' }, topics: ['series:synthetic'] };
  const open = await make(base, draft, 'open');
  const response = await make(`${base}/${open}/responses`, {
    answers: [radio, { item: 'suggestions', text: 'Ghiduri' }],
  });
  known = {
    open,
    response,
    draft: await make(base, draft),
    closed: await make(base, draft, 'open', 'close'),
    template: await make(templates, form),
    retired: await make(templates, form, 'retire'),
  };
});
afterAll(() => test.stop());

type Known = keyof typeof known;

const drafting =
  (change: object): Send =>
  () =>
    test.api.post(base, { ...form, about: { theme: 'parks' }, topics: ['series:synthetic'], ...change });
const items = (...changed: object[]): Send => drafting({ items: changed });
const templating =
  (change: object): Send =>
  () =>
    test.api.post(templates, { ...form, ...change });
const fromTemplate =
  (body: object, of: Known | null = 'template'): Send =>
  () =>
    test.api.post(`${templates}/${of === null ? randomUUID() : known[of]}/questionnaires`, {
      about: { theme: 'parks' },
      ...body,
    });
const answering =
  (...answers: object[]): Send =>
  () =>
    test.visitor.post(`${base}/${known.open}/responses`, { answers });
const entering =
  (responses: object[], to: Known = 'open', more: object = {}): Send =>
  () =>
    test.api.post(`${base}/${known[to]}/responses/batch`, { responses, ...more });
const coding =
  (body: object, response: Known | null = 'response', to: Known = 'open'): Send =>
  () =>
    test.api.put(`${base}/${known[to]}/responses/${response === null ? randomUUID() : known[response]}/themes`, body);
const publishing =
  (body: object): Send =>
  () =>
    test.api.post(`${base}/${known.closed}/results/publish`, body);
const summarising =
  (item: object): Send =>
  () =>
    test.api.put(`${base}/${known.draft}/reported-summary`, { respondents: 12, source: 'Raport', items: [item] });
const count = (value: string, some: number) => ({ value, count: some });

const cases: readonly Refusal[] = [
  ['a choice of nothing', items({ ...channel, options: [] }), 400, 'TOO_SMALL', 'items.0.options'],
  [
    'an option of no name',
    items({ ...channel, options: [{ label: { ro: 'La radio', en: 'On the radio' } }] }),
    400,
    'INVALID_TYPE',
    'items.0.options.0.id',
  ],
  [
    'an option named other',
    items({ ...channel, options: [{ id: 'other', label: { ro: 'Altul', en: 'Other' } }] }),
    400,
    'OPTION_RESERVED',
    'items.0.options.0.id',
  ],
  ['more choices than options', items(channel, { ...places, max: 4 }), 400, 'CHOICES_RANGE', 'items.1.max'],
  ['one choice of several', items(channel, { ...places, max: 1 }), 400, 'TOO_SMALL', 'items.1.max'],
  [
    'a condition on this choice or that one',
    items(channel, places, { ...places, id: 'more', shownIf: { item: 'places', values: ['parks', 'shops'] } }),
    400,
    'CONDITION_VALUES',
    'items.2.shownIf.values.1',
  ],
  [
    'two things that it is about',
    drafting({ about: { theme: 'parks', facilityId: randomUUID() } }),
    400,
    'ABOUT_KIND',
    'about',
  ],
  ['no choice at least', items(channel, { ...places, min: 0 }), 400, 'TOO_SMALL', 'items.1.min'],
  ['a condition on nothing', items(places), 400, 'CONDITION_UNKNOWN', 'items.0.shownIf.item'],
  [
    'a condition that no answer meets',
    items(channel, { ...places, shownIf: { item: 'channel', values: ['television'] } }),
    400,
    'CONDITION_VALUE',
    'items.1.shownIf.values.0',
  ],
  [
    'a condition of no value',
    items(channel, { ...places, shownIf: { item: 'channel', values: [] } }),
    400,
    'TOO_SMALL',
    'items.1.shownIf.values',
  ],
  [
    'public results that hang on what is for staff only',
    items({ ...channel, visibility: 'staff' }, places),
    400,
    'CONDITION_FOR_STAFF',
    'items.1.shownIf.item',
  ],
  ['an unknown visibility', items({ ...grade, visibility: 'secret' }), 400, 'INVALID_VALUE', 'items.0.visibility'],
  [
    'English that is missing',
    items({ ...grade, wording: { ro: 'Durata' } }),
    400,
    'WORDING_MISSING',
    'items.0.wording.en',
  ],
  [
    'English that is missing in the consent',
    drafting({ consentText: { ro: 'Sunt de acord.' } }),
    400,
    'WORDING_MISSING',
    'consentText.en',
  ],
  ['English alone', drafting({ languages: ['en'] }), 400, 'LANGUAGES_ODD', 'languages'],
  ['a language twice', drafting({ languages: ['ro', 'ro'] }), 400, 'LANGUAGES_ODD', 'languages'],
  ['a theme twice', drafting({ themes: [form.themes[0], form.themes[0]] }), 400, 'THEME_REPEATED', 'themes.1.id'],
  [
    'a template that it says to be of',
    drafting({ template: { id: randomUUID(), version: 1 } }),
    400,
    'UNKNOWN_FIELD',
    'template',
  ],

  ['a template without items', templating({ items: [] }), 400, 'TOO_SMALL', 'items'],
  [
    'a template that does not fit together',
    templating({ items: [places] }),
    400,
    'CONDITION_UNKNOWN',
    'items.0.shownIf.item',
  ],
  ['a template about something', templating({ about: { theme: 'parks' } }), 400, 'UNKNOWN_FIELD', 'about'],
  [
    'a template with another content',
    () => test.api.post(templates, { ...form, id: known.template, themes: [] }),
    409,
    'TEMPLATE_EXISTS',
  ],
  ['a revision without If-Match', () => test.api.put(`${templates}/${known.template}`, form), 428, 'IF_MATCH_REQUIRED'],
  [
    'a stale revision',
    () => test.api.put(`${templates}/${known.template}`, form, { headers: { 'if-match': '"7"' } }),
    412,
    'PRECONDITION_FAILED',
  ],
  ['a draft from no template', fromTemplate({}, null), 404, 'TEMPLATE_UNKNOWN'],
  [
    'a draft from a version that is not there',
    fromTemplate({ version: 2 }),
    400,
    'TEMPLATE_VERSION_UNKNOWN',
    'version',
  ],
  ['a draft from a retired template', fromTemplate({}, 'retired'), 409, 'TEMPLATE_RETIRED'],
  ['a draft about nothing', fromTemplate({ about: {} }), 400, 'ABOUT_KIND', 'about'],
  ['a draft with items of its own', fromTemplate({ items: [grade] }), 400, 'UNKNOWN_FIELD', 'items'],
  ['a title in one language of two', fromTemplate({ title: { ro: 'Titlu' } }), 400, 'WORDING_MISSING', 'title.en'],
  [
    'an end before the start',
    fromTemplate({ opensAt: '2024-03-05T10:00:00Z', closesAt: '2024-03-05T09:00:00Z' }),
    400,
    'END_BEFORE_START',
    'closesAt',
  ],
  ['a template from a visitor', () => test.visitor.post(templates, form), 401, 'KEY_MISSING'],
  ['a template from a reader', () => test.api.with(test.keys.analyst).post(templates, form), 403, 'PERMISSION_MISSING'],

  ['no option', answering({ item: 'channel', choice: 'television' }), 400, 'OPTION_UNKNOWN', 'answers.0.choice'],
  ['two kinds of choice', answering({ ...radio, choices: ['radio'] }), 400, 'ANSWER_KIND', 'answers.0'],
  [
    'a choice of several as one',
    answering(posters, { item: 'places', choice: 'parks' }),
    400,
    'ANSWER_KIND',
    'answers.1',
  ],
  ['no choice', answering(posters, { item: 'places', choices: [] }), 400, 'TOO_SMALL', 'answers.1.choices'],
  [
    'too many choices',
    answering(posters, { item: 'places', choices: ['parks', 'schools', 'shops'] }),
    400,
    'CHOICES_RANGE',
    'answers.1.choices',
  ],
  [
    'a choice twice',
    answering(posters, { item: 'places', choices: ['parks', 'parks'] }),
    400,
    'OPTION_REPEATED',
    'answers.1.choices.1',
  ],
  ['words beside an option', answering({ ...radio, other: 'Altul' }), 400, 'OTHER_NOT_CHOSEN', 'answers.0.other'],
  [
    'what is not asked',
    answering(radio, { item: 'places', choices: ['parks'] }),
    400,
    'ANSWER_NOT_ASKED',
    'answers.1.item',
  ],
  ['what is required left out', answering({ item: 'duration', grade: 4 }), 400, 'ANSWER_MISSING', 'answers'],

  ['an empty batch', entering([]), 400, 'TOO_SMALL', 'responses'],
  ['a batch of 501', entering(Array.from({ length: 501 }, () => ({ answers: [radio] }))), 400, 'TOO_BIG', 'responses'],
  [
    'a row with an unknown field',
    entering([{ answers: [radio] }, { answers: [radio], email: 'ana@example.org' }]),
    400,
    'UNKNOWN_FIELD',
    'responses.1.email',
  ],
  [
    'a row with grade 6',
    entering([{ answers: [radio] }, { answers: [radio, { item: 'duration', grade: 6 }] }]),
    400,
    'TOO_BIG',
    'responses.1.answers.1.grade',
  ],
  [
    'a row that answers what is not asked',
    entering([{ answers: [radio] }, { answers: [radio, { item: 'places', choices: ['parks'] }] }]),
    400,
    'ANSWER_NOT_ASKED',
    'responses.1.answers.1.item',
  ],
  ['a batch before it opens', entering([{ answers: [radio] }], 'draft'), 409, 'QUESTIONNAIRE_NOT_OPEN'],
  [
    'a batch from a visitor',
    () => test.visitor.post(`${base}/${known.open}/responses/batch`, { responses: [{ answers: [radio] }] }),
    401,
    'KEY_MISSING',
  ],

  ['a theme that is not there', coding({ item: 'suggestions', themes: ['shops'] }), 400, 'THEME_UNKNOWN', 'themes.0'],
  [
    'a theme named twice',
    coding({ item: 'suggestions', themes: ['guides', 'guides'] }),
    400,
    'VALUE_REPEATED',
    'themes',
  ],
  ['a grade that is coded', coding({ item: 'duration', themes: ['guides'] }), 400, 'TEXT_UNKNOWN', 'item'],
  ['an answer that is not there', coding({ item: 'suggestions', themes: [] }, null), 404, 'RESPONSE_UNKNOWN'],
  [
    'an answer to something else',
    coding({ item: 'suggestions', themes: ['guides'] }, 'response', 'closed'),
    404,
    'RESPONSE_UNKNOWN',
  ],

  ['results for staff only', publishing({ items: ['first'] }), 400, 'ITEM_FOR_STAFF', 'items.0'],
  [
    'results without what they hang on',
    publishing({ items: ['duration', 'places'] }),
    400,
    'CONDITION_UNPUBLISHED',
    'items.1',
  ],
  ['results with an unknown field', publishing({ groups: 3 }), 400, 'UNKNOWN_FIELD', 'groups'],

  [
    'an option that nobody could choose',
    summarising({ item: 'channel', counts: [count('television', 1)] }),
    400,
    'ANSWER_KIND',
    'items.0.counts.0.value',
  ],
  [
    'more choices of one than respondents',
    summarising({ item: 'channel', counts: [count('radio', 7), count('posters', 6)] }),
    400,
    'SUMMARY_CONTRADICTORY',
    'items.0.counts',
  ],
  [
    'a table in an unknown form',
    () => test.api.get(`${base}/${known.open}/responses/table?bom=maybe`),
    400,
    'INVALID_VALUE',
    'bom',
  ],
  [
    'a cursor of another list',
    () => test.api.get(`${base}/${known.open}/results/table?cursor=abc`),
    400,
    'CURSOR_INVALID',
    'cursor',
  ],
];

describe('what is refused of questionnaires', () => {
  refusals(cases, () => test);
});

describe('what only those may read who work with answers', () => {
  it.each(['responses', 'responses/table', 'invitations'])('%s', async (path) => {
    for (const [key, status] of [
      [null, 401],
      [test.keys.analyst, 403],
      [test.keys.system, 403],
    ] as const) {
      expect((await test.api.with(key).get(`${base}/${known.open}/${path}`)).status).toBe(status);
    }
  });
  it('templates, which readers of feedback may see', async () => {
    expect((await test.visitor.get(templates)).status).toBe(401);
    expect((await test.api.with(test.keys.analyst).get(`${templates}/${known.template}`)).status).toBe(200);
  });
});
