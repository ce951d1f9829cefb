import { specify } from '@ecou/event-sourcing/testing';
import { rolesOfDepartments as ofDepartments } from '@ecou/runtime';
import { describe, expect, it } from '@jest/globals';
import { personDecider, type GrantRole, type InvitePerson, type PersonCommandBody } from './person.decider.js';
import type { PasskeyCommandBody } from './passkeys.decider.js';
import type { PersonEvent } from './person.events.js';
import { rolesOfDepartments } from './person-roles.js';
import {
  credential,
  email,
  invitationId,
  name,
  officerId,
  passkeyId,
  passkeyName,
  personSamples as samples,
  publicKey,
} from './person.samples.js';

const given = specify(personDecider);

const at = '2026-03-01T10:00:00.000Z';
const event = (type: keyof typeof samples, change: object = {}) =>
  ({ type, data: { ...samples[type], ...change } }) as unknown as PersonEvent;

const invited = event('PersonInvited');
const tied = event('IdentityTied');
const disabled = event('PersonDisabled');
const invite: InvitePerson = { type: 'InvitePerson', name, email, roles: ['registry'], officer: null, at };
const byEmail: PersonCommandBody = {
  ...{ type: 'TieIdentity', issuer: 'https://login.example.ro', subject: 'ana', how: 'email', at },
};

const issued = event('InvitationIssued');
const registered = event('PasskeyRegistered');
const removed = event('PasskeyRemoved');
const ended = event('SessionsEnded');
const issue: PasskeyCommandBody = {
  ...{ type: 'IssueInvitation', invitation: invitationId, isApproved: false },
  ...{ expiresAt: '2026-03-04T10:00:00.000Z', at },
};
const register: PasskeyCommandBody = {
  ...{ type: 'RegisterPasskey', passkey: passkeyId, name: passkeyName, credential, publicKey },
  ...{ invitation: invitationId, at },
};
const secondId = '1f6e2d7c-9b0a-4c83-b5d4-e3f2a1908c76';
const second = event('PasskeyRegistered', {
  ...{ passkey: secondId, credential: { ...credential, value: 'b3RoZXI' }, invitation: null },
});

describe('the passkeys of a person', () => {
  it('begin with an invitation, which is issued once by a command', () => {
    given(invited).when(issue).then(issued);
    given(invited, issued).when(issue).then();
    given(invited, disabled).when(issue).thenRejected('PERSON_DISABLED');
  });
  it('need two people where they signed in before, or have a role that needs two', () => {
    const recovery = event('InvitationIssued', { isRecovery: true });
    given(invited, tied).when(issue).thenRejected('RECOVERY_NEEDED');
    given(invited, issued, registered)
      .when({ ...issue, invitation: secondId })
      .thenRejected('RECOVERY_NEEDED');
    given(invited, event('RoleGranted')).when(issue).thenRejected('RECOVERY_NEEDED');
    given(invited, tied)
      .when({ ...issue, isApproved: true })
      .then(recovery, ended);
  });
  it('use the invitation up, and make its holder active', () => {
    given(invited, issued).when(register).then(registered);
    given(invited, issued, registered).when(register).then();
    expect(given(invited, issued, registered).state()).toMatchObject({
      ...{ status: 'active', invitation: null, passkeys: [{ id: passkeyId, isBlocked: false }] },
    });
    given(invited, issued, registered)
      .when({ ...register, passkey: secondId })
      .thenRejected('INVITATION_UNKNOWN');
  });
  it('are not registered by an invitation that is too old, was replaced, or is of somebody who was disabled', () => {
    given(invited, issued)
      .when({ ...register, at: '2026-03-04T10:00:00.000Z' })
      .thenRejected('INVITATION_EXPIRED');
    given(invited, issued, event('InvitationIssued', { invitation: secondId }))
      .when(register)
      .thenRejected('INVITATION_UNKNOWN');
    given(invited, issued, disabled).when(register).thenRejected('PERSON_DISABLED');
    given(invited, issued, disabled, event('PersonEnabled')).when(register).thenRejected('INVITATION_UNKNOWN');
  });
  it('are registered once, and are not too many', () => {
    const more: PasskeyCommandBody = { ...register, passkey: secondId, invitation: null };
    given(invited, issued, registered).when(more).thenRejected('PASSKEY_TAKEN');
    const twenty = Array.from({ length: 20 }, (_, index) =>
      event('PasskeyRegistered', {
        passkey: `00000000-0000-4000-8000-0000000000${10 + index}`,
        credential: { ...credential, value: `b${index}` },
      }),
    );
    given(invited, ...twenty)
      .when(more)
      .thenRejected('PASSKEYS_TOO_MANY');
  });
  it('are replaced by the one of a recovery, and nothing that was opened before goes on', () => {
    const recovery = event('InvitationIssued', { invitation: secondId, isRecovery: true });
    const renewed: PasskeyCommandBody = {
      ...{ ...register, passkey: secondId, invitation: secondId },
      credential: { ...credential, value: 'b3RoZXI' },
    };
    given(invited, issued, registered, recovery)
      .when(renewed)
      .then(
        removed,
        event('PasskeyRegistered', { passkey: secondId, invitation: secondId, credential: renewed.credential }),
        ended,
      );
  });
  it('are removed, but not the last that signs in, unless an account of the provider does', () => {
    const remove: PasskeyCommandBody = { type: 'RemovePasskey', passkey: passkeyId, provider: null, at };
    given(invited, issued, registered, second).when(remove).then(removed);
    given(invited, issued, registered, second, removed).when(remove).then();
    given(invited, issued, registered).when(remove).thenRejected('PASSKEY_LAST');
    given(invited, issued, registered, second, event('PasskeyBlocked', { passkey: secondId }))
      .when(remove)
      .thenRejected('PASSKEY_LAST');
    given(invited, issued, registered, tied).when(remove).thenRejected('PASSKEY_LAST');
    given(invited, issued, registered, tied)
      .when({ ...remove, provider: 'https://login.example.ro' })
      .then(removed);
  });
  it('are blocked once, and end what was opened', () => {
    const block: PasskeyCommandBody = { type: 'BlockPasskey', passkey: passkeyId, at };
    const blocked = event('PasskeyBlocked');
    given(invited, issued, registered).when(block).then(blocked, ended);
    given(invited, issued, registered, blocked).when(block).then();
  });
});

describe('a person', () => {
  it('is invited, and invited again without change', () => {
    given().when(invite).then(invited);
    given(invited, event('PersonCorrected')).when(invite).then();
  });
  it('is not invited with the id of another', () =>
    given(invited)
      .when({ ...invite, roles: ['editor'] })
      .thenRejected('PERSON_EXISTS'));
  it('is not invited as administrator, nor as officer of no department', () => {
    given()
      .when({ ...invite, roles: ['administrator'] })
      .thenRejected('ROLE_OF_TWO');
    given()
      .when({ ...invite, roles: ['officer'] })
      .thenRejected('OFFICER_MISSING');
  });
  it('who was never invited is told so', () =>
    given().when({ type: 'DisablePerson', at }).thenRejected('PERSON_UNKNOWN'));

  it('gets an account of the provider, and is active then', () => {
    given(invited)
      .when({ ...byEmail, how: 'administrator' })
      .then(tied);
    expect(given(invited, tied).state()).toMatchObject({ status: 'active', identity: { subject: 'ana' } });
  });
  it('gets one by their address only while they are invited', () => {
    given(invited)
      .when(byEmail)
      .then(event('IdentityTied', { how: 'email' }));
    given(invited, event('IdentityTied', { subject: 'other' }))
      .when(byEmail)
      .thenRejected('PERSON_TIED');
    given(invited, disabled).when(byEmail).thenRejected('PERSON_DISABLED');
  });

  it('is disabled, and their sessions are at an end; enabled again, they are what they were', () => {
    given(invited, tied).when({ type: 'DisablePerson', at }).then(disabled);
    expect(given(invited, tied, disabled).state()).toMatchObject({ status: 'disabled', sessionsEndedAt: at });
    expect(given(invited, tied, disabled, event('PersonEnabled')).state()).toMatchObject({
      status: 'active',
      sessionsEndedAt: at,
    });
    expect(given(invited, disabled, event('PersonEnabled')).state()).toMatchObject({ status: 'invited' });
  });

  it('keeps their officer while a role needs one', () => {
    const officer = event('PersonInvited', { roles: ['officer'], officer: officerId });
    given(officer).when({ type: 'TieOfficer', officer: null, at }).thenRejected('OFFICER_MISSING');
    given(invited).when({ type: 'TieOfficer', officer: officerId, at }).then(event('OfficerTied'));
  });
});

describe('a role', () => {
  const grant: GrantRole = { type: 'GrantRole', role: 'administrator', by: 'key:two', at };

  it('is granted once, and withdrawn', () => {
    const granted = event('RoleGranted');
    given(invited).when(grant).then(granted);
    given(invited, granted).when(grant).then();
    const withdraw = { type: 'WithdrawRole', role: 'administrator', at } as const;
    given(invited, granted)
      .when(withdraw)
      .then(event('RoleWithdrawn', { role: 'administrator' }));
    given(invited).when(withdraw).then();
  });
});

describe('roles of departments', () => {
  it('are those of the runtime', () => expect(rolesOfDepartments).toEqual(ofDepartments));
});
