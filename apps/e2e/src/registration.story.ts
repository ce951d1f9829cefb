import { expect, it } from '@jest/globals';
import { until } from '@ecou/event-sourcing/testing';
import type { MailServer } from '@ecou/tools/testing/mail-server.ts';
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
 * code and walk in, and staff confirm the attendance that was seen. Each gets the mails that they were promised at most once, though whoever
 * sends them is killed twice. `deployment`, `mailServer`: what the story is told on, once it is up.
 */
export function tellRegistration(deployment: () => Deployment, mailServer: () => MailServer): void {
  const registered: Registered[] = [];
  let path: string;

  const addressOf = (number: number) => `participant${number}@example.org`;
  const addresses = Array.from({ length: people }, (_, number) => addressOf(number));
  const isParticipant = (to: string) => addresses.includes(to);

  const seatOf = async ({ id }: Registered) =>
    (await deployment().api.get(`${path}/registrations/${id}`)).body.state as string;

  it('takes 40 registrations at once on 24 seats, and lets 16 wait', async () => {
    const { api, visitor } = deployment();
    // The mail server takes what it is given, and does not answer: whoever sends is killed inside a sending.
    mailServer().holds = isParticipant;
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
            contact: { channel: 'email', address: addressOf(number) },
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
    'sends each of the 40 their mail at most once though whoever sends is killed twice, and loses none without saying so',
    async () => {
      const [ecou, mails] = [deployment(), mailServer()];
      await until(() => mails.held.length > 0, 'a sending to begin', minute);
      const before = mails.held.length;
      await ecou.process('notifications').kill();
      // Of those that are left, the first is held again.
      mails.holds = (to) => isParticipant(to) && mails.held.length === before;
      await ecou.process('notifications').start();
      await until(() => mails.held.length > before, 'a sending to begin after the first kill', minute);
      await ecou.process('notifications').kill();
      mails.holds = () => false;
      await ecou.process('notifications').start();

      const messages = async () => {
        const all = registered.map(async ({ id }) => {
          const { body } = await ecou.api.get(`/notifications/v1/messages?about=${id}`);
          return (body?.items as { status: string }[] | undefined)?.map(({ status }) => status) ?? [];
        });
        return Promise.all(all);
      };
      const ended = await until(
        async () => {
          const statuses = await messages();
          return statuses.every(([status]) => status === 'sent' || status === 'uncertain') ? statuses : undefined;
        },
        'every sending to have an end',
        minute,
      );
      expect(ended.map(({ length }) => length)).toEqual(Array(people).fill(1));
      const received = addresses.map((address) => mails.to(address).length);
      expect(Math.max(...received)).toBe(1);
      const lost = received.filter((count, number) => count === 0 && ended[number]?.[0] !== 'uncertain');
      expect(lost).toEqual([]);
      const uncertain = ended.filter(([status]) => status === 'uncertain').length;
      expect(uncertain).toBeGreaterThanOrEqual(2);
      expect(uncertain).toBeLessThan(people);

      // Whoever reads the mail finds their own page, and what stands there.
      const number = received.findIndex((count, index) => count === 1 && ended[index]?.[0] === 'sent');
      const [mail] = mails.to(addressOf(number));
      const { id, state, page } = registered[number]!;
      expect(mail?.text).toContain(page);
      expect(mail?.subject).toContain(state === 'confirmed-seat' ? 'Aveți un loc' : 'Sunteți pe lista de așteptare');
      expect(mail?.headers.get('content-language')).toBe('ro');
      expect(mail?.attachments.map(({ contentType }) => contentType)).toEqual(
        state === 'confirmed-seat' ? ['image/png', 'text/calendar'] : [],
      );
      // Staff see it beside the registration.
      const heard = await until(
        async () => (await ecou.api.get(`${path}/registrations/${id}`)).body.delivery as object | null,
        'events to hear of it',
        minute,
      );
      expect(heard).toMatchObject({ channel: 'email', outcome: 'sent' });
      const doubtful = `${path}/registrations?delivered=uncertain&limit=200`;
      await until(
        async () => (await ecou.api.get(doubtful)).body.items.length === uncertain,
        'events to hear of the uncertain ones',
        minute,
      );
    },
    4 * minute,
  );

  it(
    'gives the seats of those who cancel to those who waited longest, and tells each of them once',
    async () => {
      const ecou = deployment();
      const { api } = ecou;
      const seated = registered.filter(({ state }) => state === 'confirmed-seat');
      for (const { page } of seated.slice(0, 5)) {
        expect((await fetch(page)).status).toBe(200);
        const cancelled = await fetch(page, {
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
      const promoted = await told();
      for (const [number, { id }] of registered.entries()) {
        if (!promoted.includes(id)) continue;
        const news = () =>
          mailServer()
            .to(addressOf(number))
            .filter(({ subject }) => subject?.includes('S-a eliberat un loc'));
        await until(() => news().length > 0, 'their mail', minute);
        expect(news()).toHaveLength(1);
      }
    },
    2 * minute,
  );

  it('checks people in by their codes, notes who walks in, and proposes the attendance that staff confirm', async () => {
    const { api, visitor } = deployment();
    const states = await Promise.all(registered.map(seatOf));
    const seated = registered.filter((_, index) => states[index] === 'confirmed-seat');
    // It was earlier than announced: nobody comes to what lies ahead.
    await api.post(`${path}/reschedule`, { startsAt: inDays(0, -4), endsAt: inDays(0, -1) });
    const moved = async () => {
      const { rows } = await deployment()
        .database('events')
        .pool.query<{ key: string }>(
          `SELECT DISTINCT key FROM events.outbox WHERE type = 'ecou.events.registration-rescheduled.v1'`,
        );
      return rows.filter(({ key }) => seated.some(({ id }) => id === key)).length === seated.length;
    };
    await until(moved, 'those who have a seat to be told that it moved', minute);
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
