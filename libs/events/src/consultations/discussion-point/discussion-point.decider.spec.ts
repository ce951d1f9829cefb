import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { builtInOf, retiring } from '../taxonomy/testing/vocabularies.js';
import { discussionPointDecider } from './discussion-point.decider.js';
import type { DiscussionPoint, DiscussionPointEvent } from './discussion-point.events.js';

const given = specify(discussionPointDecider);

const point: DiscussionPoint = {
  civicEventId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0010',
  programmeId: null,
  kind: 'recommendation',
  text: { ro: 'Afișe cu harta la asociațiile de proprietari', en: 'Posters of the map at owners’ associations' },
  themes: ['dissemination'],
  place: 3,
};
const themes = builtInOf('discussion-themes');
const record = { type: 'RecordDiscussionPoint', point, themes, status: 'held', announced: true } as const;
const recorded: DiscussionPointEvent = { type: 'DiscussionPointRecorded', data: { ...point, themesVersion: 1 } };

describe('a discussion point', () => {
  it('goes on record as it was said, once', () => {
    given().when(record).then(recorded);
    given(recorded).when(record).then();
  });
  it('does not become another', () => {
    given(recorded)
      .when({ ...record, point: { ...point, kind: 'observation' } })
      .thenRejected('DISCUSSION_POINT_EXISTS');
  });
  it('is not said at a civic event that was cancelled', () => {
    given()
      .when({ ...record, status: 'cancelled' })
      .thenRejected('CIVIC_EVENT_CANCELLED');
  });
  it('has themes that can be chosen, and names the version', () => {
    given()
      .when({ ...record, point: { ...point, themes: ['weather'] } })
      .thenRejected('THEME_UNKNOWN');
    given()
      .when({ ...record, themes: retiring('discussion-themes', 'dissemination') })
      .thenRejected('THEME_RETIRED');
    given(recorded)
      .when({ ...record, themes: retiring('discussion-themes', 'dissemination') })
      .then();
  });
  it('is not said at a civic event that was not published', () => {
    given()
      .when({ ...record, status: 'planned', announced: false })
      .thenRejected('CIVIC_EVENT_NOT_PUBLISHED');
  });
});
