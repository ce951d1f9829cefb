import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { announcementDecider, type StartAnnouncement } from './announcement.decider.js';
import type { AnnouncementEvent } from './announcement.events.js';

const given = specify(announcementDecider);

const ids = ['1', '2', '3', '4'].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`);
const [one = '', two = '', three = '', four = ''] = ids;
const at = (minutes: number): string => new Date(Date.UTC(2023, 2, 23, 16, minutes)).toISOString();

const starting: StartAnnouncement = {
  type: 'StartAnnouncement',
  purpose: 'report-published',
  topics: ['civic-event:7be0b60c-0a5c-4bfb-8a91-53f1cb0d5a02'],
  causeId: '2f1c1a7e-1d0b-4a57-9a55-6b1b0d1f5a03',
  title: { ro: 'Sesiune de consultare' },
  details: { version: '1' },
  note: null,
  at: at(0),
};
const started: AnnouncementEvent = {
  type: 'AnnouncementStarted',
  data: {
    purpose: 'report-published',
    topics: [...starting.topics, 'everything'],
    causeId: starting.causeId,
    title: { ro: 'Sesiune de consultare' },
    details: { version: '1' },
    ...{ matter: null, urgent: false, neededBy: null, expiresAt: null },
    startedAt: at(0),
  },
};
const expanding = (from: string | null, subscribers: string[], last: boolean) =>
  ({ type: 'ExpandAnnouncement', from, subscribers, last, at: at(1) }) as const;
const expanded = (from: string | null, cursor: string, messages: number): AnnouncementEvent => ({
  type: 'AnnouncementExpanded',
  data: { from, cursor, messages, expandedAt: at(1) },
});
const completed = (messages: number): AnnouncementEvent => ({
  type: 'AnnouncementCompleted',
  data: { messages, completedAt: at(1) },
});

describe('an announcement', () => {
  it('starts', () => given().when(starting).then(started));
  it('starts once', () => given(started).when(starting).then());
  it('completes where nobody asked for it', () =>
    given(started)
      .when(expanding(null, [], true))
      .then(completed(0)));
  it('expands by a chunk', () =>
    given(started)
      .when(expanding(null, [one, two], false))
      .then(expanded(null, two, 2)));
  it('goes on after the chunk before, and completes with the last one', () =>
    given(started, expanded(null, two, 2))
      .when(expanding(two, [three, four], true))
      .then(expanded(two, four, 2), completed(4)));
  it('takes each chunk once', () =>
    given(started, expanded(null, two, 2))
      .when(expanding(null, [one, two], false))
      .then());
  it('is over when it is completed', () =>
    given(started, expanded(null, two, 2), completed(2))
      .when(expanding(two, [three], true))
      .then());
  it('is refused where it did not start', () =>
    given()
      .when(expanding(null, [], true))
      .thenRejected('ANNOUNCEMENT_UNKNOWN'));

  const paused: AnnouncementEvent = { type: 'AnnouncementPaused', data: { pausedAt: at(2) } };
  const resumed = (cursor: string | null): AnnouncementEvent => ({
    type: 'AnnouncementResumed',
    data: { cursor, resumedAt: at(3) },
  });
  const cancelled: AnnouncementEvent = { type: 'AnnouncementCancelled', data: { cancelledAt: at(4) } };

  it('counts those of a chunk who are told', () =>
    given(started)
      .when({ ...expanding(null, [one, two], false), told: 0 })
      .then(expanded(null, two, 0)));
  it('does not grow while it is paused', () =>
    given(started, paused)
      .when(expanding(null, [one], true))
      .then());
  it('goes on where it was', () =>
    given(started, expanded(null, two, 2), paused)
      .when({ type: 'ResumeAnnouncement', at: at(3) })
      .then(resumed(two)));
  it('is paused and resumed once', () => {
    given(started, paused)
      .when({ type: 'PauseAnnouncement', at: at(3) })
      .then();
    given(started, paused, resumed(null))
      .when({ type: 'ResumeAnnouncement', at: at(4) })
      .then();
  });
  it('is cancelled for good, also while it is paused', () => {
    given(started, paused)
      .when({ type: 'CancelAnnouncement', at: at(4) })
      .then(cancelled);
    given(started, cancelled)
      .when({ type: 'ResumeAnnouncement', at: at(5) })
      .then();
    given(started, cancelled)
      .when(expanding(null, [one], true))
      .then();
  });
  it('that nobody started is not known', () =>
    given()
      .when({ type: 'PauseAnnouncement', at: at(1) })
      .thenRejected('ANNOUNCEMENT_UNKNOWN'));
  it('of a petition goes to nobody who asked for everything', () => {
    const topics = ['petition:7be0b60c-0a5c-4bfb-8a91-53f1cb0d5a02'];
    given()
      .when({ ...starting, topics })
      .then({ type: 'AnnouncementStarted', data: { ...(started.data as object), topics } } as AnnouncementEvent);
  });
});
