import { assertNever, type Sealed } from '@ecou/event-sourcing';
import type { PersonEvent } from './person.events.js';

/** A passkey that a person has. */
export interface Passkey {
  readonly id: string;
  readonly name: Sealed<string>;
  /** Id of the credential, base64url. */
  readonly credential: Sealed<string>;
  /** As a COSE key, base64url. */
  readonly publicKey: Sealed<string>;
  /** ISO 8601. */
  readonly registeredAt: string;
  /** True once its counter went back: it opens nothing any more. */
  readonly isBlocked: boolean;
}

/** The link by which a person registers a passkey. */
export interface Invitation {
  readonly id: string;
  /** True where the new passkey takes the place of all others. */
  readonly isRecovery: boolean;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Somebody who may sign in. */
export interface Person {
  readonly status: 'invited' | 'active' | 'disabled';
  /** True once an account of a provider was tied or a passkey registered: enabled again, they are active. */
  readonly isKnown: boolean;
  readonly name: Sealed<string>;
  readonly email: Sealed<string>;
  readonly roles: readonly string[];
  readonly officer: string | null;
  /** The account of a provider that signs them in. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
  /** The oldest first. */
  readonly passkeys: readonly Passkey[];
  /** The last one that was issued, while nobody has used it. */
  readonly invitation: Invitation | null;
  /** ISO 8601. */
  readonly sessionsEndedAt: string | null;
  /** The invitation as it was given, so that inviting them again is recognised. */
  readonly invited: {
    readonly name: Sealed<string>;
    readonly email: Sealed<string>;
    readonly roles: readonly string[];
    readonly officer: string | null;
  };
}

type Invited = Extract<PersonEvent, { type: 'PersonInvited' }>['data'];

const begun = ({ name, email, roles, officer }: Invited): Person => ({
  ...{ status: 'invited', isKnown: false, name, email, roles, officer },
  ...{
    identity: null,
    passkeys: [],
    invitation: null,
    sessionsEndedAt: null,
    invited: { name, email, roles, officer },
  },
});

const known = (state: Person): Person => ({
  ...state,
  isKnown: true,
  status: state.status === 'invited' ? 'active' : state.status,
});

type Registered = Extract<PersonEvent, { type: 'PasskeyRegistered' }>['data'];

/** An invitation is used up by the passkey that it was for. */
function withPasskey(state: Person, { passkey: id, invitation, ...given }: Registered): Person {
  const { name, credential, publicKey, registeredAt } = given;
  const added = { id, name, credential, publicKey, registeredAt, isBlocked: false };
  const left = state.invitation?.id === invitation ? null : state.invitation;
  return { ...known(state), passkeys: [...state.passkeys, added], invitation: left };
}

export function evolvePerson(state: Person | null, event: PersonEvent): Person {
  if (event.type === 'PersonInvited') return begun(event.data);
  if (!state) throw new Error(`${event.type} of a person who was not invited.`);
  return evolveKnown(state, event);
}

function evolveKnown(state: Person, event: Exclude<PersonEvent, { type: 'PersonInvited' }>): Person {
  const { type, data } = event;
  switch (type) {
    case 'PersonCorrected':
      return { ...state, ...data };
    case 'IdentityTied':
      return { ...known(state), identity: { issuer: data.issuer, subject: data.subject } };
    case 'OfficerTied':
      return { ...state, officer: data.officer };
    case 'RoleGranted':
      return { ...state, roles: [...state.roles, data.role] };
    case 'RoleWithdrawn':
      return { ...state, roles: state.roles.filter((role) => role !== data.role) };
    case 'PersonDisabled':
      return { ...state, status: 'disabled', sessionsEndedAt: data.disabledAt, invitation: null };
    case 'PersonEnabled':
      return { ...state, status: state.isKnown ? 'active' : 'invited' };
    case 'InvitationIssued': {
      const { invitation: id, isRecovery, expiresAt } = data;
      return { ...state, invitation: { id, isRecovery, expiresAt } };
    }
    case 'PasskeyRegistered':
      return withPasskey(state, data);
    case 'PasskeyRemoved':
      return { ...state, passkeys: state.passkeys.filter(({ id }) => id !== data.passkey) };
    case 'PasskeyBlocked': {
      const passkeys = state.passkeys.map((one) => (one.id === data.passkey ? { ...one, isBlocked: true } : one));
      return { ...state, passkeys };
    }
    case 'SessionsEnded':
      return { ...state, sessionsEndedAt: data.endedAt };
    default:
      return assertNever(event);
  }
}
