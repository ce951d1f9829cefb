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
const startsAt = '2024-04-10T09:30:00+03:00';
const about = { status: 'published', announced: true, startsAt, at: startsAt } as const;
const record = { type: 'RecordDiscussionPoint', point, themes, ...about } as const;
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
  it('is not said before the civic event begins', () => {
    given()
      .when({ ...record, at: '2024-04-10T09:29:59+03:00' })
      .thenRejected('CIVIC_EVENT_AHEAD');
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

describe('rewording a discussion point', () => {
  const { civicEventId, programmeId } = point;
  const reason = { ro: 'Greșeală de transcriere', en: 'Slip of the transcript' };
  const text = { ro: 'Afișe cu harta', en: 'Posters of the map' };
  const at = '2024-04-20T10:00:00.000Z';
  const reword = { type: 'RewordDiscussionPoint', text, reason, at } as const;
  const reworded: DiscussionPointEvent = {
    type: 'DiscussionPointReworded',
    data: { civicEventId, programmeId, text, recommendation: true, reason, rewordedAt: at },
  };
  it('changes its words, once, and not what was put on record', () => {
    given(recorded).when(reword).then(reworded);
    given(recorded, reworded).when(reword).then();
    given(recorded, reworded).when(record).then();
    given().when(reword).thenRejected('DISCUSSION_POINT_UNKNOWN');
  });

  const removed = [{ eventId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0077', salt: 'salt', hash: 'hash' }];
  const blank = { ro: 'Afișe la [eliminat]', en: 'Posters at [removed]' };
  const redact = { type: 'RedactDiscussionPoint', text: blank, reason, removed, at } as const;
  const redacted: DiscussionPointEvent = {
    type: 'DiscussionPointRedacted',
    data: { civicEventId, programmeId, text: blank, reason, removed, redactedAt: at },
  };
  const done: DiscussionPointEvent = {
    type: 'RedactionCarriedOut',
    data: { civicEventId, events: 1, messages: 2, carriedOutAt: at },
  };
  const note = { type: 'NoteRedaction', events: 1, messages: 2, at } as const;
  it('by a redaction takes the words out, and says once that it is done', () => {
    given(recorded, reworded).when(redact).then(redacted);
    given(recorded, redacted).when(note).then(done);
    given(recorded, redacted, done).when(note).then();
    given(recorded).when(note).then();
  });
  it('by a redaction that is repeated while its words are being removed changes nothing', () => {
    given(recorded, redacted).when(redact).then();
    const [first] = removed;
    const more = [...removed, { ...first!, eventId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0078' }];
    given(recorded, redacted, reworded)
      .when({ ...redact, removed: more })
      .then({ ...redacted, data: { ...redacted.data, removed: more } });
    const other = { ro: 'Afișe', en: 'Posters' };
    given(recorded, redacted)
      .when({ ...redact, text: other })
      .then({ ...redacted, data: { ...redacted.data, text: other } });
  });
  it('by a redaction is refused where there is nothing to take out, and done once', () => {
    given(recorded, redacted)
      .when({ ...redact, removed: [] })
      .then();
    given(recorded)
      .when({ ...redact, removed: [] })
      .thenRejected('REDACTION_EMPTY');
  });
});
