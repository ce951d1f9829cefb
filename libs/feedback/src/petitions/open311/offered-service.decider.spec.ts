import { Unknown } from '@ecou/event-sourcing';
import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { offered, offeredServiceDecider } from './offered-service.decider.js';
import { at, fact, later, offer } from './open311.samples.js';

const given = specify(offeredServiceDecider);
const code = 'street-lighting';
const offerIt = { type: 'OfferService', code, offer, at } as const;
const withdraw = { type: 'WithdrawService', at: later } as const;
const [offeredFact, withdrawn] = [fact('ServiceOffered'), fact('ServiceWithdrawn')];
const changed = { ...offer, kind: 'request' } as const;

describe('a service of Open311', () => {
  it('is offered', () => given().when(offerIt).then(offeredFact));
  it('is offered once', () =>
    given(offeredFact)
      .when({ ...offerIt, at: later })
      .then());
  it('is changed as a whole', () =>
    given(offeredFact)
      .when({ ...offerIt, offer: changed })
      .then({ type: 'ServiceOffered', data: { code, ...changed, offeredAt: at } }));
  it('is withdrawn once', () => {
    given(offeredFact).when(withdraw).then(withdrawn);
    given(offeredFact, withdrawn).when(withdraw).then();
    given().when(withdraw).thenRejected('SERVICE_UNKNOWN');
  });
  it('is offered again as it was', () => given(offeredFact, withdrawn).when(offerIt).then(offeredFact));
  it('takes requests while it is offered', () => {
    const service = { code, offer, withdrawn: false };
    expect(offered(service)).toBe(service);
    expect(() => offered(null)).toThrow(Unknown);
    expect(() => offered({ ...service, withdrawn: true })).toThrow(Unknown);
  });
});
