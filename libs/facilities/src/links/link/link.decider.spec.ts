import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { linkDecider, type LinkCommandBody } from './link.decider.js';
import type { LinkEvent } from './link.events.js';
import { events } from './link.samples.js';

const given = specify(linkDecider);

const [broken, restored, dropped] = (['LinkBroken', 'LinkRestored', 'LinkDropped'] as const).map(
  (type) => ({ type, data: events[type] }) as LinkEvent,
) as [LinkEvent, LinkEvent, LinkEvent];

const breaks: LinkCommandBody = { type: 'BreakLink', ...events.LinkBroken };
const restores: LinkCommandBody = { type: 'RestoreLink', status: 200 };
const drops: LinkCommandBody = { type: 'DropLink' };

describe('a link', () => {
  it('breaks once, however often it is found broken', () => {
    given().when(breaks).then(broken);
    given(broken)
      .when({ ...breaks, status: 500, failures: 4 })
      .then();
  });

  it('is restored where it was broken', () => {
    given(broken).when(restores).then(restored);
    given().when(restores).then();
    given(broken, restored).when(restores).then();
  });

  it('that nobody shows any more is dropped where it was broken', () => {
    given(broken).when(drops).then(dropped);
    given().when(drops).then();
    given(broken, dropped).when(drops).then();
  });

  it('can break again', () => {
    given(broken, restored).when(breaks).then(broken);
    given(broken, dropped).when(breaks).then(broken);
  });
});
