import type { PersonEvent } from './person.events.js';

/** Samples for specs: a synthetic person. */
export const personId = '7f3c9a52-64be-4b1e-9d57-30c1e8b2a614';
export const officerId = '8d4f6a57-0d53-4f0e-9a53-b5a3a4f86f02';
const at = '2026-03-01T10:00:00.000Z';

export const name = { subject: personId, codec: 'plain', value: 'Ana Exemplu' };
export const email = { subject: personId, codec: 'plain', value: 'ana@example.org' };
export const invitationId = '0f5d6b1e-7a0c-4a52-8d3b-0a9f8e7d6c51';
export const passkeyId = '5c1e7f3a-2b84-4d0f-9a6e-41d2c3b4a596';
export const passkeyName = { subject: personId, codec: 'plain', value: 'Telefon' };
export const credential = { subject: personId, codec: 'plain', value: 'c3ludGhldGlj' };
export const publicKey = { subject: personId, codec: 'plain', value: 'pQECAyYgASFYIA' };

/** The data of an event of each type. */
export const personSamples = {
  PersonInvited: { name, email, roles: ['registry'], officer: null, invitedAt: at },
  PersonCorrected: { name: { ...name, value: 'Ana Exemplu-Popa' }, email },
  IdentityTied: { issuer: 'https://login.example.ro', subject: 'ana', how: 'administrator', tiedAt: at },
  OfficerTied: { officer: officerId, tiedAt: at },
  RoleGranted: { role: 'administrator', by: 'key:two', grantedAt: at },
  RoleWithdrawn: { role: 'registry', withdrawnAt: at },
  PersonDisabled: { disabledAt: at },
  PersonEnabled: { enabledAt: at },
  InvitationIssued: {
    invitation: invitationId,
    isRecovery: false,
    expiresAt: '2026-03-04T10:00:00.000Z',
    issuedAt: at,
  },
  PasskeyRegistered: {
    ...{ passkey: passkeyId, name: passkeyName, credential, publicKey },
    ...{ invitation: invitationId, registeredAt: at },
  },
  PasskeyRemoved: { passkey: passkeyId, removedAt: at },
  PasskeyBlocked: { passkey: passkeyId, blockedAt: at },
  SessionsEnded: { endedAt: at },
} satisfies { [E in PersonEvent as E['type']]: E['data'] };
