import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { approval } from './approval.aggregate.js';
import { approvalDecider, type ApprovalCommandBody } from './approval.decider.js';
import type { ApprovalEvent } from './approval.events.js';

const given = specify(approvalDecider);

const officer = '0f0c8a52-5d0b-4c39-9d2a-51f3a7f6a002';
const [ana, dan] = [
  { actor: 'key:1', officer: null },
  { actor: `officer:${officer}`, officer },
];
const at = '2027-03-01T11:00:00.000Z';
const order = { kind: 'bulk-discard', orderHash: 'abc' };
const ask: ApprovalCommandBody = {
  type: 'AskApproval',
  ...order,
  ...{ permission: 'ops:write', says: 'Discard 2 messages.', by: ana },
  ...{ at: '2027-03-01T10:00:00.000Z', expiresAt: '2027-03-04T10:00:00.000Z' },
};
const [asked] = approvalDecider.decide(ask, null) as [ApprovalEvent];
const givenBy = (by: typeof ana | typeof dan): ApprovalEvent => ({
  type: 'ApprovalGiven',
  data: { by, note: null, givenAt: at },
});
const give = (by: { actor: string; officer: string | null }, time = at): ApprovalCommandBody => ({
  ...{ type: 'GiveApproval', by, note: null, at: time },
});
const use = (more: object = {}): ApprovalCommandBody => ({ type: 'UseApproval', ...order, by: ana, at, ...more });
const used: ApprovalEvent = { type: 'ApprovalUsed', data: { usedAt: at } };

describe('an order that needs two people', () => {
  it('is approved by somebody else', () => given(asked).when(give(dan)).then(givenBy(dan)));
  it('is not approved by whoever gave it', () => given(asked).when(give(ana)).thenRejected('APPROVER_IS_ASKER'));
  it('is not approved by another key of the same officer', () => {
    const [askedByDan] = approvalDecider.decide({ ...ask, by: dan }, null) as [ApprovalEvent];
    given(askedByDan)
      .when(give({ actor: 'person:7', officer }))
      .thenRejected('APPROVER_IS_ASKER');
  });
  it('ignores a repeated approval', () => given(asked, givenBy(dan)).when(give(dan)).then());
  it('is not approved where nothing was asked', () => given().when(give(dan)).thenRejected('APPROVAL_UNKNOWN'));
  it('is not approved once it is over, also where the timer is late', () =>
    given(asked).when(give(dan, '2027-03-04T10:00:00.000Z')).thenRejected('APPROVAL_EXPIRED'));

  it('is carried out once it was approved', () => given(asked, givenBy(dan)).when(use()).then(used));
  it('is not carried out before', () => given(asked).when(use()).thenRejected('APPROVAL_PENDING'));
  it('is not carried out twice', () => given(asked, givenBy(dan), used).when(use()).thenRejected('APPROVAL_USED'));
  it('is not carried out by whoever approved', () =>
    given(asked, givenBy(dan))
      .when(use({ by: dan }))
      .thenRejected('APPROVAL_OF_ANOTHER'));
  it.each([{ orderHash: 'abd' }, { kind: 'bulk-redrive' }])('is not carried out as another one: %j', (other) =>
    given(asked, givenBy(dan)).when(use(other)).thenRejected('APPROVAL_OF_ANOTHER_ORDER'),
  );
  it('is not carried out after its time', () =>
    given(asked, givenBy(dan))
      .when(use({ at: '2027-03-04T10:00:00.001Z' }))
      .thenRejected('APPROVAL_EXPIRED'));

  const refuse: ApprovalCommandBody = { type: 'RefuseApproval', by: dan, note: 'No.', at };
  const refused: ApprovalEvent = { type: 'ApprovalRefused', data: { by: dan, note: 'No.', refusedAt: at } };
  it('can be refused, also after it was approved', () => {
    given(asked).when(refuse).then(refused);
    given(asked, givenBy(dan)).when(refuse).then(refused);
    given(asked, refused).when(refuse).then();
    given(asked, refused).when(use()).thenRejected('APPROVAL_REFUSED');
    given(asked, givenBy(dan), used).when(refuse).thenRejected('APPROVAL_USED');
  });
  it('can be withdrawn by whoever gave it, and by nobody else', () => {
    const withdraw = (by: typeof ana | typeof dan): ApprovalCommandBody => ({ type: 'WithdrawApproval', by, at });
    const withdrawn: ApprovalEvent = { type: 'ApprovalWithdrawn', data: { withdrawnAt: at } };
    given(asked).when(withdraw(ana)).then(withdrawn);
    given(asked).when(withdraw(dan)).thenRejected('APPROVAL_OF_ANOTHER');
    given(asked, withdrawn).when(give(dan)).thenRejected('APPROVAL_WITHDRAWN');
  });
  it('expires by itself, and only while it is open', () => {
    const expire: ApprovalCommandBody = { type: 'ExpireApproval', at };
    given(asked)
      .when(expire)
      .then({ type: 'ApprovalExpired', data: { expiredAt: at } });
    given(asked, givenBy(dan), used).when(expire).then();
  });
  it('says where one person was enough', () => {
    const waive: ApprovalCommandBody = { type: 'WaiveApproval', setting: 'ECOU_APPROVALS=single', at };
    const waived: ApprovalEvent = { type: 'ApprovalWaived', data: { setting: 'ECOU_APPROVALS=single', waivedAt: at } };
    given(asked).when(waive).then(waived);
    given(asked, waived).when(use()).then(used);
    expect(given(asked, waived, used).state()).toMatchObject({ isWaived: true, decidedBy: null, status: 'used' });
  });
  it('has a timer from its question to its end', () => {
    const id = '5b1f7c5e-3a44-4c0e-9f0e-0d3f4e1b7a11';
    const timersOf = (...events: ApprovalEvent[]) => approval.sideRows?.(id, events, null).timers;
    expect(timersOf(asked)).toMatchObject([{ name: 'approval-expires', dueAt: '2027-03-04T10:00:00.000Z' }]);
    expect(timersOf(givenBy(dan))).toBeUndefined();
    expect(timersOf(asked, used)).toMatchObject([{ dueAt: null }]);
  });
});
