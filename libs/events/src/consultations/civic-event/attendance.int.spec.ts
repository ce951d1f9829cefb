import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { figures, startEvents, type EventsApi } from '../../testing/events-api.js';

let api: EventsApi;
beforeAll(async () => {
  api = await startEvents();
});
afterAll(() => api.test.stop());

describe('attendance', () => {
  it('that does not add up reads as unreconciled everywhere until it is corrected, and both figures stay', async () => {
    const id = await api.civicEvent();
    expect((await api.get(`/civic-events/${id}/attendance`)).body).toMatchObject({
      state: 'not-reported',
      reported: null,
      difference: null,
    });
    expect(await api.put(`/civic-events/${id}/attendance`, figures)).toMatchObject({
      status: 200,
      body: { id, version: 1 },
    });
    expect(await api.put(`/civic-events/${id}/attendance`, figures)).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    const before = await api.head();
    const unreconciled = { state: 'unreconciled', total: 23, difference: 20 };
    expect((await api.get(`/civic-events/${id}/attendance`)).body).toMatchObject({
      reported: figures,
      corrected: null,
      reconciled: false,
      difference: 20,
    });
    expect((await api.get(`/civic-events/${id}`)).body.attendance).toEqual(unreconciled);
    await api.test.settle();
    const listed = await api.get('/civic-events?limit=200');
    expect(listed.body.items.find((item: { id: string }) => item.id === id).attendance).toEqual(unreconciled);
    expect(await api.put(`/civic-events/${id}/attendance`, { ...figures, total: 43 })).toMatchObject({
      status: 409,
      body: { code: 'ATTENDANCE_REPORTED' },
    });
    const right = figures.categories.map((each) => (each.category === 'project-team' ? { ...each, count: 3 } : each));
    const corrected = await api.post(
      `/civic-events/${id}/attendance/corrections`,
      { categories: right, reason: { ro: 'Lista de prezență' } },
      { 'if-match': '"1"' },
    );
    expect(corrected).toMatchObject({ status: 201, body: { id, version: 2 } });
    expect((await api.get(`/civic-events/${id}/attendance`)).body).toMatchObject({
      state: 'reconciled',
      reported: figures,
      corrected: { categories: right, total: 23, reason: { ro: 'Lista de prezență' } },
      reconciled: true,
      difference: 0,
    });
    expect((await api.get(`/civic-events/${id}/attendance?asOf=${before}`)).body).toMatchObject({
      reconciled: false,
      corrected: null,
    });
    await api.test.settle();
    const { body: history } = await api.getAsStaff(`/civic-events/${id}/history`);
    expect(
      history.items.map(
        ({ type, data }: { type: string; data: { total?: number; categories?: { count: number }[] } }) => [
          type,
          data.categories?.[2]?.count,
        ],
      ),
    ).toEqual([
      ['CivicEventPlanned', undefined],
      ['CivicEventPublished', undefined],
      ['CivicEventHeld', undefined],
      ['AttendanceReported', 23],
      ['AttendanceCorrected', 3],
    ]);
    expect(history.items[3]).toMatchObject({
      actor: 'key:administrator',
      subject: 'attendance',
      subjectId: id,
      occurredAt: null,
    });
    expect(Date.parse(history.items[3].recordedAt)).not.toBeNaN();
    const page = await api.getAsStaff(`/civic-events/${id}/history?limit=4`);
    const rest = await api.getAsStaff(`/civic-events/${id}/history?cursor=${page.body.next}`);
    expect(rest.body.items).toEqual(history.items.slice(4));
  });

  it('of a cancelled civic event is refused, and nothing is stored', async () => {
    const id = await api.civicEvent('published');
    await api.post(`/civic-events/${id}/cancel`, { reason: { ro: 'Vreme rea' } });
    const before = await api.head();
    expect(await api.put(`/civic-events/${id}/attendance`, figures)).toMatchObject({
      status: 409,
      body: { code: 'CIVIC_EVENT_CANCELLED' },
    });
    expect(
      await api.post(`/civic-events/${id}/discussion-points`, { kind: 'suggestion', text: { ro: 'x' } }),
    ).toMatchObject({ status: 409 });
    expect(await api.head()).toBe(before);
    expect((await api.get(`/civic-events/${id}/attendance`)).body).toMatchObject({ reported: null, version: 0 });
  });

  it('and a cancellation at the same moment: just one of the two stands', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await api.civicEvent('published');
      const [reported, cancelled] = await Promise.all([
        api.put(`/civic-events/${id}/attendance`, figures),
        api.post(`/civic-events/${id}/cancel`, { reason: { ro: 'Vreme rea' } }),
      ]);
      expect([reported.status, cancelled.status].sort()).toEqual([200, 409]);
    }
  });
});
