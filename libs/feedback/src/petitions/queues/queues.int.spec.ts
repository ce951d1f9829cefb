import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../../context.js';
import { complaint, defineDirectory, officerId, otherOfficerId } from '../petitions.samples.js';

const petitions = '/feedback/v1/petitions';
const queues = '/feedback/v1/queues';
const answer = { text: 'Becul sintetic a fost schimbat.', legalBasis: 'OG 27/2002, art. 8' };

let test: TestProcess;
beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await defineDirectory(test.api);
});
afterAll(() => test.stop());

async function register(more: object = {}): Promise<{ id: string; number: string }> {
  const { status, body } = await test.api.post(petitions, { ...complaint, ...more });
  expect(status).toBe(201);
  return body;
}

async function act(id: string, verb: string, body?: object): Promise<string> {
  const { status, headers } = await test.api.post(`${petitions}/${id}/${verb}`, body);
  expect([verb, status]).toEqual([verb, 200]);
  return headers.get('ecou-position') ?? '';
}

let last = '';
const counted = async (key = test.keys.staff) =>
  (await test.api.get(queues, { key, headers: { 'ecou-min-position': last } })).body;
const queued = async (path: string) =>
  (await test.api.get(`${queues}/${path}`, { headers: { 'ecou-min-position': last } })).body.items as {
    number: string;
    deadlineState: string;
  }[];
const numbers = async (path: string) => (await queued(path)).map(({ number }) => number);

describe('the queues', () => {
  let first: { id: string; number: string };
  let second: typeof first;
  let third: typeof first;
  let notice: typeof first;

  it('count what stands there, by department and officer, at any moment', async () => {
    first = await register();
    test.clock.set('2024-03-05T10:00:00Z');
    second = await register();
    third = await register({ category: 'parks' });
    notice = await register({ kind: 'notice', petitioner: null });
    await act(second.id, 'assign', { officer: officerId });
    await act(second.id, 'request-information', { text: 'Care stâlp?' });
    last = await act(second.id, 'request-callback', { phone: '0700 000 000' });
    const { departments, ...all } = await counted();
    expect(all).toEqual({
      at: '2024-03-05T10:00:00.000Z',
      open: 4,
      unassigned: 3,
      dueSoon: 0,
      overdue: 0,
      waitingForCitizen: 1,
      callbacks: 1,
      answeredThisMonth: 0,
      medianDays: null,
    });
    expect(departments).toEqual([
      expect.objectContaining({ department: 'public-works', name: { ro: 'Lucrări publice' }, open: 3, unassigned: 2 }),
      expect.objectContaining({ department: 'green-spaces', open: 1, unassigned: 1, officers: [] }),
    ]);
    expect(departments[0].officers).toEqual([
      expect.objectContaining({ officer: officerId, name: 'Dan Exemplu', open: 1, waitingForCitizen: 1, callbacks: 1 }),
    ]);
  });

  it('name officers to staff only', async () => {
    const { departments } = await counted(test.keys.analyst);
    expect(departments[0].officers[0].officer).toBe(officerId);
    expect(JSON.stringify(departments)).not.toContain('Dan Exemplu');
  });

  it('say what is due soon and overdue by the clock, before any timer has', async () => {
    // The first is due on 1 April, and the others on 4 April.
    test.clock.set('2024-03-26T21:59:59.999Z');
    expect(await counted()).toMatchObject({ dueSoon: 0, overdue: 0 });
    test.clock.set('2024-03-26T22:00:00.000Z');
    expect(await counted()).toMatchObject({ dueSoon: 1, overdue: 0 });
    test.clock.set('2024-04-01T20:59:59.999Z');
    expect(await counted()).toMatchObject({ dueSoon: 3, overdue: 0 });
    test.clock.set('2024-04-01T21:00:00.000Z');
    const { departments, ...all } = await counted();
    expect(all).toMatchObject({ dueSoon: 2, overdue: 1 });
    expect(departments[0]).toMatchObject({ dueSoon: 1, overdue: 1, officers: [{ dueSoon: 1, overdue: 0 }] });
  });

  it('are worked off by deadline; what has none comes last', async () => {
    const all = await queued('public-works');
    expect(all.map(({ number, deadlineState }) => [number, deadlineState])).toEqual([
      [first.number, 'overdue'],
      [second.number, 'due-soon'],
      [notice.number, 'none'],
    ]);
    expect(await numbers('public-works?only=unassigned')).toEqual([first.number, notice.number]);
    expect(await numbers('public-works?only=overdue')).toEqual([first.number]);
    expect(await numbers('public-works?only=due-soon')).toEqual([second.number]);
    expect(await numbers('public-works?only=waiting-for-citizen')).toEqual([second.number]);
    expect(await numbers('public-works?only=callbacks')).toEqual([second.number]);
    expect(await numbers(`officers/${officerId}`)).toEqual([second.number]);
    expect(await numbers(`officers/${otherOfficerId}`)).toEqual([]);
    expect(await numbers('green-spaces')).toEqual([third.number]);
    const page = await test.api.get(`${queues}/public-works?limit=2`);
    expect(page.body.items).toHaveLength(2);
    expect(await numbers(`public-works?limit=2&cursor=${page.body.next}`)).toEqual([notice.number]);
    expect(JSON.stringify(all)).not.toContain('Exemplu');
  });

  it('count what was answered in the month, and the median of the days it took', async () => {
    await act(first.id, 'answer', answer);
    await act(second.id, 'answer', answer);
    last = await act(third.id, 'decline', { reason: 'Nu este al municipalității.', legalBasis: 'OG 27/2002, art. 8' });
    const { departments, ...all } = await counted();
    // From 1 and 5 March to 2 April: 32, 28 and 28 days.
    expect(all).toMatchObject({ open: 1, answeredThisMonth: 3, medianDays: 28, callbacks: 1 });
    expect(departments[0]).toMatchObject({
      answeredThisMonth: 2,
      medianDays: 30,
      officers: [{ answeredThisMonth: 1 }],
    });
    expect(await numbers('public-works')).toEqual([notice.number]);
    expect(await numbers('public-works?only=callbacks')).toEqual([second.number]);
    test.clock.set('2024-04-30T21:00:00.000Z');
    expect(await counted()).toMatchObject({ answeredThisMonth: 0, medianDays: null });
  });

  it('have what was reopened once more, and leave out what is joined to another', async () => {
    await act(first.id, 'reopen', { reason: 'Nu arde.' });
    const [main, joined] = [await register(), await register()];
    last = await act(joined.id, 'join', { to: main.id });
    expect(await numbers('public-works')).toEqual([first.number, main.number, notice.number]);
    expect(await counted()).toMatchObject({ open: 3 });
  });

  it.each([
    ['roads', '404 DEPARTMENT_UNKNOWN'],
    ['Not a code', '400 INVALID_INPUT'],
    ['officers/00000000-0000-4000-8000-000000000009', '404 OFFICER_UNKNOWN'],
    ['officers/x', '400 INVALID_INPUT'],
    ['public-works?only=late', '400 INVALID_INPUT'],
    ['public-works?limit=0', '400 INVALID_INPUT'],
    ['public-works?cursor=x', '400 CURSOR_INVALID'],
    ['public-works?sort=number', '400 INVALID_INPUT'],
  ])('refuse %s', async (path, answered) => {
    const [status, code] = answered.split(' ');
    expect(await test.api.get(`${queues}/${path}`)).toMatchObject({ status: Number(status), body: { code } });
  });

  it.each(['petition_list', 'petition_answers'])('equal their replay: %s', (view) =>
    test.replayEqualsIncremental('feedback', view),
  );
});
