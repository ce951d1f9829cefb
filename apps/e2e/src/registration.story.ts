import { expect, it } from '@jest/globals';
import { until } from '@ecou/event-sourcing/testing';
import type { Deployment } from './deployment.js';

const minute = 60_000;
const sessions = '/events/v1/civic-events';
const [capacity, people] = [24, 40] as const;

interface Registered {
  readonly id: string;
  readonly state: string;
  readonly token: string;
  readonly page: string;
}

const inDays = (days: number, hours = 0) => new Date(Date.now() + (days * 24 + hours) * 3_600_000).toISOString();

/**
 * A session with 40 registrations on 24 seats: 16 wait, some cancel and those who waited longest get their seats, people are checked in by
 * code and walk in, and staff confirm the attendance that was seen. `deployment`: what the story is told on, once it is up.
 */
export function tellRegistration(deployment: () => Deployment): void {
  const registered: Registered[] = [];
  let path: string;

  const seatOf = async ({ id }: Registered) =>
    (await deployment().api.get(`${path}/registrations/${id}`)).body.state as string;

  it('takes 40 registrations at once on 24 seats, and lets 16 wait', async () => {
    const { api, visitor } = deployment();
    const planned = await api.post(sessions, {
      kind: 'consultation',
      title: { ro: 'Sesiune cu înscriere (date sintetice)', en: 'Session with registration (synthetic data)' },
      startsAt: inDays(30),
      endsAt: inDays(30, 4),
      venue: { name: 'Sala Exemplu', address: 'Strada Exemplului nr. 8, București' },
      capacity,
    });
    expect(planned.status).toBe(201);
    path = `${sessions}/${planned.body.id}`;
    await api.post(`${path}/publish`);
    const arranged = await api.put(`${path}/registration`, { capacity, confirmation: 'none', reminders: [72, 24] });
    expect(arranged.status).toBe(200);
    expect((await api.post(`${path}/registration/open`)).status).toBe(200);
    const answers = await Promise.all(
      Array.from({ length: people }, (_, number) =>
        visitor.post(
          `${path}/registrations`,
          {
            name: `Participant Sintetic ${number}`,
            contact: { channel: 'email', address: `participant${number}@example.org` },
            category: number % 4 === 0 ? 'ngo-member' : 'citizen',
          },
          // Everybody from home.
          { headers: { 'x-forwarded-for': `192.0.2.${number}` } },
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(people).fill(201));
    registered.push(...answers.map(({ body }) => body as Registered));
    expect(registered.filter(({ state }) => state === 'confirmed-seat')).toHaveLength(capacity);
    expect(registered.filter(({ state }) => state === 'waiting')).toHaveLength(people - capacity);
    expect((await visitor.get(`${path}/registration`)).body).toMatchObject({ free: 0, taken: capacity, waiting: 16 });
  });

  it(
    'gives the seats of those who cancel to those who waited longest, and tells each of them once',
    async () => {
      const ecou = deployment();
      const { url, api } = ecou;
      const seated = registered.filter(({ state }) => state === 'confirmed-seat');
      for (const { page } of seated.slice(0, 5)) {
        expect((await fetch(`${url}${page}`)).status).toBe(200);
        const cancelled = await fetch(`${url}${page}`, {
          method: 'POST',
          body: new URLSearchParams({ action: 'cancel' }),
        });
        expect(await cancelled.text()).toContain('Înscrierea a fost anulată');
      }
      const wereWaiting = new Set(registered.filter(({ state }) => state === 'waiting').map(({ id }) => id));
      const line = await until(
        async () => {
          const { body } = await api.get(`${path}/registrations?limit=200`);
          const states = (body.items as Registered[]).filter(({ id }) => wereWaiting.has(id)).map(({ state }) => state);
          return states.filter((state) => state === 'confirmed-seat').length === 5 ? states : undefined;
        },
        'the list to show the seats',
        minute,
      );
      // In the order in which they came: nobody who waits came before somebody who was promoted.
      expect(line).toEqual([...Array<string>(5).fill('confirmed-seat'), ...Array<string>(11).fill('waiting')]);
      const told = async () => {
        const { rows } = await ecou
          .database('events')
          .pool.query<{ key: string }>(
            `SELECT key FROM events.outbox WHERE type = 'ecou.events.registration-promoted.v1'`,
          );
        return rows.map(({ key }) => key).filter((key) => wereWaiting.has(key));
      };
      await until(async () => (await told()).length >= 5, 'the promoted to be told', minute);
      expect(new Set(await told()).size).toBe((await told()).length);
      expect(await told()).toHaveLength(5);
    },
    2 * minute,
  );

  it('checks people in by their codes, notes who walks in, and proposes the attendance that staff confirm', async () => {
    const { api, visitor } = deployment();
    const states = await Promise.all(registered.map(seatOf));
    const seated = registered.filter((_, index) => states[index] === 'confirmed-seat');
    for (const { id, token } of seated.slice(0, 20)) {
      const code = await visitor.get(`${path}/registrations/${id}/code?format=text&token=${token}`);
      const came = await api.post(`${path}/check-ins`, { code: code.body as string });
      expect([came.status, came.body.id]).toEqual([200, id]);
      expect((await api.post(`${path}/check-ins`, { code: code.body as string })).body.version).toBe(came.body.version);
    }
    expect((await api.post(`${path}/walk-ins`, { category: 'university' })).status).toBe(201);
    await api.post(`${path}/hold`);
    expect((await api.post(`${path}/close`)).status).toBe(200);
    const proposal = await until(
      async () => {
        const { body } = await api.get(`${path}/attendance/proposal`);
        return body.proposed?.total === 21 ? body : undefined;
      },
      'everybody at the door to be counted',
      minute,
    );
    expect(proposal).toMatchObject({ state: 'to-confirm', reported: null });
    expect((await visitor.get(`${path}/attendance`)).body).toMatchObject({ state: 'not-reported' });
    expect((await api.put(`${path}/attendance`, proposal.proposed)).status).toBe(200);
    expect((await visitor.get(`${path}/attendance`)).body).toMatchObject({
      state: 'reconciled',
      reported: { total: 21 },
    });
    expect((await api.get(`${path}/participation`)).body).toMatchObject({
      invited: 0,
      responseRate: null,
      registered: capacity,
      waiting: 11,
      checkedIn: 20,
      walkIns: 1,
      attended: 21,
    });
  });
}
