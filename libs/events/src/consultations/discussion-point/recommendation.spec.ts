import { fold, Rejected } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { discussionPointDecider } from './discussion-point.decider.js';
import type { DiscussionPoint, DiscussionPointEvent, RecommendationStatus } from './discussion-point.events.js';
import type { LifeCommand } from './recommendation.js';

const given = specify(discussionPointDecider);

const civicEventId = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0010';
const point: DiscussionPoint = {
  civicEventId,
  programmeId: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0000',
  kind: 'recommendation',
  text: { ro: 'O reducere pentru cei care plătesc online', en: 'A discount for those who pay online' },
  themes: ['payments'],
  place: 7,
};
const series = { name: 'consultation-sessions', place: 2 };
const owner = { kind: 'department', name: 'Direcția Taxe și Impozite' } as const;
const reason = { ro: 'Nu este de competența primăriei' };
const note = { ro: 'Proiectul de hotărâre este în dezbatere' };
const noteId = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0030';
const about = {
  civicEventId,
  programmeId: point.programmeId,
  series,
  text: point.text,
  themes: point.themes,
  owner: null as typeof owner | null,
};
const owned = { ...about, owner };

const recorded: DiscussionPointEvent = { type: 'DiscussionPointRecorded', data: { ...point, themesVersion: 1 } };
const suggested: DiscussionPointEvent = {
  type: 'DiscussionPointRecorded',
  data: { ...point, kind: 'suggestion', themesVersion: 1 },
};
const promoted: DiscussionPointEvent = {
  type: 'DiscussionPointPromoted',
  data: {
    civicEventId,
    programmeId: point.programmeId,
    text: point.text,
    themes: point.themes,
    themesVersion: 1,
    from: 'suggestion',
    reason,
  },
};
const reviewed: DiscussionPointEvent = { type: 'RecommendationReviewStarted', data: about };
const assigned: DiscussionPointEvent = { type: 'RecommendationAssigned', data: { civicEventId, owner } };
const accepted: DiscussionPointEvent = { type: 'RecommendationAccepted', data: { ...owned, explanation: null } };
const declined: DiscussionPointEvent = { type: 'RecommendationDeclined', data: { ...about, reason } };
const started: DiscussionPointEvent = { type: 'RecommendationStarted', data: owned };
const completed: DiscussionPointEvent = { type: 'RecommendationCompleted', data: { ...owned, result: note } };
const reopened = (from: RecommendationStatus, to: typeof about = about): DiscussionPointEvent => ({
  type: 'RecommendationReopened',
  data: { ...to, from, reason },
});

const promote = { type: 'PromoteDiscussionPoint', reason } as const;
const review = { type: 'StartReview', series } as const;
const assign = { type: 'AssignOwner', owner } as const;
const accept = { type: 'Accept', series, explanation: null } as const;
const decline = { type: 'Decline', series, reason } as const;
const start = { type: 'StartWork', series } as const;
const complete = { type: 'Complete', series, result: note } as const;
const reopen = { type: 'Reopen', series, reason } as const;
const progress = { type: 'NoteProgress', series, noteId, note } as const;
const take = { type: 'TakeNote', noteId, text: 'De întrebat direcția' } as const;

const working = [recorded, reviewed, assigned, accepted, started];

describe('the life of a recommendation', () => {
  it('goes from recorded to reviewed, accepted, in progress and done', () => {
    given(recorded).when(review).then(reviewed);
    given(recorded, reviewed).when(assign).then(assigned);
    given(recorded, reviewed, assigned).when(accept).then(accepted);
    given(recorded, reviewed, assigned, accepted).when(start).then(started);
    given(...working)
      .when(complete)
      .then(completed);
  });
  it('is declined with a reason', () => {
    given(recorded, reviewed).when(decline).then(declined);
  });
  it('changes nothing where a command is repeated, also after it went on', () => {
    given(recorded, reviewed).when(review).then();
    given(recorded, assigned).when(assign).then();
    given(recorded, reviewed, assigned, accepted).when(accept).then();
    given(...working)
      .when(accept)
      .then();
    given(...working)
      .when(start)
      .then();
    given(...working, completed)
      .when(complete)
      .then();
    given(recorded, reviewed, declined).when(decline).then();
    given(recorded, reviewed, declined, reopened('declined')).when(reopen).then();
  });
  it('is reviewed before it is decided, and decided once', () => {
    for (const command of [accept, decline]) given(recorded).when(command).thenRejected('RECOMMENDATION_NOT_REVIEWED');
    given(recorded, reviewed, declined).when(accept).thenRejected('RECOMMENDATION_DECIDED');
    given(recorded, reviewed, assigned, accepted).when(decline).thenRejected('RECOMMENDATION_DECIDED');
    given(recorded, reviewed, declined)
      .when({ ...decline, reason: note })
      .thenRejected('RECOMMENDATION_DECIDED');
    given(recorded, reviewed, declined).when(review).thenRejected('RECOMMENDATION_DECIDED');
  });
  it('is accepted, and seen to by somebody, before work begins', () => {
    for (const events of [[recorded], [recorded, reviewed], [recorded, reviewed, declined], [...working, completed]]) {
      given(...events)
        .when(start)
        .thenRejected('RECOMMENDATION_NOT_ACCEPTED');
    }
    given(recorded, reviewed, { ...accepted, data: { ...about, explanation: null } })
      .when(start)
      .thenRejected('RECOMMENDATION_WITHOUT_OWNER');
  });
  it('is in progress before it is done', () => {
    given(recorded, reviewed, assigned, accepted).when(complete).thenRejected('RECOMMENDATION_NOT_IN_PROGRESS');
    given(...working, completed)
      .when({ ...complete, result: null })
      .thenRejected('RECOMMENDATION_NOT_IN_PROGRESS');
  });
  it('is reopened once it was decided, and is then under review, to be decided anew', () => {
    given(recorded).when(reopen).thenRejected('RECOMMENDATION_NOT_DECIDED');
    given(recorded, reviewed).when(reopen).thenRejected('RECOMMENDATION_NOT_DECIDED');
    given(recorded, reviewed, declined).when(reopen).then(reopened('declined'));
    given(recorded, reviewed, declined, reopened('declined'))
      .when(accept)
      .then({ type: 'RecommendationAccepted', data: { ...about, explanation: null } });
    const again = given(...working, completed, reopened('done', owned));
    again.when(accept).then(accepted);
    again.when(complete).thenRejected('RECOMMENDATION_NOT_IN_PROGRESS');
  });
  it('has an owner as long as something is to be seen to', () => {
    const partner = { kind: 'partner', name: 'Asociația Exemplu' } as const;
    given(...working)
      .when({ ...assign, owner: partner })
      .then({ type: 'RecommendationAssigned', data: { civicEventId, owner: partner } });
    given(recorded, reviewed, declined).when(assign).thenRejected('RECOMMENDATION_CLOSED');
    given(...working, completed)
      .when({ ...assign, owner: partner })
      .thenRejected('RECOMMENDATION_CLOSED');
  });
});

describe('notes', () => {
  const noted: DiscussionPointEvent = {
    type: 'RecommendationProgressNoted',
    data: { ...owned, noteId, note, status: 'in-progress' },
  };
  it('of progress are for the public, once each, while there is progress', () => {
    given(...working)
      .when(progress)
      .then(noted);
    given(...working, noted)
      .when(progress)
      .then();
    given(...working, noted)
      .when({ ...progress, note: reason })
      .thenRejected('NOTE_EXISTS');
    given(recorded).when(progress).thenRejected('RECOMMENDATION_WITHOUT_PROGRESS');
    given(recorded, reviewed, declined).when(progress).thenRejected('RECOMMENDATION_WITHOUT_PROGRESS');
  });
  it('of staff are kept at any time, once each', () => {
    const taken: DiscussionPointEvent = {
      type: 'RecommendationNoteTaken',
      data: { civicEventId, noteId, text: take.text },
    };
    given(recorded).when(take).then(taken);
    given(recorded, taken).when(take).then();
    given(recorded, taken)
      .when({ ...take, text: 'Altceva' })
      .thenRejected('NOTE_EXISTS');
  });
});

describe('a suggestion or an observation', () => {
  it('has no life of its own', () => {
    for (const command of [review, assign, accept, decline, start, complete, reopen, progress, take]) {
      given(suggested).when(command).thenRejected('RECOMMENDATION_UNKNOWN');
      given().when(command).thenRejected('DISCUSSION_POINT_UNKNOWN');
    }
  });
  it('is promoted once, with a reason, and stays on record as it was said', () => {
    given(suggested).when(promote).then(promoted);
    given(suggested, promoted).when(promote).then();
    given(suggested, promoted)
      .when({ ...promote, reason: note })
      .thenRejected('RECOMMENDATION_ALREADY');
    given(recorded).when(promote).thenRejected('RECOMMENDATION_ALREADY');
    given().when(promote).thenRejected('DISCUSSION_POINT_UNKNOWN');
    given(suggested, promoted).when(review).then(reviewed);
    expect(given(suggested, promoted).state()?.said.kind).toBe('suggestion');
  });
});

describe('whatever staff try', () => {
  const commands: fc.Arbitrary<LifeCommand> = fc.constantFrom(
    review,
    assign,
    accept,
    decline,
    start,
    complete,
    reopen,
    progress,
    take,
  );
  /** The statuses that may come next; one that is not in the list of the one before is never reached from it. */
  const next: Record<RecommendationStatus, readonly RecommendationStatus[]> = {
    recorded: ['under-review'],
    'under-review': ['accepted', 'declined'],
    accepted: ['in-progress', 'under-review'],
    declined: ['under-review'],
    'in-progress': ['done', 'under-review'],
    done: ['under-review'],
  };

  it('a recommendation takes no step that its life does not have, and is never done that was not accepted since its last review', () => {
    const reached = new Set<RecommendationStatus>();
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (tried) => {
        let events: DiscussionPointEvent[] = [recorded];
        let status: RecommendationStatus = 'recorded';
        for (const command of tried) {
          events = [...events, ...caused(command, events)];
          const now = fold(discussionPointDecider, events)!.recommendation!.status;
          if (now !== status) expect(next[status]).toContain(now);
          status = now;
          reached.add(now);
        }
        if (status !== 'done') return;
        const types = events.map(({ type }) => type);
        const last = Math.max(
          types.lastIndexOf('RecommendationReviewStarted'),
          types.lastIndexOf('RecommendationReopened'),
        );
        const since = types.slice(last).filter((type) => /Accepted|Declined|Started|Completed/.test(type));
        expect(since.filter((type) => type !== 'RecommendationReviewStarted')).toEqual([
          'RecommendationAccepted',
          'RecommendationStarted',
          'RecommendationCompleted',
        ]);
      }),
      { numRuns: 2000, seed: 20260302 },
    );
    expect([...reached].sort()).toEqual(Object.keys(next).sort());
  });

  function caused(command: LifeCommand, events: readonly DiscussionPointEvent[]): readonly DiscussionPointEvent[] {
    try {
      return discussionPointDecider.decide(command, fold(discussionPointDecider, events));
    } catch (error) {
      if (error instanceof Rejected) return [];
      throw error;
    }
  }
});
