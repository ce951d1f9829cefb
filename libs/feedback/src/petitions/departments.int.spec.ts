import { until } from '@ecou/event-sourcing/testing';
import { notifications, startTestProcess, tellOutcome, testOfficer, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { complaint, defineDirectory } from './petitions.samples.js';

const base = '/feedback/v1/petitions';
const directory = '/feedback/v1/directory';
const [own, other] = ['walked', 'green-spaces'];

let test: TestProcess;
let mine: string;
let theirs: string;

const as = (role: 'officer' | 'head-of-department' | 'registry' | 'auditor') => test.api.with(test.keys[role]);
const employ = (department: string, active = true) =>
  test.api.put(`${directory}/officers/${testOfficer}`, { ...officer, department, active });
const officer = { name: 'Dan Exemplu', phone: '021 000 0009' };

async function registered(department: string): Promise<string> {
  const { status, body } = await as('registry').post(base, { ...complaint, channel: 'paper' });
  expect(status).toBe(201);
  expect((await as('registry').post(`${base}/${body.id}/assign`, { department })).status).toBe(200);
  return body.id as string;
}

beforeAll(async () => {
  test = await startTestProcess([feedbackContext, notifications]);
  await defineDirectory(test.api);
  for (const code of [own, other]) {
    expect((await test.api.put(`${directory}/departments/${code}`, { name: { ro: code } })).status).toBe(200);
  }
  expect((await employ(own)).status).toBe(200);
  mine = await registered(own);
  theirs = await registered(other);
  await test.settle();
});
afterAll(() => test.stop());

describe('an officer of a department', () => {
  it.each(['', '/history'])('reads its petitions, and no others (%s)', async (path) => {
    expect((await as('officer').get(`${base}/${mine}${path}`)).status).toBe(200);
    const refused = await as('officer').get(`${base}/${theirs}${path}`);
    expect(refused).toMatchObject({ status: 403, body: { code: 'DEPARTMENT_OTHER' } });
  });

  it('finds them in lists, queues and counters', async () => {
    const found = async (query: string) => {
      const { body } = await as('officer').get(`${base}${query}`);
      return body.items.map(({ id }: { id: string }) => id);
    };
    expect(await found('')).toEqual([mine]);
    expect(await found(`?department=${own}`)).toEqual([mine]);
    const { body } = await as('officer').get('/feedback/v1/queues');
    expect(body).toMatchObject({ open: 1, departments: [{ department: own, open: 1 }] });
    expect(body.departments).toHaveLength(1);
    expect((await as('officer').get(`/feedback/v1/queues/${own}`)).body.items).toMatchObject([{ id: mine }]);
    for (const path of [`/feedback/v1/queues/${other}`, `${base}?department=${other}`]) {
      expect(await as('officer').get(path)).toMatchObject({ status: 403, body: { code: 'DEPARTMENT_OTHER' } });
    }
  });

  it('works with them, in their own name', async () => {
    expect((await as('officer').post(`${base}/${mine}/start`)).status).toBe(200);
    const { body } = await as('registry').get(`${base}/${mine}/history`);
    expect(body.items.at(-1)).toMatchObject({ type: 'WorkStarted', actor: `officer:${testOfficer}` });
    const refused = await as('officer').post(`${base}/${theirs}/start`);
    expect(refused).toMatchObject({ status: 403, body: { code: 'DEPARTMENT_OTHER' } });
    const bulk = { action: { do: 'start' }, petitions: [mine, theirs] };
    expect((await as('officer').post(`${base}/bulk`, bulk)).body).toMatchObject({
      items: [{ outcome: 'unchanged' }, { outcome: 'refused', status: 403, code: 'DEPARTMENT_OTHER' }],
    });
  });

  it('neither assigns nor extends, one by one or in bulk: the head of the department does', async () => {
    const verbs = [
      ['assign', { officer: testOfficer }],
      ['extend', { reason: 'Verificări sintetice la fața locului.' }],
    ] as const;
    for (const [verb, body] of verbs) {
      const bulk = { action: { do: verb, with: body }, petitions: [mine] };
      for (const refused of [
        await as('officer').post(`${base}/${mine}/${verb}`, body),
        await as('officer').post(`${base}/bulk`, bulk),
      ]) {
        expect(refused).toMatchObject({ status: 403, body: { code: 'PERMISSION_MISSING' } });
      }
      expect((await as('head-of-department').post(`${base}/${mine}/${verb}`, body)).status).toBe(200);
      const elsewhere = await as('head-of-department').post(`${base}/${theirs}/${verb}`, body);
      expect(elsewhere).toMatchObject({ status: 403, body: { code: 'DEPARTMENT_OTHER' } });
    }
  });

  it('who heads the institution, or signs for it, works with all departments', async () => {
    const reason = 'Verificări sintetice la fața locului.';
    const extend = () => as('head-of-department').post(`${base}/${theirs}/extend`, { reason });
    expect(await extend()).toMatchObject({ status: 403, body: { code: 'DEPARTMENT_OTHER' } });
    for (const duty of ['heads-institution', 'signs-for-institution']) {
      const person = { ...officer, department: own, duties: [duty], active: true };
      expect((await test.api.put(`${directory}/officers/${testOfficer}`, person)).status).toBe(200);
      expect((await as('head-of-department').get(`${base}/${theirs}`)).status).toBe(200);
    }
    expect((await extend()).status).toBe(200);
    expect((await employ(own)).status).toBe(200);
    expect((await as('head-of-department').get(`${base}/${theirs}`)).status).toBe(403);
  });

  it('registers nothing for others; anybody does so for themselves', async () => {
    const refused = await as('officer').post(base, { ...complaint, channel: 'paper' });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'channel', code: 'CHANNEL_OF_STAFF' }] } });
    expect((await as('officer').post(base, { ...complaint, channel: 'web' })).status).toBe(201);
  });

  it('who has left opens nothing, and who moved sees what is of the new department', async () => {
    await employ(own, false);
    for (const path of [`${base}/${mine}`, base, '/feedback/v1/queues']) {
      expect(await as('officer').get(path)).toMatchObject({ status: 403, body: { code: 'OFFICER_NOT_ACTIVE' } });
    }
    await employ(other);
    expect((await as('officer').get(`${base}/${theirs}`)).status).toBe(200);
    expect((await as('officer').get(`${base}/${mine}`)).status).toBe(403);
  });
});

describe('an auditor', () => {
  it('reads every department, what is personal left out, and changes nothing', async () => {
    for (const id of [mine, theirs]) {
      const { status, body } = await as('auditor').get(`${base}/${id}`);
      expect({ status, personal: body.personal }).toEqual({ status: 200, personal: undefined });
    }
    expect((await as('auditor').post(`${base}/${mine}/start`)).status).toBe(403);
  });
});

describe('what became of a message to a petitioner', () => {
  it('stands in the petition, for those who handle it, and leaves its version alone', async () => {
    const path = `${base}/${theirs}`;
    const before = await as('officer').get(path);
    expect(before.body.messages).toEqual([]);
    const about = { kind: 'petition', id: theirs };
    await tellOutcome(test, about, 'bounced', { occasion: 'acknowledged' });
    await tellOutcome(test, { kind: 'registration', id: theirs }, 'sent');
    const after = await until(async () => {
      const answer = await as('officer').get(path);
      return answer.body.messages.length > 0 && answer;
    }, 'the petition to have it');
    expect(after.body).toMatchObject({
      messages: [{ occasion: 'acknowledged', channel: 'email', outcome: 'bounced', reason: null }],
      version: before.body.version,
    });
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect((await as('auditor').get(path)).body.messages).toBeUndefined();
    const asOf = encodeURIComponent(test.clock.now());
    expect((await as('officer').get(`${path}?asOf=${asOf}`)).body.messages).toBeUndefined();
  });

  it('has a view that equals its replay', () => test.replayEqualsIncremental('feedback', 'petition_delivery'));
});
