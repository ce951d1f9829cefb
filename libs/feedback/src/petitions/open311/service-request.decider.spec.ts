import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { at, details, fact, later, offer, reason } from './open311.samples.js';
import { serviceRequestDecider } from './service-request.decider.js';

const given = specify(serviceRequestDecider);
const receive = {
  type: 'ReceiveRequest',
  request: { service: 'street-lighting', shows: offer.shows, details },
  at,
} as const;
const disclose = { type: 'DiscloseRequest', reason, at: later } as const;
const withhold = { type: 'WithholdRequest', reason, at: later } as const;
const [received, disclosed, withheld] = [
  fact('ServiceRequestReceived'),
  fact('ServiceRequestDisclosed'),
  fact('ServiceRequestWithheld'),
];

describe('a request of Open311', () => {
  it('is received once', () => {
    given().when(receive).then(received);
    given(received).when(receive).thenRejected('SERVICE_REQUEST_EXISTS');
  });
  it('is disclosed with a reason, once', () => {
    given(received).when(disclose).then(disclosed);
    given(received, disclosed).when(disclose).then();
  });
  it('is withheld with a reason, once', () => {
    given(received).when(withhold).then(withheld);
    given(received, withheld).when(withhold).then();
  });
  it('can be disclosed after it was withheld, and the other way round', () => {
    given(received, withheld).when(disclose).then(disclosed);
    given(received, disclosed).when(withhold).then(withheld);
  });
  it.each([disclose, withhold])('is unknown before it was received: $type', (command) => {
    expect(() => serviceRequestDecider.decide(command, null)).toThrow('There is no such request.');
  });
});
