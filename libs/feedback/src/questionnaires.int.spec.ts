import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from './context.js';
import { civicEventId, form, topic } from './feedback.samples.js';

const base = '/feedback/v1/questionnaires';
const templates = '/feedback/v1/questionnaire-templates';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
});
afterAll(() => test.stop());

const post = (path: string, body?: unknown) => test.api.post(path, body);
const get = (path: string) => test.api.get(path);

async function created(path: string, body: object): Promise<string> {
  const { status, body: answer } = await post(path, body);
  expect({ status, answer }).toMatchObject({ status: 201 });
  return answer.id as string;
}
async function revised(id: string, content: object) {
  const { headers } = await get(`${templates}/${id}`);
  return test.api.put(`${templates}/${id}`, content, { headers: { 'if-match': headers.get('etag')! } });
}

describe('a template', () => {
  it('is created once, revised with If-Match, and each of its versions can be read', async () => {
    const id = randomUUID();
    expect(await post(templates, { id, ...form })).toMatchObject({ status: 201, body: { id, version: 1 } });
    expect(await post(templates, { id, ...form })).toMatchObject({ status: 200, body: { id, version: 1 } });
    expect((await post(templates, { id, ...form, themes: [] })).body.code).toBe('TEMPLATE_EXISTS');
    const position = await test.context('feedback').head();
    const shorter = { ...form, items: form.items.slice(0, 2) };
    expect((await test.api.put(`${templates}/${id}`, shorter)).status).toBe(428);
    expect(await revised(id, shorter)).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await get(`${templates}/${id}`)).body).toMatchObject({
      templateVersion: 2,
      newestVersion: 2,
      version: 2,
      retired: null,
      languages: ['ro', 'en'],
    });
    const first = (await get(`${templates}/${id}?version=1`)).body;
    expect(first).toMatchObject({ templateVersion: 1, newestVersion: 2 });
    expect(first.items).toHaveLength(form.items.length);
    expect((await get(`${templates}/${id}?asOf=${position}`)).body).toMatchObject({ newestVersion: 1 });
    expect((await get(`${templates}/${id}?version=3`)).body).toMatchObject({
      code: 'TEMPLATE_VERSION_UNKNOWN',
      errors: [{ path: 'version' }],
    });
    expect((await get(`${templates}/${randomUUID()}`)).body.code).toBe('TEMPLATE_UNKNOWN');
  });

  it('makes questionnaires that say which version they are of, and stay as they are', async () => {
    const template = await created(templates, { ...form, id: randomUUID() });
    const own = { id: randomUUID(), about: { civicEventId }, topics: [topic] };
    const draft = (more: object = {}) => post(`${templates}/${template}/questionnaires`, { ...own, ...more });
    expect(await draft()).toMatchObject({ status: 201, body: { id: own.id, version: 1 } });
    await revised(template, { ...form, items: form.items.slice(0, 2) });
    expect(await draft()).toMatchObject({ status: 200, body: { id: own.id, version: 1 } });
    expect((await draft({ version: 2 })).body.code).toBe('QUESTIONNAIRE_EXISTS');
    const { body } = await get(`${base}/${own.id}`);
    expect(body).toMatchObject({
      status: 'draft',
      template: { id: template, version: 1 },
      title: form.title,
      consentText: form.consentText,
      languages: ['ro', 'en'],
      topics: [topic],
    });
    expect(body.items).toHaveLength(form.items.length);
    const newer = await created(`${templates}/${template}/questionnaires`, {
      about: { theme: 'parks' },
      title: { ro: 'Parcuri', en: 'Parks' },
    });
    const second = (await get(`${base}/${newer}`)).body;
    expect(second).toMatchObject({ template: { version: 2 }, title: { ro: 'Parcuri' }, consentText: null });
    expect(second.items).toHaveLength(2);
    const first = await created(`${templates}/${template}/questionnaires`, { about: { theme: 'parks' }, version: 1 });
    expect((await get(`${base}/${first}`)).body).toMatchObject({ template: { version: 1 } });
  });

  it('that is retired makes no more of them, and repeats are still known', async () => {
    const template = await created(templates, { ...form, id: randomUUID() });
    const own = { id: randomUUID(), about: { theme: 'parks' } };
    await created(`${templates}/${template}/questionnaires`, own);
    expect((await post(`${templates}/${template}/retire`, { reason: 'Altul' })).status).toBe(200);
    expect((await post(`${templates}/${template}/retire`, {})).status).toBe(200);
    expect((await post(`${templates}/${template}/questionnaires`, own)).status).toBe(200);
    const refused = await post(`${templates}/${template}/questionnaires`, { ...own, id: randomUUID() });
    expect(refused).toMatchObject({ status: 409, body: { code: 'TEMPLATE_RETIRED' } });
    expect((await revised(template, { ...form, themes: [] })).body.code).toBe('TEMPLATE_RETIRED');
    await test.settle();
    const listed = async (query: string) =>
      ((await get(`${templates}?${query}`)).body.items as { id: string }[]).map(({ id }) => id);
    expect(await listed('retired=true')).toEqual([template]);
    expect(await listed('retired=false')).not.toContain(template);
    expect((await listed('limit=200'))[0]).toBe(template);
  });
});

describe('every view', () => {
  it.each(feedbackContext.views.map(({ name }) => name))('%s equals the one that a replay makes', (name) =>
    test.replayEqualsIncremental('feedback', name),
  );
});
