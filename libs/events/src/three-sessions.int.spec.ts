import { eventsContracts } from '@ecou/contracts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ecou/event-sourcing/testing';
import { eventsContext } from './context.js';
import { startEvents, type EventsApi } from './testing/events-api.js';
import { feedback, publishResults } from './testing/feedback.js';
import { agenda, points, programme, resultsOf, sessions } from './testing/sessions.js';

let api: EventsApi;
let programmeId: string;
let ids: string[];

beforeAll(async () => {
  api = await startEvents(feedback);
  programmeId = (await api.post('/programmes', programme)).body.id as string;
  await api.post(`/programmes/${programmeId}/start`);
  ids = [];
  for (const { plan, attendance } of sessions) {
    const id = await api.civicEvent('published', { ...plan, programmeId });
    await api.put(`/civic-events/${id}/agenda`, agenda);
    await api.post(`/civic-events/${id}/hold`);
    await api.put(`/civic-events/${id}/attendance`, attendance);
    ids.push(id);
  }
});
afterAll(() => api.test.stop());

const report = async (id: string, query = '', version: number | 'latest' = 'latest') =>
  (await api.get(`/civic-events/${id}/reports/${version}${query}`)).body;

describe('three consultation sessions', () => {
  it('are listed in their series, the second one unreconciled', async () => {
    await api.test.settle();
    const { body } = await api.get('/civic-events?series=consultation-sessions');
    expect(body.items).toMatchObject([
      { series: { place: 1 }, durationMinutes: 390, attendance: { state: 'reconciled', total: 24, difference: 0 } },
      { series: { place: 2 }, durationMinutes: 390, attendance: { state: 'unreconciled', total: 23, difference: 20 } },
      { series: { place: 3 }, durationMinutes: 390, attendance: { state: 'reconciled', total: 21, difference: 0 } },
    ]);
  });

  it('have reports that show 24, 23 and 21 participants', async () => {
    for (const id of ids) await api.post(`/civic-events/${id}/reports`);
    const reports = await Promise.all(ids.map((id) => report(id)));
    expect(reports.map(({ participants }) => [participants.total, participants.state])).toEqual([
      [24, 'reconciled'],
      [23, 'unreconciled'],
      [21, 'reconciled'],
    ]);
    const pages = await Promise.all(ids.map((id) => report(id, '?format=html&lang=ro')));
    const totals = pages.map((page) => /Total<\/th><td class="number">(\d+)</.exec(page as string)?.[1]);
    expect(totals).toEqual(['24', '23', '21']);
    expect(pages.map((page) => (page as string).includes('Cifre neconcordante'))).toEqual([false, true, false]);
  });

  it('have a report that takes up the published results of the questionnaire', async () => {
    const id = ids[1]!;
    for (const point of points) await api.post(`/civic-events/${id}/discussion-points`, point);
    const results = resultsOf(id, programmeId);
    await publishResults(api.test, results);
    await api.resultsRecorded(id);
    const changeNote = { ro: 'Puncte de discuție și feedback', en: 'Discussion points and feedback' };
    expect((await api.post(`/civic-events/${id}/reports`, { changeNote })).status).toBe(201);
    expect(await report(id)).toMatchObject({
      version: 2,
      programme: { title: programme.title, activity: programme.activities[0] },
      presentations: agenda.items.slice(0, 3).map(({ title }) => title),
      debates: agenda.items.slice(3).map(({ title }) => title),
      discussionPoints: points.map(({ kind, text }) => ({ kind, text })),
      feedback: [{ respondents: 17, denominator: { count: 23 }, items: results.items }],
      suggestions: results.suggestions,
    });
    expect(await report(id, '', 1)).toMatchObject({ discussionPoints: [], feedback: [], suggestions: [] });
  });

  it.each([
    [
      'ro',
      [
        'Participanți',
        'Prezentări',
        'Dezbateri și discuții',
        'Puncte de discuție',
        'Opiniile participanților',
        'Alte sugestii',
        'Versiunile raportului',
      ],
      [
        '11 aprilie 2023',
        '6 h 30 min (09:30–16:00)',
        'Fresh Bistro',
        'Membri ai ONG-urilor',
        '17 din 23',
        'majoritatea',
      ],
    ],
    [
      'en',
      [
        'Participants',
        'Presentations',
        'Debates and discussions',
        'Discussion points',
        'Feedback',
        'Further suggestions',
        'Versions of the report',
      ],
      ['11 April 2023', '6 h 30 min (09:30–16:00)', 'Fresh Bistro', 'Members of NGOs', '17 of 23', 'the majority'],
    ],
  ])('have a page in %s with the sections of a report', async (lang, sections, texts) => {
    const page = (await report(ids[1]!, `?format=html&lang=${lang}`)) as string;
    expect([...page.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, title]) => title)).toEqual(sections);
    expect(page).toContain(`<html lang="${lang}">`);
    for (const text of texts) expect(page).toContain(text);
    // Its icon and the institution's mark stand in it.
    expect(page).not.toMatch(/<script|<link(?! rel="icon" href="data:)|src="(?!data:)/);
  });

  it('keep both figures of the second one when it is corrected, and its earlier reports to the byte', async () => {
    const id = ids[1]!;
    const bytes = async () =>
      Promise.all(
        [1, 2].flatMap((version) =>
          ['format=json', 'format=html&lang=ro', 'format=html&lang=en'].map(async (query) => {
            const response = await fetch(
              `${api.test.visitor.url}/events/v1/civic-events/${id}/reports/${version}?${query}`,
            );
            return Buffer.from(await response.arrayBuffer()).toString('base64');
          }),
        ),
      );
    const before = await bytes();
    const categories = sessions[1].attendance.categories.map((each) =>
      each.category === 'project-team' ? { ...each, count: 3 } : each,
    );
    const correction = { categories, reason: { ro: 'Lista de prezență' } };
    expect((await api.post(`/civic-events/${id}/attendance/corrections`, correction)).status).toBe(201);
    await publishResults(api.test, { ...resultsOf(id, programmeId), publication: 2, respondents: 16 });
    await api.post(`/civic-events/${id}/discussion-points`, { kind: 'suggestion', text: { ro: 'Adăugat ulterior' } });
    await api.resultsRecorded(id, 2);
    const changeNote = { ro: 'Prezența a fost corectată', en: 'Attendance was corrected' };
    await api.post(`/civic-events/${id}/reports`, { changeNote });
    expect(await bytes()).toEqual(before);
    expect(await report(id)).toMatchObject({
      version: 3,
      participants: {
        state: 'reconciled',
        total: 23,
        categories: [{ count: 17 }, { count: 3 }, { count: 3 }],
        reported: { total: 23, categories: [{ count: 17 }, { count: 3 }, { count: 23 }] },
        correction: { reason: { ro: 'Lista de prezență' } },
      },
      feedback: [{ publication: 2, respondents: 16 }],
    });
    await api.test.settle();
    const { body } = await api.getAsStaff(`/civic-events/${id}/history?limit=200`);
    const attendance = body.items.filter(({ subject }: { subject: string }) => subject === 'attendance');
    expect(attendance).toMatchObject([
      { type: 'AttendanceReported', data: sessions[1].attendance, actor: 'key:administrator' },
      { type: 'AttendanceCorrected', data: { ...correction, reported: sessions[1].attendance } },
    ]);
  });

  it('are read page by page as they are read at once, in every list', async () => {
    await api.post('/programmes', { title: { ro: 'Alt program' } });
    await api.test.settle();
    const second = `/civic-events/${ids[1]!}`;
    for (const path of [
      '/programmes',
      '/civic-events',
      ...['discussion-points', 'reports', 'history'].map((each) => `${second}/${each}`),
    ]) {
      const { body: whole } = await api.getAsStaff(`${path}?limit=200`);
      const found: unknown[] = [];
      let next = '';
      do {
        const { body, headers } = await api.getAsStaff(`${path}?limit=1${next}`);
        found.push(...body.items);
        expect(headers.get('link')).toEqual(body.next === null ? null : expect.stringContaining(body.next));
        next = body.next === null ? '' : `&cursor=${body.next}`;
      } while (next);
      expect(found.length).toBeGreaterThan(1);
      expect(found).toEqual(whole.items);
    }
  });

  it('are told to others by contracts, each as its schema has it', async () => {
    const { engine, pool } = api.test.context('events');
    await until(async () => (await engine.numbers()).mapperLag === 0);
    const { rows } = await pool.query<{ type: string; data: { civicEventId?: string } }>(
      'SELECT type, data FROM events.outbox ORDER BY "offset"',
    );
    for (const { type, data } of rows) {
      const { schema } = eventsContracts.find((contract) => contract.type === type)!;
      expect(schema.parse(data)).toEqual(data);
    }
    const aboutSecond = rows.filter(({ data }) => data.civicEventId === ids[1]);
    expect(aboutSecond.map(({ type }) => type.replace(/^ecou\.events\.(.+)\.v\d$/, '$1'))).toEqual([
      'civic-event-published',
      'civic-event-held',
      'attendance-reported',
      'report-published',
      ...['discussion-point-recorded', 'discussion-point-recorded', 'discussion-point-recorded'],
      'recommendation-recorded',
      'report-published',
      'attendance-corrected',
      'attendance-corrected',
      'discussion-point-recorded',
      'report-published',
    ]);
  });
});

describe('every view', () => {
  it.each(eventsContext.views.map(({ name }) => name))(
    '%s, rebuilt while writes go on and again when they are over, is the same as the one that was kept up',
    async (name) => {
      const writes = Promise.all(
        points.map((point) => api.post(`/civic-events/${ids[2]!}/discussion-points`, { ...point, id: randomUUID() })),
      );
      await api.test.context('events').views.rebuild(name);
      await Promise.all([writes, api.civicEvent('held'), api.post('/programmes', { title: { ro: 'Alt program' } })]);
      await api.test.replayEqualsIncremental('events', name);
    },
  );
});
