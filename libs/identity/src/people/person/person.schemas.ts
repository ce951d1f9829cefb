import { instant } from '@ecou/contracts';
import { listOf, newId, optional, pageQuery, roles, text } from '@ecou/runtime';
import { z } from 'zod';

const role = z.enum(roles);
const officer = z.uuid().describe('Id of an officer of the directory; what they do is on record as theirs.');
const nobody = 'null: none.';

const naming = {
  name: text(200).describe('Personal.'),
  email: z.email().max(254).describe('Personal. Nobody else who was invited has it.'),
};

const example = { name: 'Ana Exemplu', email: 'ana@example.org' };

export const inviteBody = z
  .strictObject({
    id: newId,
    ...naming,
    roles: z.array(role).max(roles.length).default([]),
    officer: optional(officer).describe(`Roles of departments need one. ${nobody}`),
  })
  .refine(({ roles: given }) => new Set(given).size === given.length, {
    path: ['roles'],
    error: 'names a role twice',
    params: { code: 'ROLE_REPEATED' },
  })
  .meta({ id: 'InvitePerson', example: { ...example, roles: ['registry'] } });

export const correctBody = z.strictObject(naming).meta({ id: 'CorrectPerson', example });

export const roleBody = z.strictObject({ role }).meta({ id: 'RoleOfPerson', example: { role: 'editor' } });

export const officerBody = z
  .strictObject({ officer: officer.nullable().describe(nobody) })
  .meta({ id: 'OfficerOfPerson', example: { officer: null } });

export const identityBody = z
  .strictObject({ subject: text(255).describe('Names the account at the provider that is configured (`sub`).') })
  .meta({ id: 'IdentityOfPerson', example: { subject: 'b6c1f0e2' } });

const listed = z.object({
  id: z.uuid(),
  name: z.string().nullable().describe('`null`: it was erased.'),
  email: z.string().nullable().describe('`null`: it was erased.'),
  state: z.enum(['invited', 'active', 'disabled']),
  roles: z.array(z.string()),
  officer: z.uuid().nullable(),
  identity: z
    .object({ issuer: z.string(), subject: z.string() })
    .nullable()
    .describe('The account of a provider by which they sign in.'),
  passkeys: z.int().describe('The number of passkeys that sign them in.'),
  invitedUntil: instant.nullable().describe('The end of the invitation to register a passkey; `null`: none is open.'),
  sessionsEndedAt: instant.nullable(),
  version: z.int(),
});
export type PersonListed = z.output<typeof listed>;

export const personAnswer = listed.meta({ id: 'Person' });
export const peopleAnswer = listOf(listed.meta({ id: 'PersonListed' }), 'People');

export const peopleQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['invited', 'active', 'disabled']).optional().describe('Only those.'),
});
export type PeopleQuery = z.output<typeof peopleQuery>;
