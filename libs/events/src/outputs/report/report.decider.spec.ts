import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { Attendance } from '../../consultations/civic-event/attendance.decider.js';
import type { CivicEventDetails } from '../../consultations/civic-event/civic-event.events.js';
import { latest, reportDecider, type PublishReport } from './report.decider.js';
import type { FeedbackResults, ReportEvent } from './report.events.js';

const given = specify(reportDecider);

const details: CivicEventDetails = {
  programmeId: null,
  activity: null,
  kind: 'consultation',
  title: { ro: 'Sesiune de consultare II' },
  description: null,
  series: { name: 'consultation-sessions', place: 2 },
  startsAt: '2023-04-11T09:30:00.000+03:00',
  endsAt: '2023-04-11T16:00:00.000+03:00',
  timeZone: 'Europe/Bucharest',
  format: 'online',
  venue: null,
  onlineAddress: 'https://example.org/room',
  languages: ['ro'],
  audience: null,
  capacity: null,
};
const attendance: Attendance = {
  reported: { categories: [{ category: 'ngo-member', count: 43 }], total: 23, categoriesVersion: 1 },
  corrected: null,
};
const at = '2023-05-02T09:00:00.000Z';
const publish: PublishReport = {
  type: 'PublishReport',
  changeNote: null,
  author: null,
  at,
  civicEvent: { status: 'held', details },
  attendance,
};
const version = (number: number, changeNote: { ro: string } | null = null): ReportEvent => ({
  type: 'ReportPublished',
  data: {
    version: number,
    changeNote,
    author: null,
    programmeId: null,
    title: details.title,
    series: details.series,
    startsAt: details.startsAt,
    participants: { total: 23, reconciled: false },
    publishedAt: at,
  },
});
const changeNote = { ro: 'Prezența a fost corectată' };

const results: FeedbackResults = {
  questionnaireId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0020',
  title: { ro: 'Chestionar' },
  publication: 1,
  basis: 'reported-summary',
  respondents: 17,
  anonymous: 'suppressed',
  denominator: null,
  responseRate: 'not-reported',
  items: [],
  suggestions: [],
  publishedAt: at,
};
const record = { type: 'RecordFeedbackResults', results } as const;
const recorded: ReportEvent = { type: 'FeedbackResultsRecorded', data: results };

describe('publishing a report', () => {
  it('makes version 1, with the figures as they stand', () => {
    given().when(publish).then(version(1));
  });
  it('says honestly that nothing was reported', () => {
    given()
      .when({ ...publish, attendance: { reported: null, corrected: null } })
      .then({ ...version(1), data: { ...version(1).data, participants: null } } as ReportEvent);
  });
  it('makes each version after it with a note of what changed', () => {
    given(version(1))
      .when({ ...publish, changeNote })
      .then(version(2, changeNote));
    given(version(1)).when(publish).thenRejected('CHANGE_NOTE_MISSING');
  });
  it('changes nothing when the caller names a version that stands already', () => {
    given(version(1))
      .when({ ...publish, version: 1 })
      .then();
    given(version(1), version(2, changeNote))
      .when({ ...publish, version: 1, changeNote })
      .thenRejected('REPORT_VERSION_NOT_NEXT');
    given()
      .when({ ...publish, version: 2 })
      .thenRejected('REPORT_VERSION_NOT_NEXT');
  });
  it('waits until the civic event was held', () => {
    for (const status of ['planned', 'published', 'rescheduled'] as const) {
      given()
        .when({ ...publish, civicEvent: { status, details } })
        .thenRejected('CIVIC_EVENT_NOT_HELD');
    }
    given()
      .when({ ...publish, civicEvent: { status: 'cancelled', details } })
      .thenRejected('CIVIC_EVENT_CANCELLED');
  });
});

describe('feedback results', () => {
  it('are recorded as a fact, before or after a version', () => {
    given().when(record).then(recorded);
    given(version(1)).when(record).then(recorded);
  });
  it('are recorded once, and replaced by a later publication only', () => {
    given(recorded).when(record).then();
    const later = { ...results, publication: 2, respondents: 18 };
    given(recorded)
      .when({ ...record, results: later })
      .then({ type: 'FeedbackResultsRecorded', data: later });
    const state = given(recorded, { type: 'FeedbackResultsRecorded', data: later }).state();
    expect(state.feedback).toEqual([later]);
    given(recorded, { type: 'FeedbackResultsRecorded', data: later }).when(record).then();
  });
  it('of several questionnaires stand side by side', () => {
    const other = { ...results, questionnaireId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0021' };
    const state = given(recorded, { type: 'FeedbackResultsRecorded', data: other }).state();
    expect(state.feedback).toEqual([results, other]);
  });
  it('do not move the version of a report', () => {
    expect(latest(given(version(1), recorded).state())).toMatchObject({ version: 1, at: 1 });
  });
});
