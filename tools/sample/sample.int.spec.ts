import { setTimeout as sleep } from 'node:timers/promises';
import { analyticsContext } from '@ecou/analytics';
import { identityContext } from '@ecou/identity';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { notificationsContext } from '@ecou/notifications';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ballotQuestionnaireId } from './ballots.ts';
import { describeFigures } from './figures.checks.ts';
import { facilityIdOf, feedbackIdOf } from './facility-feedback.ts';
import { facilities } from './facts/facilities.ts';
import { session1 } from './facts/session-1.ts';
import { session2 } from './facts/session-2.ts';
import { session3 } from './facts/session-3.ts';
import { programmeId, questionnaireIdOf, sessionIdOf } from './ids.ts';
import { recommendationIds } from './recommendations.ts';
import { loadSample, SampleRefused } from './index.ts';
import { upcomingId } from './registrations.ts';
import { templateId } from './questionnaire-template.ts';
import { describeSources } from './sources.checks.ts';

const sessions = [session1, session2, session3];
let test: TestProcess;
let lines: string[];
let whenBrokenOff: Record<string, number>;

/** Ends a load in the middle of its parts. */
const breakOff = (line: string) => {
  if (line.startsWith('Session I:')) throw new Error('broken off');
};

const load = (log: (line: string) => void = (line) => lines.push(line)) => {
  lines = [];
  const { url } = test.process;
  return loadSample({ url, key: test.keys.administrator, log, patienceMs: 60_000 });
};

/** The facts that a context was sent: events and feedback hear of others by themselves, besides. */
const sentTo = async (context: string): Promise<number> => {
  const sent = `SELECT count(*)::int AS sent FROM ${context}.events WHERE metadata->>'actor' NOT SIMILAR TO '(policy|effect):%'`;
  const { rows } = await test.context(context).pool.query<{ sent: number }>(sent);
  return rows[0]?.sent ?? 0;
};

/** The facts of each context that the sample is loaded into. */
const heads = async (): Promise<Record<string, number>> => ({
  events: await sentTo('events'),
  facilities: await sentTo('facilities'),
  feedback: await sentTo('feedback'),
  notifications: await sentTo('notifications'),
});

const get = async (path: string) => {
  const { status, body } = await test.visitor.get(path);
  expect(status).toBe(200);
  return body;
};

beforeAll(async () => {
  test = await startTestProcess([
    eventsContext,
    feedbackContext,
    facilitiesContext,
    notificationsContext,
    analyticsContext,
    identityContext,
  ]);
  // What is held in the sample lies in the past.
  test.clock.set('2026-06-01T10:00:00.000Z');
  await expect(load(breakOff)).rejects.toThrow('broken off');
  whenBrokenOff = await heads();
  await load();
  await test.settle();
});
afterAll(() => test.stop());

describeSources(() => test);

describe('the sample', () => {
  it('goes on where a load broke off', async () => {
    expect(whenBrokenOff).toMatchObject({ feedback: 4, facilities: 0 });
    expect(await heads()).toEqual({ events: 106, feedback: 73, facilities: 17, notifications: 23 });
  });

  it('says what it has loaded', () => expect(lines).toHaveLength(13));

  it('holds the programme, started, with what it plans to publish and what it has presented', async () => {
    expect(await get(`/events/v1/programmes/${programmeId}`)).toMatchObject({
      status: 'started',
      fundingCodes: [{ code: '1084' }, { code: '151411' }],
      period: null,
      partners: [],
    });
    const { items } = await get(`/events/v1/programmes/${programmeId}/deliverables`);
    expect(items.map(({ kind, state }: { kind: string; state: string }) => [kind, state])).toEqual([
      ['study', 'presented'],
      ['facilities-map', 'presented'],
      ['podcast', 'planned'],
      ['webinar', 'planned'],
    ]);
  });

  it('holds what people said by ballot, published, each answer once', async () => {
    expect(await get(`/feedback/v1/questionnaires/${ballotQuestionnaireId}/results`)).toMatchObject({
      basis: 'responses',
      respondents: 12,
      anonymous: 12,
    });
  });

  it('holds three sessions of six and a half hours', async () => {
    const { items } = await get('/events/v1/civic-events?series=consultation-sessions');
    expect(items).toMatchObject([
      { series: { place: 1 }, startsAt: '2023-03-23T09:30:00+02:00', durationMinutes: 390, status: 'held' },
      { series: { place: 2 }, startsAt: '2023-04-11T09:30:00+03:00', durationMinutes: 390, status: 'held' },
      { series: { place: 3 }, startsAt: '2023-04-24T09:30:00+03:00', durationMinutes: 390, status: 'held' },
    ]);
  });

  it('holds a synthetic session to come: five seats taken, one kept, and three people who wait', async () => {
    expect(await get(`/events/v1/civic-events/${upcomingId}/registration`)).toMatchObject({
      state: 'open',
      capacity: 6,
      taken: 5,
      free: 0,
      reserved: [{ category: 'ngo-member', seats: 2, free: 1 }],
      waiting: 3,
    });
  });

  it.each([
    { session: session1, state: 'reconciled', total: 24, difference: 0, counts: [18, 2, 4] },
    { session: session2, state: 'unreconciled', total: 23, difference: 20, counts: [17, 3, 23] },
    { session: session3, state: 'reconciled', total: 21, difference: 0, counts: [14, 3, 4] },
  ])('reports the attendance of session $session.numeral as it was given: $total, $state', async (given) => {
    const { session, state, total, difference, counts } = given;
    const attendance = await get(`/events/v1/civic-events/${sessionIdOf(session)}/attendance`);
    expect(attendance).toMatchObject({ state, difference, reported: { total }, corrected: null });
    expect(attendance.reported.categories.map(({ count }: { count: number }) => count)).toEqual(counts);
    const report = await get(`/events/v1/civic-events/${sessionIdOf(session)}/reports/latest`);
    expect(report).toMatchObject({ version: 1, participants: { state, total, difference } });
  });

  it.each([
    { session: session1, points: 9, respondents: 12, anonymous: 'not-reported', met: 'all', wish: 'majority' },
    { session: session2, points: 8, respondents: 17, anonymous: 'suppressed', met: 'unquantified', wish: 'majority' },
    { session: session3, points: 12, respondents: 10, anonymous: 'not-reported', met: 'all', wish: 'all' },
  ])(
    'has a report with what was said and answered, and no figure that was not reported: $session.numeral',
    async ({ session, points, met, wish, ...figures }) => {
      const report = await get(`/events/v1/civic-events/${sessionIdOf(session)}/reports/1`);
      expect(report.presentations).toHaveLength(3);
      expect(report.debates).toHaveLength(2);
      expect(report.discussionPoints).toHaveLength(points);
      expect(report.suggestions).toEqual(session.feedback.suggestions.map(({ text }) => text));
      expect(report.feedback).toMatchObject([{ basis: 'reported-summary', ...figures }]);
      const items = Object.fromEntries(
        report.feedback[0].items.map((item: { item: string; distribution: object[] }) => [item.item, item]),
      );
      expect(items.objectives.distribution).toMatchObject([
        { value: 'yes', count: 'not-reported', statement: met },
        { value: 'no', count: 'not-reported' },
      ]);
      expect(items.updates.distribution[0]).toMatchObject({ count: 'not-reported', statement: wish });
      expect(items.programme).toMatchObject({ n: figures.respondents, mean: 'not-reported' });
    },
  );

  it('shows the single 3 for the duration of session I to staff, and to nobody else', async () => {
    const path = `/feedback/v1/questionnaires/${questionnaireIdOf(session1)}/results`;
    const threes = (body: { items: { item: string; distribution: { value: number; count: unknown }[] }[] }) =>
      body.items.find(({ item }) => item === 'duration')?.distribution.find(({ value }) => value === 3)?.count;
    expect(threes((await test.api.get(path)).body)).toBe(1);
    expect(threes(await get(path))).toBe('suppressed');
  });

  it('measures answers by attendance only where the attendance adds up', async () => {
    const rates = sessions.map(async (session) => {
      const { denominator, responseRate } = await get(
        `/feedback/v1/questionnaires/${questionnaireIdOf(session)}/results`,
      );
      return [denominator?.count ?? null, responseRate];
    });
    expect(await Promise.all(rates)).toEqual([
      [24, 0.5],
      [null, 'not-reported'],
      [21, 0.476],
    ]);
  });

  it('has the form of the sessions as a template, in both languages, to draft the next ones from', async () => {
    const { status, body } = await test.api.get(`/feedback/v1/questionnaire-templates/${templateId}`);
    expect({ status, body }).toMatchObject({ status: 200, body: { templateVersion: 1, languages: ['ro', 'en'] } });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([
      'programme',
      'duration',
      'topics',
      'moderators',
      'conditions',
      'organisation',
      'objectives',
      'suggestions',
      'updates',
    ]);
  });

  it('shows what becomes of recommendations at a debate that is named synthetic, and of none that the reports have', async () => {
    const status = async (id: string) => (await get(`/events/v1/recommendations/${id}`)).status;
    expect(await Promise.all(Object.values(recommendationIds).map(status))).toEqual([
      'done',
      'under-review',
      'declined',
      'in-progress',
    ]);
    const { items } = await get(`/events/v1/recommendations?programme=${programmeId}&limit=200`);
    expect(items).toEqual([]);
  });

  it('has notifications announce what becomes of them, but for what begins only', async () => {
    const announced = `SELECT data->'details'->>'step' AS step FROM notifications.events
      WHERE type = 'AnnouncementStarted' AND data->>'purpose' = 'recommendation-progressed' ORDER BY step`;
    const steps = async () => {
      const { rows } = await test.context('notifications').pool.query<{ step: string }>(announced);
      return rows.map(({ step }) => step);
    };
    const expected = [
      'accepted',
      'accepted',
      'completed',
      'declined',
      'noted',
      'noted',
      'work-started',
      'work-started',
    ];
    for (let left = 100; left > 0 && (await steps()).length < expected.length; left -= 1) await sleep(100);
    expect(await steps()).toEqual(expected);
  });

  it('rolls the three sessions up: 45 people in the two that add up, and the third apart', async () => {
    const { participants, feedback } = await get(`/events/v1/programmes/${programmeId}/report`);
    expect(participants).toMatchObject({
      reconciled: { sessions: 2, total: 45 },
      unreconciled: [{ civicEventId: sessionIdOf(session2), difference: 20 }],
      notReported: [],
    });
    expect(feedback.pooled).toMatchObject([
      { source: 'attended', questionnaires: 2, respondents: 22, denominator: 45, includesTeam: true },
    ]);
    expect(feedback.withoutRate).toBe(1);
  });

  it('names no person', async () => {
    for (const session of sessions) {
      const { items } = (await test.api.get(`/events/v1/civic-events/${sessionIdOf(session)}/agenda`)).body;
      expect(items.flatMap(({ speakers }: { speakers: object[] }) => speakers)).toEqual([]);
    }
  });

  it('has a map of 16 facilities, whose positions are approximate and which nobody has verified', async () => {
    const { items, next } = await get('/facilities/v1/facilities?limit=200');
    expect([items.length, next]).toEqual([facilities.length, null]);
    expect(items).toHaveLength(16);
    for (const { approximate, position, verified } of items) {
      expect([approximate, verified]).toEqual([position !== null, null]);
    }
    const kinds: Record<string, number> = {};
    for (const { kind } of items) kinds[kind] = (kinds[kind] ?? 0) + 1;
    expect(kinds).toEqual({
      portal: 3,
      'mobile-app': 1,
      'parking-platform': 1,
      'call-centre': 1,
      'payment-terminal': 7,
      'assistance-point': 2,
      'charging-point': 1,
    });
    const [west, south, east, north] = [26.05, 44.36, 26.15, 44.44];
    const inside = await get(`/facilities/v1/facilities?bbox=${west},${south},${east},${north}`);
    expect(inside.items).toHaveLength(6);
    const nearest = await get('/facilities/v1/facilities?near=26.1010,44.4240&limit=1');
    expect(nearest.items).toMatchObject([{ address: 'Bd. George Coșbuc 6-16', distance: 0 }]);
  });

  it('holds petitions, all made up, at work and at their end, and a notice', async () => {
    const { body } = await test.api.get('/feedback/v1/petitions');
    const petitions = body.items as {
      id: string;
      channel: string;
      kind: string;
      status: string;
      deadlineState: string;
    }[];
    const states = petitions
      .filter(({ channel }) => channel !== 'open311')
      .map(({ kind, status, deadlineState }) => [kind, status, deadlineState]);
    expect(states).toEqual([
      ['notice', 'registered', 'none'],
      ['complaint', 'forwarded', 'none'],
      ['suggestion', 'registered', 'due'],
      ['request', 'information-requested', 'due'],
      ['complaint', 'answered', 'met'],
    ]);
    const notice = petitions.find(({ channel, kind }) => channel === 'web' && kind === 'notice');
    const { thread } = (await test.api.get(`/feedback/v1/petitions/${notice?.id}`)).body.personal;
    expect(thread).toMatchObject([
      { from: 'citizen', attachments: [{ name: 'leagan-sintetic.png', type: 'image/png' }] },
    ]);
  });

  it('changes nothing when it is loaded again', async () => {
    const before = await heads();
    await load();
    expect(await heads()).toEqual(before);
    expect(lines).toHaveLength(13);
  });

  it('leaves alone what people have changed since', async () => {
    const path = `/events/v1/civic-events/${sessionIdOf(session2)}`;
    const corrected = { categories: [{ category: 'ngo-member', count: 23 }], reason: { ro: 'Lista de prezență' } };
    expect((await test.api.post(`${path}/attendance/corrections`, corrected)).status).toBe(201);
    const agenda = { items: [{ kind: 'debate', title: { ro: 'Altă dezbatere' } }], reason: { ro: 'Greșit' } };
    expect((await test.api.put(`${path}/agenda`, agenda)).status).toBe(200);
    const before = await heads();
    await load();
    expect(await heads()).toEqual(before);
    expect((await get(`${path}/attendance`)).reported.total).toBe(23);
    expect((await get(`${path}/agenda`)).items).toHaveLength(1);
  });
});

describe('a load', () => {
  it('that was refused says what and why, and is not tried again', async () => {
    const { url } = test.process;
    const refused = loadSample({ url, key: test.keys.analyst });
    await expect(refused).rejects.toThrow(SampleRefused);
    await expect(refused).rejects.toThrow(/^POST \/events\/v1\/programmes: 403 /);
  });

  it('that finds nobody gives up when its patience ends', async () => {
    const gone = loadSample({ url: 'http://127.0.0.1:1', key: 'ecou_x', patienceMs: 100 });
    await expect(gone).rejects.toThrow('POST /events/v1/programmes: no answer');
  });

  it('shows what people think of facilities, and that a comment was hidden', async () => {
    const { items } = await get(`/feedback/v1/facility-feedback?facility=${facilityIdOf('parking')}`);
    expect(items).toMatchObject([
      { id: feedbackIdOf('parking-2'), status: 'hidden', comment: null, decisions: [{ decision: 'hidden' }] },
      { id: feedbackIdOf('parking-1'), status: 'shown', comment: expect.stringContaining('sintetic') },
    ]);
    expect(await get(`/feedback/v1/facility-ratings/${facilityIdOf('local-taxes')}`)).toMatchObject({
      count: 3,
      mean: 4,
    });
  });

  it('shows what an app reported, as far as its service does', async () => {
    expect(await get('/feedback/open311/v2/requests.json')).toMatchObject([
      { service_code: 'parks', description: null, address: expect.stringContaining('Sintetic') },
      { service_code: 'street-lighting', description: expect.stringContaining('Sintetic'), lat: 44.401 },
    ]);
  });
});

// Last: a figure was corrected.
describeFigures(() => test);
