import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { followingDecider } from './following.decider.js';
import { asked } from './following.samples.js';

const given = specify(followingDecider);
const { askedAt: at, ...wish } = asked.data;

describe('the wish to follow a petition', () => {
  it('is recorded with the consent as it was shown', () =>
    given().when({ type: 'AskFollowing', wish, at }).then(asked));
  it('is recorded once', () =>
    given(asked).when({ type: 'AskFollowing', wish, at: '2026-05-21T09:00:00.000Z' }).then());
});
