import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { usualRules } from './petition-rules.js';
import { category, complaint, defineDirectory, officerId } from '../petitions.samples.js';

const path = '/feedback/v1/directory';
let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
});
afterAll(() => test.stop());

const get = async (query = '') => (await test.api.get(`${path}${query}`)).body;

it('is empty at first, with the deadlines of the law', async () => {
  expect(await get()).toEqual({
    ...{ departments: [], categories: [], officers: [], standardTexts: [], daysOff: [], registers: [] },
    ...{ letterhead: null, version: 0 },
    rules: {
      ...{ answerDays: 30, extensionDays: 15, forwardDays: 5, dueSoonDays: 5 },
      ...{ legalDays: 'free', legalFrom: 'registration', targetFrom: 'reception' },
    },
    petitionRules: usualRules,
  });
});

it('is defined entry by entry, each repeat changing nothing, and read as it stood', async () => {
  await defineDirectory(test.api);
  const before = await test.context('feedback').head();
  await defineDirectory(test.api);
  expect(await test.context('feedback').head()).toBe(before);
  const rules = { answerDays: 10, extensionDays: 5, forwardDays: 2, dueSoonDays: 1 };
  expect(await test.api.put(`${path}/deadline-rules`, rules)).toMatchObject({ status: 200, body: { version: 8 } });
  const days = [{ day: '2024-03-11', reason: { ro: 'Zi liberă sintetică' } }];
  expect((await test.api.put(`${path}/days-off`, { days })).status).toBe(200);
  expect(await get()).toMatchObject({ rules, daysOff: days, version: 9 });
  expect(await get(`?asOf=${before}`)).toMatchObject({ rules: { answerDays: 30 }, daysOff: [], version: 7 });
});

it('says how long what comes in now may take, and leaves what came in before as it is', async () => {
  const send = async () => (await test.visitor.post('/feedback/v1/petitions', complaint)).body;
  // 11 March 2024 is a day off by configuration.
  expect(await send()).toMatchObject({ registeredAt: '2024-03-01T10:00:00.000Z', answerBy: '2024-03-12' });
  const rules = { answerDays: 30, extensionDays: 15, forwardDays: 5, dueSoonDays: 5 };
  await test.api.put(`${path}/deadline-rules`, rules);
  expect(await send()).toMatchObject({ answerBy: '2024-04-01' });
  await test.settle();
  const { body } = await test.api.get('/feedback/v1/petitions?due=2024-03-12');
  expect(body.items).toHaveLength(1);
});

it('shows the public its categories and departments, and staff its officers', async () => {
  const seen = (await test.visitor.get(path)).body;
  expect(seen.categories).toContainEqual(expect.objectContaining({ code: category, department: 'public-works' }));
  expect(JSON.stringify(seen)).not.toMatch(/Exemplu|021 000/);
  expect((await get()).officers).toContainEqual({
    ...{ id: officerId, department: 'public-works', name: 'Dan Exemplu', phone: '021 000 0000', active: true },
    ...{ office: null, duties: [] },
  });
});

it('takes no petition in a category that has ended', async () => {
  await test.api.put(`${path}/categories/parks`, {
    name: { ro: 'Parcuri' },
    department: 'green-spaces',
    active: false,
  });
  const { body } = await test.visitor.post('/feedback/v1/petitions', { ...complaint, category: 'parks' });
  expect(body.errors).toMatchObject([{ path: 'category', code: 'CATEGORY_UNKNOWN' }]);
});
