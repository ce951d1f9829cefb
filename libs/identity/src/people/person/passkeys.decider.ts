import { assertNever, Rejected, same, type Sealed } from '@ecou/event-sourcing';
import type { PersonEvent } from './person.events.js';
import { rolesOfTwo } from './person-roles.js';
import type { Invitation, Person } from './person.state.js';

/** `isApproved`: a second administrator agreed, so that a person who signed in before gets one, too. */
export type IssueInvitation = {
  type: 'IssueInvitation';
  invitation: string;
  isApproved: boolean;
  expiresAt: string;
  at: string;
};
/** `invitation`: the one that the link names; `null`: the person is signed in. */
export type RegisterPasskey = {
  type: 'RegisterPasskey';
  passkey: string;
  name: Sealed<string>;
  credential: Sealed<string>;
  publicKey: Sealed<string>;
  invitation: string | null;
  at: string;
};
/** `provider`: the one whose accounts sign people in, besides passkeys. */
export type RemovePasskey = { type: 'RemovePasskey'; passkey: string; provider: string | null; at: string };
export type BlockPasskey = { type: 'BlockPasskey'; passkey: string; at: string };

export type PasskeyCommandBody = IssueInvitation | RegisterPasskey | RemovePasskey | BlockPasskey;

/** The most passkeys that a person has. */
const mostPasskeys = 20;

export function refuseDisabled({ status }: Person): void {
  if (status === 'disabled') throw new Rejected('PERSON_DISABLED', 'This person may not sign in any more.');
}

export function decidePasskeys(command: PasskeyCommandBody, person: Person): PersonEvent[] {
  switch (command.type) {
    case 'IssueInvitation':
      return issue(command, person);
    case 'RegisterPasskey':
      return register(command, person);
    case 'RemovePasskey':
      return remove(command, person);
    case 'BlockPasskey':
      return block(command, person);
    default:
      return assertNever(command);
  }
}

const ended = (at: string): PersonEvent => ({ type: 'SessionsEnded', data: { endedAt: at } });

const removed = (passkey: string, at: string): PersonEvent => ({
  type: 'PasskeyRemoved',
  data: { passkey, removedAt: at },
});

/** Whoever issues a link could use it: it takes two where it would open what somebody has already. */
function issue({ invitation, isApproved, expiresAt, at }: IssueInvitation, person: Person): PersonEvent[] {
  if (person.invitation?.id === invitation) return [];
  refuseDisabled(person);
  if (!isApproved && (person.isKnown || person.roles.some((role) => rolesOfTwo.includes(role))))
    throw new Rejected(
      'RECOVERY_NEEDED',
      'This person signed in before, or has a role that needs two people: two administrators recover them.',
    );
  const issued = { invitation, isRecovery: isApproved, expiresAt, issuedAt: at };
  return [{ type: 'InvitationIssued', data: issued }, ...(isApproved ? [ended(at)] : [])];
}

/** The invitation that a link names. Throws `Rejected` where it was used, replaced, or is too old. */
export function requireInvitation(invitation: Invitation | null, id: string, at: string): Invitation {
  if (invitation?.id !== id)
    throw new Rejected('INVITATION_UNKNOWN', 'This invitation was used already, or there is a newer one.');
  if (Date.parse(at) >= Date.parse(invitation.expiresAt))
    throw new Rejected('INVITATION_EXPIRED', 'This invitation is too old: ask an administrator for a new one.');
  return invitation;
}

/** After a recovery only the new passkey is left, and nothing that was opened before. */
function register({ type: _, ...given }: RegisterPasskey, person: Person): PersonEvent[] {
  const { passkey, name, credential, publicKey, invitation, at } = given;
  const { passkeys } = person;
  if (passkeys.some(({ id }) => id === passkey)) return [];
  refuseDisabled(person);
  const isRecovery = invitation !== null && requireInvitation(person.invitation, invitation, at).isRecovery;
  if (passkeys.some((one) => same(one.credential, credential)))
    throw new Rejected('PASSKEY_TAKEN', 'This passkey is registered already.');
  if (!isRecovery && passkeys.length >= mostPasskeys)
    throw new Rejected('PASSKEYS_TOO_MANY', `A person has at most ${mostPasskeys} passkeys: remove one first.`);
  return [
    ...(isRecovery ? passkeys.map(({ id }) => removed(id, at)) : []),
    { type: 'PasskeyRegistered', data: { passkey, name, credential, publicKey, invitation, registeredAt: at } },
    ...(isRecovery ? [ended(at)] : []),
  ];
}

/** The last one stays, unless an account of the provider signs the person in. A repeat changes nothing. */
function remove({ passkey, provider, at }: RemovePasskey, { passkeys, identity }: Person): PersonEvent[] {
  if (!passkeys.some(({ id }) => id === passkey)) return [];
  const isLast = !passkeys.some(({ id, isBlocked }) => id !== passkey && !isBlocked);
  if (isLast && (identity === null || identity.issuer !== provider))
    throw new Rejected('PASSKEY_LAST', 'This is the only passkey that signs you in: add another one first.');
  return [removed(passkey, at)];
}

/** Whoever has the copy may have signed in already. */
function block({ passkey, at }: BlockPasskey, { passkeys }: Person): PersonEvent[] {
  const held = passkeys.find(({ id }) => id === passkey);
  if (!held || held.isBlocked) return [];
  return [{ type: 'PasskeyBlocked', data: { passkey, blockedAt: at } }, ended(at)];
}
