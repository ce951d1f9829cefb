import { startProcess, type RunningProcess } from '@ecou/runtime';
import { TestClock } from '@ecou/event-sourcing/testing';
import { startTestProcess, TestApi } from '@ecou/runtime/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventsContext } from '../context.js';
import { RegistrationApi } from './testing/registrations.js';

let api: RegistrationApi;
let replica: RunningProcess;
beforeAll(async () => {
  const clock = new TestClock();
  const test = await startTestProcess([eventsContext], { clock });
  api = new RegistrationApi(test);
  replica = await startProcess({
    contexts: [eventsContext],
    clock,
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: test.databaseUrl,
      ECOU_SECRET: 'a secret of tests only, long enough',
      LOG_LEVEL: 'error',
    },
  });
});
afterAll(async () => {
  await replica.stop();
  await api.test.stop();
});

it('a rush on one civic event, over two processes, never overbooks and turns nobody away', async () => {
  const [capacity, people, leaving] = [24, 200, 40] as const;
  const id = await api.opened({ capacity, reserved: [{ category: 'ngo-member', seats: 6 }] });
  const processes = [api.test.visitor, new TestApi(replica.url)];
  const began = Date.now();
  const answers = await Promise.all(
    Array.from({ length: people }, (_, number) =>
      processes[number % 2]!.post(
        `/events/v1/civic-events/${id}/registrations`,
        api.person({ category: number % 5 === 0 ? 'ngo-member' : 'citizen' }),
        { headers: api.from() },
      ),
    ),
  );
  const seconds = (Date.now() - began) / 1000;
  expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
  const of = (state: string) => answers.filter(({ body }) => body.state === state);
  expect(of('confirmed-seat')).toHaveLength(capacity);
  expect(of('waiting')).toHaveLength(people - capacity);
  // Slow machines included: a person does not wait for long.
  expect(seconds).toBeLessThan(20);

  // Half of those who leave sit, half wait; meanwhile others come.
  const [seated, waiting] = [of('confirmed-seat').slice(0, 20), of('waiting').slice(0, 20)];
  const second = await Promise.all([
    ...[...seated, ...waiting].map(({ body }, number) =>
      processes[number % 2]!.post(`/events/v1/civic-events/${id}/registrations/${body.id}/cancel`, {
        token: body.token,
      }),
    ),
    ...Array.from({ length: 20 }, (_, number) =>
      processes[number % 2]!.post(`/events/v1/civic-events/${id}/registrations`, api.person(), { headers: api.from() }),
    ),
  ]);
  expect(second.filter(({ status }) => status >= 300).map(({ status, body }) => [status, body])).toEqual([]);
  const { body: desk } = await api.get(`/civic-events/${id}/registration`);
  expect(desk).toMatchObject({ taken: capacity, free: 0, waiting: people - capacity - leaving + 20 });

  // The facts themselves: at no moment more seats than there are, and nobody promoted who was not the first whom the seat fitted.
  const events = await api.test.context('events').store.readStream(`seat-ledger-${id}`);
  let taken = 0;
  const promoted = new Set<string>();
  for (const { type, data } of events) {
    const { registrationId } = data as { registrationId: string };
    if (type === 'SeatTaken' || type === 'WaitingPromoted') taken += 1;
    if (type === 'SeatFreed') taken -= 1;
    expect(taken).toBeLessThanOrEqual(capacity);
    if (type === 'WaitingPromoted') {
      expect(promoted.has(registrationId)).toBe(false);
      promoted.add(registrationId);
    }
  }
  await api.test.replayEqualsIncremental('events', 'participation');
  const counted = (await api.getAsStaff(`/civic-events/${id}/participation`)).body;
  expect(counted).toMatchObject({ registered: capacity, waiting: desk.waiting });
});

it('one contact that comes from everywhere at once has one seat', async () => {
  const processes = [api.test.visitor, new TestApi(replica.url)];
  const contact = { channel: 'email', address: 'de-peste-tot@example.org' };
  const once = async (id: string) => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, number) =>
        processes[number % 2]!.post(`/events/v1/civic-events/${id}/registrations`, api.person({ contact }), {
          headers: api.from(),
        }),
      ),
    );
    return answers.map(({ status, body }) => [status, body.code ?? body.state, body.id] as const);
  };
  const given = await once(await api.opened({ capacity: 20 }));
  expect(given.map(([status]) => status).sort()).toEqual([201, ...Array<number>(4).fill(409)]);
  expect(new Set(given.map(([, said]) => said))).toEqual(new Set(['confirmed-seat', 'CONTACT_REGISTERED']));

  const byLink = await api.opened({ capacity: 20, confirmation: 'link' });
  const pending = await once(byLink);
  expect(pending.every(([status, said]) => status === 201 && said === 'pending-confirmation')).toBe(true);
  await Promise.all(
    pending.map(([, , id], number) =>
      processes[number % 2]!.call('POST', api.links.confirm(String(id)), 'action=confirm', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    ),
  );
  expect((await api.get(`/civic-events/${byLink}/registration`)).body).toMatchObject({ taken: 1, free: 19 });
});
