import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Attendance } from '../../consultations/civic-event/attendance.decider.js';
import type { Figures } from '../../consultations/civic-event/attendance.events.js';
import type { CivicEvent } from '../../consultations/civic-event/civic-event.decider.js';
import type { CivicEventStatus } from '../../consultations/civic-event/civic-event.state.js';
import type { CivicEventDetails } from '../../consultations/civic-event/civic-event.events.js';
import { builtInOf } from '../../consultations/taxonomy/testing/vocabularies.js';
import type { FeedbackResults } from '../report/report.events.js';
import { rollupOf, type RollupSources, type Session } from './rollup-content.js';
import { rollupAnswer } from './rollup.schemas.js';

const details: CivicEventDetails = {
  programmeId: null,
  activity: null,
  kind: 'consultation',
  title: { ro: 'Sesiune de consultare' },
  description: null,
  series: { name: 'consultation-sessions', place: 1 },
  startsAt: '2023-04-11T09:30:00.000+03:00',
  endsAt: '2023-04-11T16:00:00.000+03:00',
  timeZone: 'Europe/Bucharest',
  format: 'online',
  venue: null,
  onlineAddress: null,
  languages: ['ro'],
  audience: null,
  capacity: null,
};
const civicEvent = (status: CivicEventStatus): CivicEvent => ({
  status,
  announced: true,
  details,
  kindsVersion: 1,
  planned: details,
  agenda: [],
  cancelled: null,
  moveReason: null,
  heldFrom: null,
  corrections: [],
  versions: { stream: 1, agenda: 1, event: 1 },
});
const idOf = (index: number) => `6a1f0a3e-3b0c-4d55-9a65-${String(index).padStart(12, '0')}`;
const attended = (reported: Figures | null, corrected: Figures | null = null): Attendance => ({
  reported: reported && { ...reported, categoriesVersion: 1 },
  corrected: corrected && {
    ...corrected,
    categoriesVersion: 1,
    reason: { ro: 'Lista de prezență' },
    correctedAt: '2023-05-02T09:00:00.000Z',
  },
});
const session = (index: number, attendance: Attendance, more: Partial<Session> = {}): Session => ({
  id: idOf(index),
  civicEvent: civicEvent('held'),
  attendance,
  feedback: [],
  ...more,
});
const results = (change: Partial<FeedbackResults>): FeedbackResults => ({
  questionnaireId: idOf(99),
  title: { ro: 'Chestionar' },
  publication: 1,
  basis: 'reported-summary',
  respondents: 12,
  anonymous: 'not-reported',
  denominator: { count: 24, source: 'attended' },
  responseRate: 0.5,
  items: [],
  suggestions: [],
  publishedAt: '2023-05-02T09:00:00.000Z',
  ...change,
});
const figures = (...[ngo, institution, team, total]: readonly [number, number, number, number]): Figures => ({
  categories: [
    { category: 'ngo-member', count: ngo },
    { category: 'public-institution', count: institution },
    { category: 'project-team', count: team },
  ],
  total,
});

const rollup = (change: Partial<RollupSources>) => {
  const answer = rollupOf({
    subject: {
      kind: 'series',
      id: null,
      name: 'consultation-sessions',
      title: null,
      fundingCodes: [],
      organiser: null,
      financing: null,
    },
    position: 7,
    sessions: [],
    recommendations: [],
    deliverables: null,
    outreach: null,
    categories: builtInOf('attendance-categories'),
    ...change,
  });
  expect(rollupAnswer.parse(answer)).toEqual(answer);
  return answer;
};

const three = [
  session(1, attended(figures(18, 2, 4, 24))),
  session(2, attended(figures(17, 3, 23, 23))),
  session(3, attended(figures(14, 3, 4, 21))),
];

describe('participants of several sessions', () => {
  it('are summed where the figures add up, and the session whose figures do not stands apart', () => {
    const { reconciled, unreconciled, notReported } = rollup({ sessions: three }).participants;
    expect(reconciled).toEqual({
      sessions: 2,
      corrected: 0,
      total: 45,
      categories: [
        { category: 'ngo-member', label: { ro: 'Membri ai ONG-urilor', en: 'Members of NGOs' }, count: 32 },
        expect.objectContaining({ category: 'public-institution', count: 5 }),
        expect.objectContaining({ category: 'project-team', count: 8 }),
      ],
    });
    expect(unreconciled).toMatchObject([
      { civicEventId: idOf(2), reported: { total: 23 }, corrected: null, difference: 20 },
    ]);
    expect(notReported).toEqual([]);
  });
  it('are summed as they were corrected, once a correction adds up', () => {
    const corrected = session(2, attended(figures(17, 3, 23, 23), figures(17, 3, 3, 23)));
    const { reconciled, unreconciled } = rollup({ sessions: [three[0]!, corrected, three[2]!] }).participants;
    expect(reconciled).toMatchObject({ sessions: 3, corrected: 1, total: 68 });
    expect(reconciled.categories.map(({ count }) => count)).toEqual([49, 8, 11]);
    expect(unreconciled).toEqual([]);
  });
  it('stand apart with both figures, where a correction does not add up either', () => {
    const still = session(2, attended(figures(17, 3, 23, 23), figures(17, 3, 2, 23)));
    expect(rollup({ sessions: [still] }).participants).toMatchObject({
      reconciled: { sessions: 0, total: 0, categories: [] },
      unreconciled: [{ reported: { total: 23 }, corrected: { reason: { ro: 'Lista de prezență' } }, difference: -1 }],
    });
  });
  it('were not reported only of what took place', () => {
    const statuses = ['planned', 'published', 'rescheduled', 'held', 'closed', 'cancelled'] as const;
    const sessions = statuses.map((status, index) =>
      session(index, attended(null), { civicEvent: civicEvent(status) }),
    );
    const { participants, sessions: shown } = rollup({ sessions });
    expect(participants.notReported.map(({ civicEventId }) => civicEventId)).toEqual([idOf(3), idOf(4)]);
    expect(shown.byStatus).toEqual(statuses.map((status) => ({ status, count: 1 })));
  });
  it('never have figures in the sums that do not add up, and are all told of', () => {
    const some = fc.record({
      counts: fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)),
      off: fc.constantFrom(0, 0, -3, 5),
      reported: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (all) => {
        const sessions = all.map(({ counts: [ngo, institution, team], off, reported }, index) =>
          session(
            index,
            attended(reported ? figures(ngo, institution, team, ngo + institution + team + off + 3) : null),
          ),
        );
        const { reconciled, unreconciled, notReported } = rollup({ sessions }).participants;
        expect(reconciled.sessions + unreconciled.length + notReported.length).toBe(sessions.length);
        expect(unreconciled.every(({ difference }) => difference !== 0)).toBe(true);
        expect(reconciled.categories.reduce((sum, { count }) => sum + count, 0)).toBe(reconciled.total);
      }),
    );
  });
});

describe('response rates of several sessions', () => {
  it('are pooled over those of which both numbers are known, by what they are a part of', () => {
    const sessions = [
      session(1, attended(null), { feedback: [results({})] }),
      session(2, attended(null), {
        feedback: [results({ respondents: 17, denominator: null, responseRate: 'not-reported' })],
      }),
      session(3, attended(null), {
        feedback: [
          results({
            respondents: 10,
            denominator: { count: 21, source: 'attended', includesTeam: true },
            responseRate: 10 / 21,
          }),
        ],
      }),
      session(4, attended(null), {
        feedback: [results({ respondents: 6, denominator: { count: 60, source: 'invited' }, responseRate: 0.1 })],
      }),
      session(5, attended(null), { feedback: [results({ respondents: 'suppressed', responseRate: 'suppressed' })] }),
      session(6, attended(null)),
    ];
    const { questionnaires, pooled, withoutRate, withoutResults } = rollup({ sessions }).feedback;
    expect(pooled).toEqual([
      { source: 'attended', questionnaires: 2, respondents: 22, denominator: 45, includesTeam: true, rate: 22 / 45 },
      { source: 'invited', questionnaires: 1, respondents: 6, denominator: 60, includesTeam: false, rate: 0.1 },
    ]);
    expect(withoutRate).toBe(2);
    expect(questionnaires.map(({ respondents, responseRate }) => [respondents, responseRate])).toEqual([
      [12, 0.5],
      [17, 'not-reported'],
      [10, 10 / 21],
      [6, 0.1],
      ['suppressed', 'suppressed'],
    ]);
    expect(withoutResults.map(({ civicEventId }) => civicEventId)).toEqual([idOf(6)]);
  });
  it('are none where none is known', () => {
    expect(rollup({ sessions: three }).feedback).toMatchObject({ questionnaires: [], pooled: [], withoutRate: 0 });
  });
});

it('recommendations are counted by outcome, and deliverables by whether they are out', () => {
  const title = { ro: 'Studiu' };
  const { recommendations, deliverables } = rollup({
    recommendations: ['recorded', 'done', 'done', 'declined'],
    deliverables: [
      {
        deliverableId: idOf(1),
        kind: 'study',
        title,
        presented: [{ civicEventId: idOf(9), at: details.startsAt }],
        published: null,
      },
      { deliverableId: idOf(3), kind: 'webinar', title, presented: [], published: null },
      {
        deliverableId: idOf(2),
        kind: 'podcast',
        title,
        presented: [],
        published: { address: 'https://example.org/p', at: '2023-05-02T09:00:00.000Z' },
      },
    ],
  });
  expect(recommendations).toEqual({
    total: 4,
    byStatus: [
      { status: 'recorded', count: 1 },
      { status: 'under-review', count: 0 },
      { status: 'accepted', count: 0 },
      { status: 'declined', count: 1 },
      { status: 'in-progress', count: 0 },
      { status: 'done', count: 2 },
    ],
  });
  expect(deliverables).toMatchObject({
    planned: 3,
    presented: 1,
    published: 1,
    items: [
      { id: idOf(1), state: 'presented', presented: [{ civicEventId: idOf(9) }] },
      { id: idOf(3), state: 'planned' },
      { id: idOf(2), state: 'published' },
    ],
  });
});

it('what was spread is summed by channel: what was done, by the last estimate of each, and what is not known is no zero', () => {
  const spread = (index: number, channel: string, more: object = {}) => ({
    ...{
      disseminationId: idOf(index),
      title: { ro: 'Harta' },
      channel,
      channelName: null,
      doneOn: '2023-05-01',
      counts: true,
    },
    ...more,
  });
  const reach = (of: number, index: number, people: number, reportedPeople = people) => ({
    ...{
      disseminationId: idOf(of),
      reachId: idOf(index),
      people,
      reportedPeople,
      source: 'Raport',
      method: 'Numărare',
    },
  });
  const { outreach } = rollup({
    outreach: {
      disseminations: [
        spread(1, 'posters'),
        spread(2, 'posters'),
        spread(3, 'radio'),
        spread(4, 'posters'),
        spread(5, 'schools', { counts: false }),
      ],
      reach: [reach(1, 11, 500), reach(1, 12, 90, 100), reach(2, 13, 10), reach(5, 14, 7)],
    },
  });
  expect(outreach).toMatchObject({
    disseminations: 4,
    byChannel: [
      { channel: 'posters', disseminations: 3, withoutReach: 1, people: 100, reportedPeople: 110 },
      { channel: 'radio', disseminations: 1, withoutReach: 1, people: null, reportedPeople: null },
    ],
    items: [
      { id: idOf(1), people: 90, reportedPeople: 100, source: 'Raport', method: 'Numărare' },
      { id: idOf(2), people: 10 },
      { id: idOf(3), people: null, source: null },
      { id: idOf(4), people: null },
    ],
  });
});
