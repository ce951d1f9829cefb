import { randomUUID } from 'node:crypto';
import { DisseminationLoggedV1, DisseminationReachReportedV1 } from '@ecou/contracts';
import { until } from '@ecou/event-sourcing/testing';
import { encodeCursor } from '@ecou/runtime';
import { publisherOf, tellAll } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEvents, type EventsApi } from '../../testing/events-api.js';
import { feedback, publishResults } from '../../testing/feedback.js';
import { points, programme, resultsOf, sessions } from '../../testing/sessions.js';

let api: EventsApi;
let programmeId: string;
let ids: string[];

beforeAll(async () => {
  api = await startEvents(
    feedback,
    publisherOf('notifications', [DisseminationLoggedV1, DisseminationReachReportedV1]),
  );
  const deliverables = [
    { kind: 'study', title: { ro: 'Studiu' } },
    { id: randomUUID(), kind: 'podcast', title: { ro: 'Podcasturi' } },
  ];
  programmeId = (await api.post('/programmes', { ...programme, deliverables })).body.id as string;
  await api.post(`/programmes/${programmeId}/deliverables/${deliverables[1]!.id}/publish`, {
    address: 'https://example.org/podcast',
  });
  ids = [];
  for (const { plan, attendance } of sessions) {
    const id = await api.civicEvent('held', { ...plan, programmeId });
    await api.put(`/civic-events/${id}/attendance`, attendance);
    ids.push(id);
  }
  await api.civicEvent('planned', {
    ...sessions[2].plan,
    programmeId,
    series: { name: 'consultation-sessions', place: 4 },
  });
  for (const point of points) await api.post(`/civic-events/${ids[1]!}/discussion-points`, point);
  await publishResults(api.test, {
    ...resultsOf(ids[1]!, programmeId),
    denominator: null,
    responseRate: 'not-reported',
  });
  await publishResults(api.test, {
    ...resultsOf(ids[0]!, programmeId),
    questionnaireId: randomUUID(),
    respondents: 12,
    denominator: { count: 24, source: 'attended' },
    responseRate: 0.5,
  });
  await api.resultsRecorded(ids[0]!);
  await api.test.settle();
});
afterAll(() => api.test.stop());

const ofProgramme = (query = '') => api.get(`/programmes/${programmeId}/report${query}`);

describe('the roll-up of a programme', () => {
  it('sums the sessions that add up, lists the one that does not, and averages nothing that was not reported', async () => {
    const { status, body } = await ofProgramme();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      subject: { kind: 'programme', id: programmeId, title: programme.title, fundingCodes: programme.fundingCodes },
      sessions: { total: 3, items: ids.map((civicEventId) => ({ civicEventId })) },
      participants: {
        reconciled: {
          sessions: 2,
          total: 45,
          categories: [
            { category: 'ngo-member', count: 32 },
            { category: 'public-institution', count: 5 },
            { category: 'project-team', count: 8 },
          ],
        },
        unreconciled: [
          {
            civicEventId: ids[1],
            reported: { categories: [{ count: 17 }, { count: 3 }, { count: 23 }], total: 23 },
            corrected: null,
            difference: 20,
          },
        ],
        notReported: [],
      },
      feedback: {
        questionnaires: [
          { civicEventId: ids[0], respondents: 12, responseRate: 0.5 },
          { civicEventId: ids[1], respondents: 17, denominator: null, responseRate: 'not-reported' },
        ],
        pooled: [{ source: 'attended', questionnaires: 1, respondents: 12, denominator: 24, rate: 0.5 }],
        withoutRate: 1,
        withoutResults: [{ civicEventId: ids[2] }],
      },
      recommendations: { total: 1 },
      deliverables: { planned: 2, published: 1 },
    });
  });

  it('shows staff what the public was not told of', async () => {
    const { body } = await api.getAsStaff(`/programmes/${programmeId}/report`);
    expect(body.sessions.total).toBe(4);
    expect(body.sessions.byStatus[0]).toEqual({ status: 'planned', count: 1 });
  });

  it('takes from notifications what was spread outside of the platform, with who says whom it reached', async () => {
    const { body: before } = await ofProgramme();
    expect(before.outreach).toEqual({ disseminations: 0, byChannel: [], items: [] });
    const [posters, elsewhere] = [randomUUID(), randomUUID()];
    const about = { programmeId, channel: 'posters' };
    const logged = { ...about, channelName: null, title: { ro: 'Harta', en: 'The map' } };
    const counted = { ...about, source: 'Raportul operatorului', method: 'Validări' };
    const reachId = randomUUID();
    await tellAll(api.test, posters, [
      [DisseminationLoggedV1, { ...logged, disseminationId: posters, status: 'suggested', doneOn: null }],
      [DisseminationLoggedV1, { ...logged, disseminationId: posters, status: 'done', doneOn: '2023-05-01' }],
      [DisseminationReachReportedV1, { ...counted, disseminationId: posters, reachId, people: 12, reportedPeople: 12 }],
      [DisseminationReachReportedV1, { ...counted, disseminationId: posters, reachId, people: 11, reportedPeople: 12 }],
    ]);
    await tellAll(api.test, elsewhere, [
      [DisseminationLoggedV1, { ...logged, disseminationId: elsewhere, programmeId: null, doneOn: '2023-05-01' }],
    ]);
    await until(async () => (await ofProgramme()).body.outreach.items[0]?.people === 11, 'the correction');
    const { body } = await ofProgramme();
    expect(body.outreach).toMatchObject({
      disseminations: 1,
      byChannel: [{ channel: 'posters', disseminations: 1, withoutReach: 0, people: 11, reportedPeople: 12 }],
      items: [{ id: posters, source: 'Raportul operatorului', method: 'Validări' }],
    });
    expect((await ofProgramme(`?asOf=${before.position}`)).body.outreach).toEqual(before.outreach);
    const page = (await ofProgramme('?format=html')).body as unknown as string;
    expect(page).toContain('Diseminare în afara platformei');
    expect(page).toContain('Afișe, Harta: 11 (Raportul operatorului; Validări)');
  });

  it('stays as it stood, by position and by time, whatever comes after', async () => {
    const { body: before } = await ofProgramme();
    const categories = sessions[1].attendance.categories.map((each) => ({
      ...each,
      count: each.category === 'project-team' ? 3 : each.count,
    }));
    await api.post(`/civic-events/${ids[1]!}/attendance/corrections`, {
      categories,
      reason: { ro: 'Lista de prezență' },
    });
    const { items } = (await api.get(`/recommendations?programme=${programmeId}`)).body;
    await api.post(`/recommendations/${items[0].id}/review`);
    await api.civicEvent('held', { ...sessions[0].plan, programmeId });
    const { body: after } = await ofProgramme();
    expect(after).toMatchObject({
      sessions: { total: 4 },
      participants: { reconciled: { sessions: 3, corrected: 1, total: 68 }, unreconciled: [] },
    });
    expect(after.recommendations.byStatus.slice(0, 2).map(({ count }: { count: number }) => count)).toEqual([0, 1]);
    const asOf = await ofProgramme(`?asOf=${before.position}`);
    expect(asOf.body).toEqual(before);
    expect(asOf.headers.get('ecou-as-of')).toBe(`events:${before.position}`);
    const now = new Date().toISOString();
    expect((await ofProgramme(`?asOf=${encodeURIComponent(now)}`)).body.participants).toEqual(after.participants);
  });

  it('reads as a page in both languages, the unreconciled marked', async () => {
    const id = await api.civicEvent('held', { ...sessions[1].plan, programmeId });
    await api.put(`/civic-events/${id}/attendance`, sessions[1].attendance);
    const page = async (lang: string) => (await ofProgramme(`?format=html&lang=${lang}`)).body as unknown as string;
    const [ro, en] = [await page('ro'), await page('en')];
    for (const words of [
      '<html lang="ro">',
      'Raport de sinteză',
      'SIPOCA 1084',
      'Sesiuni cu cifre neconcordante, care nu intră în sume',
      'Suma categoriilor este 43, iar totalul este 23',
      'neraportată',
      'Publicate: 1 din 2.',
    ])
      expect(ro).toContain(words);
    expect(ro).toMatch(/href="\/events\/v1\/programmes\/[^"?]*\?format=html&amp;asOf=\d+&amp;lang=en"/);
    for (const words of ['<html lang="en">', 'Unreconciled sessions', '12 of 24 participants', 'under review'])
      expect(en).toContain(words);
    expect(ro).not.toMatch(/<script|<link(?! rel="icon" href="data:)|src="(?!data:)/);
    const accepted = await api.get(`/programmes/${programmeId}/report`, { accept: 'text/html' });
    expect(accepted.headers.get('content-type')).toMatch(/^text\/html/);
  });
});

describe('series', () => {
  it('are listed by name, with those that the public knows', async () => {
    await api.civicEvent('published', { series: { name: 'another-series', place: 1 } });
    await api.civicEvent('planned', { series: { name: 'secret-series', place: 1 } });
    await api.test.settle();
    const { body } = await api.get('/series');
    expect(body.items).toMatchObject([
      { name: 'another-series', sessions: 1, firstStartsAt: '2023-04-11T06:30:00.000Z' },
      { name: 'consultation-sessions', firstStartsAt: '2023-03-23T07:30:00.000Z' },
    ]);
    const first = (await api.get('/series?limit=1')).body;
    expect((await api.get(`/series?limit=1&cursor=${first.next}`)).body.items).toEqual(body.items.slice(1));
    expect((await api.getAsStaff('/series')).body.items).toHaveLength(3);
  });

  it('have a roll-up of their own, without deliverables', async () => {
    const { body } = await api.get('/series/consultation-sessions/report');
    expect(body).toMatchObject({
      subject: { kind: 'series', name: 'consultation-sessions' },
      deliverables: null,
      outreach: null,
    });
    expect(body.participants.unreconciled).toHaveLength(1);
    const page = (await api.get('/series/consultation-sessions/report?format=html')).body as unknown as string;
    expect(page).toContain('<h1>Sesiune de consultare</h1>');
  });

  it('that nobody was told of are unknown to the public', async () => {
    expect(await api.get('/series/secret-series/report')).toMatchObject({
      status: 404,
      body: { code: 'SERIES_UNKNOWN' },
    });
    expect((await api.getAsStaff('/series/secret-series/report')).status).toBe(200);
  });
});

const cases: readonly (readonly [name: string, path: string, status: number, wrong: string])[] = [
  ['a programme that is not there', `/programmes/${randomUUID()}/report`, 404, 'PROGRAMME_UNKNOWN'],
  ['a programme that is no UUID', '/programmes/7/report', 400, 'id'],
  ['a series that is not there', '/series/no-such-series/report', 404, 'SERIES_UNKNOWN'],
  ['a series that is no slug', '/series/Two%20Words/report', 400, 'name'],
  ['a language that is not spoken', '/series/consultation-sessions/report?lang=fr', 400, 'lang'],
  ['a form that there is not', '/series/consultation-sessions/report?format=odt', 400, 'format'],
  ['a time to come', '/series/consultation-sessions/report?asOf=999999999', 400, 'asOf'],
  ['an unknown filter', '/series/consultation-sessions/report?colour=red', 400, 'colour'],
  ['a page of none', '/series?limit=0', 400, 'limit'],
  ['a cursor of another list', `/series?cursor=${encodeCursor([1])}`, 400, 'cursor'],
];

it.each(cases)('%s is refused: %s', async (_name, path, status, wrong) => {
  const answer = await api.get(path);
  const { code, errors = [] } = answer.body as { code: string; errors?: { path: string }[] };
  expect([answer.status, status === 400 ? errors.map((each) => each.path).join() : code]).toEqual([status, wrong]);
});
