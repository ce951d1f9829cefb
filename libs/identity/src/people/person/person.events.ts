import { instant } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** A role of the deployment (`roles` of the runtime), by its name when the event was written. */
const role = z.string();

const officer = z.uuid().describe('Of the directory.');

/** The way in which an account of a provider came to be tied: an administrator named it, or its verified e-mail address was that of an invitation. */
export const tiedBy = z.enum(['administrator', 'email']);
export type TiedBy = z.output<typeof tiedBy>;

export const personEvents = defineEvents('person', {
  PersonInvited: z.object({
    name: personal(z.string()),
    email: personal(z.string()),
    roles: z.array(role),
    officer: officer.nullable(),
    invitedAt: instant,
  }),
  PersonCorrected: z.object({ name: personal(z.string()), email: personal(z.string()) }),
  IdentityTied: z.object({
    issuer: z.string().describe('The provider.'),
    subject: z.string().describe('Names the account there (`sub`).'),
    how: tiedBy,
    tiedAt: instant,
  }),
  OfficerTied: z.object({ officer: officer.nullable().describe('`null`: they are none any more.'), tiedAt: instant }),
  RoleGranted: z.object({
    role,
    by: z.string().describe('The actor who granted it.'),
    grantedAt: instant,
  }),
  RoleWithdrawn: z.object({ role, withdrawnAt: instant }),
  PersonDisabled: z.object({ disabledAt: instant }),
  PersonEnabled: z.object({ enabledAt: instant }),
  InvitationIssued: z.object({
    invitation: z.uuid().describe('Names the link; what opens it is stored nowhere.'),
    isRecovery: z.boolean().describe('Two administrators agreed: the new passkey takes the place of all others.'),
    expiresAt: instant,
    issuedAt: instant,
  }),
  PasskeyRegistered: z.object({
    passkey: z.uuid(),
    name: personal(z.string()),
    credential: personal(z.string()).describe('Id of the credential, base64url.'),
    publicKey: personal(z.string()).describe('As a COSE key, base64url.'),
    invitation: z.uuid().nullable().describe('The invitation that it used up; `null`: it was added in a session.'),
    registeredAt: instant,
  }),
  PasskeyRemoved: z.object({ passkey: z.uuid(), removedAt: instant }),
  PasskeyBlocked: z.object({
    passkey: z.uuid(),
    blockedAt: instant.describe('Its counter went back: there are two of it.'),
  }),
  SessionsEnded: z.object({ endedAt: instant.describe('What was opened up to then is at an end.') }),
});
export type PersonEvent = EventOf<typeof personEvents>;
