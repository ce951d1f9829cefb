import { assertNever, Invalid, Rejected, same, Unknown, type Decider, type Sealed } from '@ecou/event-sourcing';
import { decidePasskeys, refuseDisabled, type PasskeyCommandBody } from './passkeys.decider.js';
import type { PersonEvent, TiedBy } from './person.events.js';
import { rolesOfDepartments, rolesOfTwo } from './person-roles.js';
import { evolvePerson, type Person } from './person.state.js';

export type InvitePerson = {
  type: 'InvitePerson';
  name: Sealed<string>;
  email: Sealed<string>;
  roles: readonly string[];
  officer: string | null;
  at: string;
};
export type CorrectPerson = { type: 'CorrectPerson'; name: Sealed<string>; email: Sealed<string> };
export type TieIdentity = { type: 'TieIdentity'; issuer: string; subject: string; how: TiedBy; at: string };
export type TieOfficer = { type: 'TieOfficer'; officer: string | null; at: string };
/** `by`: the actor who grants; a role of two was approved by somebody else before. */
export type GrantRole = { type: 'GrantRole'; role: string; by: string; at: string };
export type WithdrawRole = { type: 'WithdrawRole'; role: string; at: string };
export type DisablePerson = { type: 'DisablePerson'; at: string };
export type EnablePerson = { type: 'EnablePerson'; at: string };
export type EndSessions = { type: 'EndSessions'; at: string };

export type PersonCommandBody =
  | InvitePerson
  | CorrectPerson
  | TieIdentity
  | TieOfficer
  | GrantRole
  | WithdrawRole
  | DisablePerson
  | EnablePerson
  | EndSessions
  | PasskeyCommandBody;

export const personDecider: Decider<PersonCommandBody, Person | null, PersonEvent> = {
  initial: null,
  decide: (command, state) =>
    command.type === 'InvitePerson' ? invite(command, state) : decideKnown(command, requirePerson(state)),
  evolve: evolvePerson,
};

/** The person. Throws `Unknown` where there is none. */
export function requirePerson(person: Person | null): Person {
  if (!person) throw new Unknown('PERSON_UNKNOWN', 'There is no such person.');
  return person;
}

function invite({ name, email, roles, officer, at }: InvitePerson, person: Person | null): PersonEvent[] {
  const given = { name, email, roles: [...roles], officer };
  if (person) {
    if (same(person.invited, given)) return [];
    throw new Rejected('PERSON_EXISTS', 'Somebody with this id was invited already, with another content.');
  }
  if (roles.some((role) => rolesOfTwo.includes(role)))
    throw new Invalid('ROLE_OF_TWO', 'Invite the person without this role, then grant it: that needs two people.', [
      'roles',
    ]);
  for (const role of roles) requireOfficer(role, officer, 'roles');
  return [{ type: 'PersonInvited', data: { ...given, invitedAt: at } }];
}

/** Throws `Invalid` where a role of departments has no officer whose department that is. */
function requireOfficer(role: string, officer: string | null, field: string): void {
  if (officer === null && rolesOfDepartments.includes(role))
    throw new Invalid('OFFICER_MISSING', `The role ${role} needs an officer of the directory.`, [field]);
}

function decideKnown(command: Exclude<PersonCommandBody, InvitePerson>, person: Person): PersonEvent[] {
  switch (command.type) {
    case 'CorrectPerson':
      return correct(command, person);
    case 'TieIdentity':
      return tieIdentity(command, person);
    case 'TieOfficer':
      return tieOfficer(command, person);
    case 'GrantRole':
      return grant(command, person);
    case 'WithdrawRole':
      return withdraw(command, person);
    case 'DisablePerson':
      return person.status === 'disabled' ? [] : [{ type: 'PersonDisabled', data: { disabledAt: command.at } }];
    case 'EnablePerson':
      return person.status === 'disabled' ? [{ type: 'PersonEnabled', data: { enabledAt: command.at } }] : [];
    case 'EndSessions':
      return person.sessionsEndedAt === command.at ? [] : [{ type: 'SessionsEnded', data: { endedAt: command.at } }];
    case 'IssueInvitation':
    case 'RegisterPasskey':
    case 'RemovePasskey':
    case 'BlockPasskey':
      return decidePasskeys(command, person);
    default:
      return assertNever(command);
  }
}

function correct({ name, email }: CorrectPerson, person: Person): PersonEvent[] {
  if (same({ name, email }, { name: person.name, email: person.email })) return [];
  return [{ type: 'PersonCorrected', data: { name, email } }];
}

/** An address alone ties an account once: it never takes the place of one that is tied. */
function tieIdentity({ issuer, subject, how, at }: TieIdentity, person: Person): PersonEvent[] {
  if (same(person.identity, { issuer, subject })) return [];
  if (how === 'email') {
    refuseDisabled(person);
    if (person.isKnown)
      throw new Rejected('PERSON_TIED', 'This person signs in otherwise: an administrator ties another account.');
  }
  return [{ type: 'IdentityTied', data: { issuer, subject, how, tiedAt: at } }];
}

function tieOfficer({ officer, at }: TieOfficer, person: Person): PersonEvent[] {
  if (person.officer === officer) return [];
  for (const role of person.roles) requireOfficer(role, officer, 'officer');
  return [{ type: 'OfficerTied', data: { officer, tiedAt: at } }];
}

function grant({ role, by, at }: GrantRole, person: Person): PersonEvent[] {
  if (person.roles.includes(role)) return [];
  requireOfficer(role, person.officer, 'role');
  return [{ type: 'RoleGranted', data: { role, by, grantedAt: at } }];
}

function withdraw({ role, at }: WithdrawRole, { roles }: Person): PersonEvent[] {
  if (!roles.includes(role)) return [];
  return [{ type: 'RoleWithdrawn', data: { role, withdrawnAt: at } }];
}
