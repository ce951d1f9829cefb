import { startTestProcess, unitsSince, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { category, defineDirectory } from '../petitions.samples.js';
import { offer } from './open311.samples.js';

// What apps rely on beyond each rule: which of several refusals is told, and what stands in one unit.

const requests = '/feedback/open311/v2/requests.json';
const services = '/feedback/v1/open311-services';
const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
  const shows = { place: true, words: true };
  expect((await test.api.put(`${services}/${category}`, offer)).status).toBe(200);
  expect((await test.api.put(`${services}/parks`, { shows })).status).toBe(200);
  const directory = '/feedback/v1/directory/categories';
  const retired = { name: { ro: 'Retrasă' }, department: 'public-works' };
  expect((await test.api.put(`${directory}/retired`, retired)).status).toBe(200);
  expect((await test.api.put(`${services}/retired`, { ...offer, shows })).status).toBe(200);
  expect((await test.api.put(`${directory}/retired`, { ...retired, active: false })).status).toBe(200);
});
afterAll(() => test.stop());

const hand = (fields: Record<string, string>) =>
  test.visitor.post(requests, new URLSearchParams({ api_key: test.keys.reporter, ...fields }).toString(), { headers });
const lit = { service_code: category, lat: '44.39', long: '26.11', 'attribute[FAULT]': 'dark' };

describe('of several refusals, Open311 tells', () => {
  it.each<[string, Record<string, string>, number]>([
    ['a wrong key, before an unknown service', { ...lit, api_key: 'ecou_wrong', service_code: 'moon' }, 403],
    ['an unknown service, before attributes that it does not have', { ...lit, service_code: 'moon' }, 404],
    [
      'a service whose category takes nothing any more, before attributes that it lacks',
      { service_code: 'retired', lat: '44', long: '26' },
      404,
    ],
    ['an attribute that lacks', { service_code: category, lat: '44', long: '26' }, 400],
  ])('%s', async (_what, fields, status) => {
    const before = await test.context('feedback').head();
    const answer = await hand(fields);
    expect([answer.status, answer.body[0].code]).toEqual([status, status]);
    expect(await test.context('feedback').head()).toBe(before);
  });
});

describe('one unit holds', () => {
  it('the petition, before the request that it came as; both are of one person', async () => {
    const feedback = test.context('feedback');
    const before = await feedback.head();
    const { status, body } = await hand({ ...lit, first_name: 'Ana', last_name: 'Exemplu', email: 'ana@example.org' });
    expect({ status, body }).toMatchObject({ status: 200 });
    const [unit = [], ...more] = await unitsSince(feedback, before);
    expect(more).toEqual([]);
    const [, id] = /^PetitionRegistered petition-(.{36})$/.exec(unit[0] ?? '') ?? [];
    expect(unit.slice(1)).toEqual([`ServiceRequestReceived service-request-${id}`]);
    const { rows } = await feedback.pool.query(
      `SELECT DISTINCT coalesce(data->'text'->>'subject', data->'details'->>'subject') AS subject
       FROM feedback.events WHERE global_position > $1`,
      [before],
    );
    expect(rows).toHaveLength(1);
  });

  it('each of those that are handed in at once: a number and a request of its own', async () => {
    const feedback = test.context('feedback');
    const before = await feedback.head();
    const answers = await Promise.all(Array.from({ length: 4 }, () => hand(lit)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body[0].service_request_id)).size).toBe(4);
    const units = await unitsSince(feedback, before);
    expect(units.map((unit) => unit.map((event) => event.split(' ')[0]))).toEqual(
      Array(4).fill(['PetitionRegistered', 'ServiceRequestReceived']),
    );
  });
});
