import type { CommandContext } from '@ecou/event-sourcing';
import type { Incoming } from '@ecou/messaging';
import { expect, it } from '@jest/globals';
import { resultsOf } from '../testing/sessions.js';
import { policies } from './policies.js';

const [civicEventId, programmeId] = [
  '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0010',
  '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0000',
] as const;
const [policy] = policies;

const react = (change: object) => {
  if (policy?.on !== 'contract') throw new Error('It is a policy of a contract.');
  const data = { ...resultsOf(civicEventId, programmeId), ...change };
  return policy.then({ data } as unknown as Incoming, {} as CommandContext);
};

it('records published results with the report of their civic event', () => {
  expect(react({})).toMatchObject({
    id: civicEventId,
    command: { type: 'RecordFeedbackResults', results: { respondents: 17, publication: 1 } },
  });
});

it('lets pass what was spread for no programme, and what was not done', () => {
  const [, dissemination, reach] = policies;
  const told = (policy: typeof dissemination, data: object) => {
    if (policy?.on !== 'contract') throw new Error('It is a policy of a contract.');
    return policy.then({ data } as unknown as Incoming, {} as CommandContext);
  };
  const logged = { programmeId, disseminationId: civicEventId, status: 'done', doneOn: '2023-05-01' };
  expect(told(dissemination, logged)).toMatchObject({ id: programmeId, command: { dissemination: { counts: true } } });
  expect(told(dissemination, { ...logged, status: 'cancelled' })).toMatchObject({
    command: { dissemination: { counts: false } },
  });
  expect(told(dissemination, { ...logged, programmeId: null })).toBeUndefined();
  expect(told(dissemination, { ...logged, status: 'planned', doneOn: null })).toBeUndefined();
  expect(told(reach, { programmeId: null })).toBeUndefined();
});

it('lets results pass that are about no civic event', () => {
  expect(react({ civicEventId: null })).toBeUndefined();
});
