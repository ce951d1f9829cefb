import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { complaint, defineDirectory, officerId } from './petitions.samples.js';

const base = '/feedback/v1/petitions';

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
});
afterAll(() => test.stop());

const register = async (more: object = {}) => (await test.api.post(base, { ...complaint, ...more })).body.id as string;
const several = (count: number) => Promise.all(Array.from({ length: count }, () => register()));
const bulk = (action: object, petitions: readonly string[], more: object = {}) =>
  test.api.post(`${base}/bulk`, { action, petitions, ...more });
const statusOf = async (id: string) => (await test.api.get(`${base}/${id}`)).body.status as string;
const head = () => test.context('feedback').head();

const assign = { do: 'assign', with: { officer: officerId } };
const reply = { text: 'S-a rezolvat.', legalBasis: 'OG 27/2002, art. 8' };
const answer = async (id: string) => expect((await test.api.post(`${base}/${id}/answer`, reply)).status).toBe(200);

describe('what is done in bulk', () => {
  it('is done with each, and is left as it is when it is sent again', async () => {
    const petitions = await several(5);
    const first = await bulk(assign, petitions);
    expect(first).toMatchObject({ status: 200, body: { dryRun: false, done: 5, unchanged: 0, refused: 0 } });
    expect(first.body.items).toEqual(petitions.map((petition) => ({ petition, outcome: 'done', version: 2 })));
    const before = await head();
    const again = await bulk(assign, petitions);
    expect(again.body).toMatchObject({ done: 0, unchanged: 5, refused: 0 });
    expect(await head()).toBe(before);
    expect(await Promise.all(petitions.map(statusOf))).toEqual(petitions.map(() => 'assigned'));
  });

  it('is refused for one with code and path, and done with its neighbours', async () => {
    const [open, answered, notice] = [
      await register(),
      await register(),
      await register({ kind: 'notice', petitioner: null }),
    ];
    await answer(answered);
    const unknown = randomUUID();
    const { body, headers } = await bulk({ do: 'extend', with: { reason: 'Lipsesc piese.' } }, [
      answered,
      unknown,
      open,
      notice,
    ]);
    expect(body).toMatchObject({ done: 1, unchanged: 0, refused: 3 });
    expect(headers.get('ecou-position')).toBe(`feedback:${await head()}`);
    expect(body.items).toMatchObject([
      { petition: answered, outcome: 'refused', status: 409, code: 'PETITION_DONE' },
      { petition: unknown, outcome: 'refused', status: 404, code: 'PETITION_UNKNOWN' },
      { petition: open, outcome: 'done', version: 2 },
      { petition: notice, outcome: 'refused', status: 409, code: 'NO_DEADLINE' },
    ]);
    const wrong = await bulk({ do: 'assign', with: { department: 'roads' } }, [open]);
    expect(wrong.body.items).toMatchObject([{ status: 400, code: 'DEPARTMENT_UNKNOWN', path: 'department' }]);
  });

  it('is told beforehand by a dry run, which changes nothing', async () => {
    const [open, done] = await several(2);
    await answer(done!);
    const before = await head();
    const { body } = await bulk({ do: 'close', with: {} }, [open!, done!], { dryRun: true });
    expect(body).toMatchObject({ dryRun: true, done: 1, unchanged: 0, refused: 1 });
    expect(body.items).toMatchObject([
      { petition: open, outcome: 'refused', code: 'PETITION_NOT_ANSWERED' },
      { petition: done, outcome: 'done', version: 3 },
    ]);
    expect(await head()).toBe(before);
    const real = await bulk({ do: 'close', with: {} }, [open!, done!]);
    expect(
      real.body.items.map(({ outcome, version }: { outcome: string; version?: number }) => [outcome, version]),
    ).toEqual([
      ['refused', undefined],
      ['done', 3],
    ]);
  });

  it('joins many of one petitioner to one, which answers all', async () => {
    const [main, ...others] = await several(6);
    const joined = await bulk({ do: 'join', with: { to: main } }, [...others, main!]);
    expect(joined.body).toMatchObject({ done: 5, refused: 1 });
    expect(joined.body.items.at(-1)).toMatchObject({ petition: main, outcome: 'refused' });
    const { body } = await test.api.get(`${base}/${main}`);
    expect(new Set(body.joined.map(({ id }: { id: string }) => id))).toEqual(new Set(others));
    await answer(main!);
    expect(await Promise.all(others.map(statusOf))).toEqual(others.map(() => 'answered'));
  });

  it.each([
    [{ do: 'start' }, 'in-progress'],
    [{ do: 'forward', with: { authority: 'Compania sintetică', reason: 'Este a ei.' } }, 'forwarded'],
    [{ do: 'request-information', with: { text: 'Care stâlp?' } }, 'information-requested'],
    [{ do: 'message', with: { text: 'Lucrăm.' } }, 'registered'],
  ])('knows %j, and a repeat with the same id changes nothing', async (action, status) => {
    const petitions = await several(2);
    const id = randomUUID();
    expect((await bulk(action, petitions, { id })).body).toMatchObject({ done: 2 });
    expect(await Promise.all(petitions.map(statusOf))).toEqual([status, status]);
    const again = await bulk(action, petitions, { id });
    expect(again.body).toMatchObject({ done: 0, unchanged: 2, refused: 0 });
  });

  it('files what repeats another', async () => {
    const earlier = await register();
    await answer(earlier);
    const repeat = await register();
    const filed = await bulk({ do: 'file', with: { ground: 'repeat', earlier } }, [repeat]);
    expect(filed.body).toMatchObject({ done: 1 });
    expect(await statusOf(repeat)).toBe('closed');
  });

  it('takes two hundred at a time, each for itself', async () => {
    const [first, second, third] = await several(3);
    const unknown = (count: number) => Array.from({ length: count }, () => randomUUID());
    const { body } = await bulk(assign, [first!, ...unknown(99), second!, ...unknown(98), third!]);
    expect(body).toMatchObject({ done: 3, unchanged: 0, refused: 197 });
    expect(body.items).toHaveLength(200);
    expect([0, 100, 199].map((index) => body.items[index].petition as string)).toEqual([first, second, third]);
  });

  const one = '00000000-0000-4000-8000-000000000001';
  const cases: readonly (readonly [object, string, string])[] = [
    [{ action: assign }, 'INVALID_TYPE', 'petitions'],
    [{ action: assign, petitions: [] }, 'TOO_SMALL', 'petitions'],
    [{ action: assign, petitions: Array.from({ length: 201 }, () => randomUUID()) }, 'TOO_BIG', 'petitions'],
    [{ action: assign, petitions: [one, one] }, 'PETITION_TWICE', 'petitions.1'],
    [{ action: assign, petitions: ['x'] }, 'INVALID_FORMAT', 'petitions.0'],
    [{ action: { do: 'delete' }, petitions: [one] }, 'INVALID_UNION', 'action.do'],
    [{ action: { do: 'assign', with: {} }, petitions: [one] }, 'ASSIGNEE_MISSING', 'action.with'],
    [
      { action: { do: 'request-information', with: { text: 'x', attachments: [] } }, petitions: [one] },
      'UNKNOWN_FIELD',
      'action.with.attachments',
    ],
    // An answer is written for one person.
    [{ action: { do: 'answer', with: reply }, petitions: [one] }, 'INVALID_UNION', 'action.do'],
    [{ action: { do: 'decline', with: reply }, petitions: [one] }, 'INVALID_UNION', 'action.do'],
    [{ action: { do: 'message', with: { text: 'x', id: one } }, petitions: [one] }, 'UNKNOWN_FIELD', 'action.with.id'],
    [{ action: assign, petitions: [one], dryRun: 'yes' }, 'INVALID_TYPE', 'dryRun'],
    [{ action: assign, petitions: [one], more: 1 }, 'UNKNOWN_FIELD', 'more'],
  ];
  it.each(cases)('is refused as a whole with code and path, and nothing is stored: %j', async (body, code, path) => {
    const before = await head();
    const answered = await test.api.post(`${base}/bulk`, body);
    expect(answered).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ code, path })]) },
    });
    expect(await head()).toBe(before);
  });
});
