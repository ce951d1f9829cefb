import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { occasion } from '../seat-ledger/testing/occasions.js';
import { invitationDecider, type InvitationCommandBody } from './invitation.decider.js';
import type { InvitationEvent } from './invitation.events.js';

const given = specify(invitationDecider);
const civicEventId = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0010';
const registrationId = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0030';
const at = '2024-03-20T10:00:00.000Z';
const sealed = (value: string) => ({ subject: '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0009', codec: 'plain', value });
const invitee = {
  civicEventId,
  category: 'ngo-member',
  language: 'ro' as const,
  name: sealed('Ana Exemplu'),
  contact: { channel: 'email' as const, address: sealed('ana@example.org') },
};
const about = { civicEventId, category: 'ngo-member' };

const invite: InvitationCommandBody = { type: 'InvitePerson', invitee, occasion, at };
const invited: InvitationEvent = { type: 'PersonInvited', data: { ...invitee, occasion, invitedAt: at } };
const accept: InvitationCommandBody = { type: 'AcceptInvitation', registrationId, at };
const accepted = (declinedBefore = false): InvitationEvent => ({
  type: 'InvitationAccepted',
  data: { ...about, registrationId, declinedBefore, acceptedAt: at },
});
const decline: InvitationCommandBody = { type: 'DeclineInvitation', at };
const declined: InvitationEvent = { type: 'InvitationDeclined', data: { ...about, declinedAt: at } };

describe('an invitation', () => {
  it('is sent once', () => {
    given().when(invite).then(invited);
    given(invited).when(invite).then();
  });
  it('is not sent again with other words', () =>
    given(invited)
      .when({ ...invite, invitee: { ...invitee, category: 'citizen' } })
      .thenRejected('INVITATION_EXISTS'));
  it('is accepted once', () => {
    given(invited).when(accept).then(accepted());
    given(invited, accepted()).when(accept).then();
  });
  it('is declined once, and accepted by who thinks better of it', () => {
    given(invited).when(decline).then(declined);
    given(invited, declined).when(decline).then();
    given(invited, declined).when(accept).then(accepted(true));
  });
  it('is not declined once it was accepted: the registration is cancelled instead', () =>
    given(invited, accepted()).when(decline).thenRejected('INVITATION_ACCEPTED'));
  it('must be there before it is answered', () => given().when(accept).thenRejected('INVITATION_UNKNOWN'));
});
