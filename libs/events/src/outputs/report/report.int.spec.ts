import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { figures, startEvents, type EventsApi } from '../../testing/events-api.js';
import { feedback, publishResults } from '../../testing/feedback.js';
import { resultsOf } from '../../testing/sessions.js';

let api: EventsApi;
beforeAll(async () => {
  api = await startEvents(feedback);
});
afterAll(() => api.test.stop());

describe('the report', () => {
  it('is versioned by position: an earlier version reads exactly as it did', async () => {
    const id = await api.civicEvent();
    await api.put(`/civic-events/${id}/attendance`, figures);
    await api.post(`/civic-events/${id}/discussion-points`, { kind: 'observation', text: { ro: 'A doua' }, place: 2 });
    await api.post(`/civic-events/${id}/discussion-points`, {
      kind: 'recommendation',
      text: { ro: 'Întâia' },
      themes: ['trust'],
      place: 1,
    });
    expect((await api.get(`/civic-events/${id}/reports/latest`)).body).toMatchObject({ code: 'REPORT_UNKNOWN' });
    expect(await api.post(`/civic-events/${id}/reports`, { version: 1 })).toMatchObject({ status: 201, body: { id } });
    const first = await api.get(`/civic-events/${id}/reports/1`);
    expect(first.body).toMatchObject({
      version: 1,
      participants: { state: 'unreconciled', total: 23, difference: 20 },
      discussionPoints: [{ text: { ro: 'Întâia' } }, { text: { ro: 'A doua' } }],
      feedback: [],
    });
    const page = await api.get(`/civic-events/${id}/reports/1?format=html`, { accept: 'text/html' });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('Cifre neconcordante');

    await api.post(`/civic-events/${id}/attendance/corrections`, { total: 43, reason: { ro: 'Numărate din nou' } });
    await api.post(`/civic-events/${id}/discussion-points`, { kind: 'suggestion', text: { ro: 'Mai târziu' } });
    const between = await api.head();
    expect(await api.post(`/civic-events/${id}/reports`, {})).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'changeNote' }] },
    });
    const changeNote = { ro: 'Prezența a fost corectată', en: 'Attendance was corrected' };
    expect((await api.post(`/civic-events/${id}/reports`, { version: 2, changeNote })).status).toBe(201);
    expect((await api.post(`/civic-events/${id}/reports`, { version: 2, changeNote })).status).toBe(200);

    const again = await api.get(`/civic-events/${id}/reports/1`);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect((await api.get(`/civic-events/${id}/reports/1?format=html`)).body).toBe(page.body);
    const latest = await api.get(`/civic-events/${id}/reports/latest`);
    expect(latest.body).toMatchObject({
      version: 2,
      changeNote,
      participants: { state: 'reconciled', total: 43, reported: { total: 23 } },
    });
    expect(latest.body.discussionPoints).toHaveLength(3);
    expect((await api.get(`/civic-events/${id}/reports/latest?asOf=${between}`)).body).toEqual(first.body);
    expect((await api.get(`/civic-events/${id}/reports/3`)).status).toBe(404);
    await api.test.settle();
    expect((await api.get(`/civic-events/${id}/reports`)).body.items).toMatchObject([
      { version: 1, participants: { total: 23, reconciled: false } },
      { version: 2, participants: { total: 43, reconciled: true }, changeNote },
    ]);
    expect((await api.get(`/civic-events/${id}`)).body.report).toMatchObject({ version: 2 });
  });

  it('waits for what was said just before it, and for nothing said after', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await api.civicEvent();
      const say = (index: number) =>
        api.post(`/civic-events/${id}/discussion-points`, { kind: 'suggestion', text: { ro: `${index}` } });
      await Promise.all([say(1), say(2), say(3)]);
      const during = [say(4), say(5)];
      await api.post(`/civic-events/${id}/reports`);
      const first = await api.get(`/civic-events/${id}/reports/1`);
      expect(first.body.discussionPoints.length).toBeGreaterThanOrEqual(3);
      await Promise.all([...during, say(6)]);
      await api.test.settle();
      expect((await api.get(`/civic-events/${id}/reports/1`)).body).toEqual(first.body);
    }
  });

  it('is published over what was last read, also after results came that no version shows yet', async () => {
    const id = await api.civicEvent();
    await api.post(`/civic-events/${id}/reports`);
    const { headers } = await api.get(`/civic-events/${id}/reports/latest`);
    await publishResults(api.test, resultsOf(id, randomUUID()));
    await api.resultsRecorded(id);
    const next = { changeNote: { ro: 'Cu răspunsurile la chestionar' } };
    const seen = { 'if-match': headers.get('etag')! };
    expect(await api.post(`/civic-events/${id}/reports`, next, seen)).toMatchObject({
      status: 201,
      body: { version: 3 },
    });
    expect((await api.get(`/civic-events/${id}/reports/latest`)).body).toMatchObject({ version: 2, feedback: [{}] });
    const late = await api.post(`/civic-events/${id}/reports`, next, seen);
    expect([late.status, late.body.code]).toEqual([412, 'PRECONDITION_FAILED']);
    expect(await api.post(`/civic-events/${id}/reports`, { version: 2, ...next })).toMatchObject({
      status: 200,
      body: { version: 3 },
    });
  });
});
