import { TestClock, until } from '@ecou/event-sourcing/testing';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { facilitiesContext } from './context.js';

const base = '/facilities/v1/facilities';
const clock = new TestClock('2026-01-31T10:00:00.000Z');
let test: TestProcess;

beforeAll(async () => {
  test = await startTestProcess([facilitiesContext], { clock });
});
afterAll(() => test.stop());

const incentive = (ro: string, validFrom: string | null, validUntil: string | null) => ({
  ...{ title: { ro }, validFrom, validUntil },
});

async function added(more: object = {}): Promise<string> {
  const { status, body } = await test.api.post(base, { kind: 'portal', name: { ro: 'Portalul exemplu' }, ...more });
  expect([status, body.errors]).toEqual([201, undefined]);
  return body.id;
}
const change = (id: string, more: object) =>
  test.api.put(
    `${base}/${id}`,
    { kind: 'portal', name: { ro: 'Portalul exemplu' }, ...more },
    { headers: { 'if-match': '*' } },
  );
const read = async (id: string, query = '') => (await test.visitor.get(`${base}/${id}${query}`)).body;

/** The types of what a facility's stream holds, of those that begin so. */
async function facts(id: string, like: string): Promise<string[]> {
  const events = await test.context('facilities').store.readStream(`facility-${id}`);
  return events.map(({ type }) => type).filter((type) => type.startsWith(like));
}

/** Goes on to a time, and waits until what it brings is on record. */
async function goTo(time: string): Promise<void> {
  clock.set(time);
  await until(() => test.noTimerIsDue('facilities'), 'every timer that is due to be fired');
}

interface Turn {
  readonly state: string | null;
  readonly nextOn: string | null;
}

describe('incentives', () => {
  it('begin and end by themselves at midnight in Bucharest, and come again each year', async () => {
    const id = await added({
      incentives: [incentive('Taxe', null, '--03-31'), incentive('Vară', '2026-06-01', '2026-08-31')],
    });
    const states = async () => (await read(id)).incentives.map(({ state, nextOn }: Turn) => [state, nextOn]);
    expect(await states()).toEqual([
      ['running', '2026-04-01'],
      ['planned', '2026-06-01'],
    ]);
    await goTo('2026-03-31T20:59:59.000Z');
    expect((await states())[0]).toEqual(['running', '2026-04-01']);
    await goTo('2026-03-31T21:00:00.000Z');
    expect((await states())[0]).toEqual(['planned', '2027-01-01']);
    await goTo('2026-06-01T09:00:00.000Z');
    expect((await states())[1]).toEqual(['running', '2026-09-01']);
    await goTo('2026-12-31T21:59:59.000Z');
    expect(await states()).toEqual([
      ['planned', '2027-01-01'],
      ['over', null],
    ]);
    await goTo('2026-12-31T22:00:00.000Z');
    expect(await states()).toEqual([
      ['running', '2027-04-01'],
      ['over', null],
    ]);
    expect(await facts(id, 'Incentive')).toEqual([
      ...['IncentiveBegan', 'IncentivePlanned', 'IncentiveEnded', 'IncentiveBegan'],
      ...['IncentiveEnded', 'IncentiveBegan'],
    ]);
  });

  it('turn on other days when those change, and end when they are taken away', async () => {
    const id = await added({ incentives: [incentive('Ani', '2027-02-01', null)] });
    await change(id, { incentives: [incentive('Ani', '2027-03-01', null)] });
    await goTo('2027-02-01T10:00:00.000Z');
    expect((await read(id)).incentives).toMatchObject([{ state: 'planned', nextOn: '2027-03-01' }]);
    await goTo('2027-03-01T10:00:00.000Z');
    expect((await read(id)).incentives).toMatchObject([{ state: 'running', nextOn: null }]);
    await change(id, { incentives: [] });
    expect(await facts(id, 'Incentive')).toEqual([
      ...['IncentivePlanned', 'IncentivePlanned', 'IncentiveBegan', 'IncentiveEnded'],
    ]);
  });

  it('wait for their facility to open', async () => {
    const id = await added({ status: 'planned', incentives: [incentive('Deschidere', null, null)] });
    expect((await read(id)).incentives).toMatchObject([{ state: null, nextOn: null }]);
    await test.api.post(`${base}/${id}/open`);
    expect((await read(id)).incentives).toMatchObject([{ state: 'running' }]);
    await test.settle();
    const { items } = (await test.visitor.get(`${base}?kind=portal&q=portalul`)).body;
    const listed = items.find((item: { id: string }) => item.id === id);
    expect(listed).toEqual(await read(id));
  });
});

describe('verification', () => {
  const queue = async (query = '') => {
    await test.settle();
    const { status, body } = await test.api.get(`/facilities/v1/verifications?limit=200${query}`);
    expect(status).toBe(200);
    return body.items as { id: string; dueOn: string | null; isOverdue: boolean; hasSteward: boolean }[];
  };
  const inQueue = async (id: string, query = '') => (await queue(query)).find((item) => item.id === id);
  const own = (months: number) => ({ verifyEveryMonths: months });

  it('is due once, by the rule of the facility, and moves when it is verified', async () => {
    clock.set('2027-05-10T10:00:00.000Z');
    const id = await added(own(3));
    expect(await read(id)).toMatchObject({ verified: null, verifyDueOn: '2027-08-10' });
    expect(await inQueue(id)).toBeUndefined();
    expect(await inQueue(id, '&state=never')).toMatchObject({ dueOn: '2027-08-10', isOverdue: false });
    await goTo('2027-07-20T10:00:00.000Z');
    expect(await inQueue(id, '&state=due')).toMatchObject({ id });
    await goTo('2027-08-09T21:00:00.000Z');
    expect(await facts(id, 'Verification')).toEqual(['VerificationPlanned', 'VerificationDue']);
    await goTo('2027-08-12T10:00:00.000Z');
    expect(await inQueue(id, '&state=overdue')).toMatchObject({ isOverdue: true, hasSteward: false });
    expect(await inQueue(id, '&state=due')).toBeUndefined();
    await test.api.post(`${base}/${id}/verify`, { by: 'Serviciul IT' });
    expect(await read(id)).toMatchObject({ verifyDueOn: '2027-11-12' });
    expect([await inQueue(id), await inQueue(id, '&state=never')]).toEqual([undefined, undefined]);
    expect(await facts(id, 'VerificationDue')).toHaveLength(1);
  });

  it('goes by the rule of its kind, and moves for all of them when that changes', async () => {
    const ids = await Promise.all([added(), added(), added(own(1))]);
    for (const id of ids) await test.api.post(`${base}/${id}/verify`, { by: 'Serviciul IT' });
    const { kinds } = (await test.visitor.get('/facilities/v1/kinds')).body;
    const rule = async (months: number | null) => {
      const changed = kinds.map((kind: { id: string }) =>
        kind.id === 'portal' ? { ...kind, verifyEveryMonths: months } : kind,
      );
      const headers = { 'if-match': '*' };
      expect((await test.api.put('/facilities/v1/kinds', { kinds: changed }, { headers })).status).toBe(200);
    };
    const days = () => Promise.all(ids.map(async (id) => (await read(id)).verifyDueOn));
    const come = (expected: (string | null)[]) =>
      until(async () => JSON.stringify(await days()) === JSON.stringify(expected), `days ${expected.join(', ')}`);
    await rule(12);
    await come(['2028-08-12', '2028-08-12', '2027-09-12']);
    await rule(2);
    await come(['2027-10-12', '2027-10-12', '2027-09-12']);
    expect(await read(await added())).toMatchObject({ verified: null, verifyDueOn: '2027-10-12' });
    await goTo('2027-10-12T10:00:00.000Z');
    expect(await facts(ids[0], 'VerificationDue')).toHaveLength(1);
    await rule(null);
    await come([null, null, '2027-09-12']);
  });

  it('reminds whoever sees to the facility, whom only editors see', async () => {
    const id = await added(own(1));
    const steward = { name: 'Serviciul IT', email: 'it@example.ro' };
    const path = `${base}/${id}/steward`;
    expect(await test.api.get(path)).toMatchObject({ status: 404, body: { code: 'STEWARD_UNKNOWN' } });
    expect((await test.api.put(path, steward)).status).toBe(200);
    const { version } = (await test.api.put(path, steward)).body;
    expect(version).toBe((await read(id)).version);
    expect((await test.api.get(path)).body).toEqual(steward);
    expect((await test.visitor.get(path)).status).toBe(401);
    expect(JSON.stringify(await read(id))).not.toContain(steward.email);
    expect((await test.api.put(path, { name: 'x', email: 'x' })).body.errors).toMatchObject([{ path: 'email' }]);
    expect(await inQueue(id, '&state=never')).toMatchObject({ hasSteward: true });
    await goTo('2027-11-12T10:00:00.000Z');
    const [due] = (await test.context('facilities').store.readStream(`facility-${id}`)).filter(
      ({ type }) => type === 'VerificationDue',
    );
    expect(due?.data).toMatchObject({ dueOn: '2027-11-12', steward: { email: { subject: id } } });
    expect((await test.api.delete(path)).status).toBe(200);
    expect((await test.api.get(path)).status).toBe(404);
  });

  it('is asked for by nobody of a kind that there is not', async () => {
    const answer = await test.api.get('/facilities/v1/verifications?kind=castle');
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'kind', code: 'KIND_UNKNOWN' }] } });
    expect((await test.visitor.get('/facilities/v1/verifications')).status).toBe(401);
  });
});

describe('every view', () => {
  it.each(facilitiesContext.views.map(({ name }) => name))(
    '%s, replayed from nothing, equals the one that was kept up',
    (name) => test.replayEqualsIncremental('facilities', name),
  );
});
