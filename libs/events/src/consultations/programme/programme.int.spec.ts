import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEvents, type EventsApi } from '../../testing/events-api.js';

let api: EventsApi;
beforeAll(async () => {
  api = await startEvents();
});
afterAll(() => api.test.stop());

describe('a programme', () => {
  it('is created once, and lists its deliverables', async () => {
    const id = randomUUID();
    const [study, map] = [randomUUID(), randomUUID()];
    const body = {
      id,
      title: { ro: 'Cetățeni activi și digitali', en: 'Active and digital citizens' },
      fundingCodes: [{ scheme: 'SIPOCA', code: '1084' }],
      activities: [{ code: 'A4.1', title: { ro: 'Sesiuni de consultare' } }],
      period: { from: '2022-01-01', to: '2023-12-31' },
      deliverables: [{ id: study, kind: 'study', title: { ro: 'Studiu' } }],
    };
    expect(await api.post('/programmes', body)).toMatchObject({ status: 201, body: { id, version: 2 } });
    expect(await api.post('/programmes', body)).toMatchObject({ status: 200, body: { id, version: 2 } });
    expect(await api.post('/programmes', { ...body, title: { ro: 'Altul' } })).toMatchObject({
      status: 409,
      body: { code: 'PROGRAMME_EXISTS' },
    });
    expect((await api.post(`/programmes/${id}/start`)).status).toBe(200);
    const published = await api.post(`/programmes/${id}/deliverables`, {
      id: map,
      kind: 'facilities-map',
      title: { ro: 'Harta facilităților' },
      address: 'https://example.org/harta',
    });
    expect(published).toMatchObject({ status: 201, body: { id: map } });
    await api.post(`/programmes/${id}/deliverables/${study}/publish`, { address: 'https://example.org/studiu' });
    const { body: deliverables } = await api.get(`/programmes/${id}/deliverables`);
    expect(deliverables.items).toMatchObject([
      { id: study, published: { address: 'https://example.org/studiu' } },
      { id: map, published: { address: 'https://example.org/harta' } },
    ]);
    await api.test.settle();
    const found = await api.get('/programmes?q=cetateni%20ACTIVI&status=started');
    expect(found.body.items).toMatchObject([{ id, deliverables: [{ id: study }, { id: map }] }]);
    expect((await api.get(`/programmes/${id}`)).headers.get('etag')).toBe(`"${found.body.items[0].version}"`);
  });

  it('answers a deliverable’s id again where the request is sent again, whoever chose the id', async () => {
    const id = (await api.post('/programmes', { title: { ro: 'Program' } })).body.id as string;
    for (const own of [{}, { id: randomUUID() }] as { id?: string }[]) {
      const body = { ...own, kind: 'study', title: { ro: 'Studiu' }, address: 'https://example.org/studiu' };
      const send = () => api.post(`/programmes/${id}/deliverables`, body, { 'idempotency-key': `study-${own.id}` });
      const first = await send();
      const again = await send();
      expect([again.status, again.body]).toEqual([201, first.body]);
      const { items } = (await api.get(`/programmes/${id}/deliverables`)).body as { items: { id: string }[] };
      expect(items.at(-1)?.id).toBe(first.body.id);
    }
    expect((await api.get(`/programmes/${id}/deliverables`)).body.items).toHaveLength(2);
  });

  it('does not plan two deliverables under one id', async () => {
    const study = { id: randomUUID(), kind: 'study', title: { ro: 'Studiu' } };
    const before = await api.head();
    expect(
      await api.post('/programmes', { title: { ro: 'Program' }, deliverables: [study, { ...study, kind: 'podcast' }] }),
    ).toMatchObject({ status: 400, body: { errors: [{ path: 'deliverables.1.id', code: 'DELIVERABLE_REPEATED' }] } });
    expect(await api.head()).toBe(before);
  });
});
