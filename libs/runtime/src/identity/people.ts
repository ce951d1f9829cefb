import { Unavailable } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { Caller, roles as knownRoles, type PermissionTable, type Role } from './permissions.js';
import { unauthorised } from './refusals.js';

/** The part of a person that every process reads who may sign in; nothing that is personal. */
export interface Person {
  readonly id: string;
  readonly state: 'invited' | 'active' | 'disabled';
  readonly roles: readonly string[];
  /** Id of the officer of the directory whom they are. */
  readonly officer: string | null;
  /** ISO 8601; what was opened up to then is at an end. */
  readonly sessionsEndedAt: string | null;
}

/** A row of the view `identity.people`, as `columnsOfPerson` reads it. */
export interface PersonRow {
  readonly id: string;
  readonly state: Person['state'];
  readonly roles: readonly string[];
  readonly officer: string | null;
  readonly sessions_ended_at: Date | string | null;
}

/** The columns of a person in a query that names the view `p`. */
export const columnsOfPerson = 'p.id, p.state, p.roles, p.officer, p.sessions_ended_at';

export const personOf = ({ id, state, roles, officer, sessions_ended_at: ended }: PersonRow): Person => ({
  ...{ id, state, roles, officer },
  sessionsEndedAt: ended === null ? null : new Date(ended).toISOString(),
});

/** True where the view does not stand yet: the service `identity` has never run (SQLSTATE undefined_table). */
const isUnbuilt = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '42P01';

/** The error of a read of people, as it is answered. */
export function peopleFault(error: unknown): unknown {
  if (!isUnbuilt(error)) return error;
  return new Unavailable(
    'PEOPLE_UNKNOWN_YET',
    'The list of people is not built yet: the service identity builds it.',
    5,
  );
}

/** The people who may sign in, as every process reads them (`identity.people`); their callers. */
export class People {
  constructor(
    private readonly pool: Pool,
    private readonly permissions: PermissionTable,
  ) {}

  /** Whoever an account of a provider is tied to. */
  async bySubject(issuer: string, subject: string): Promise<Person | undefined> {
    const { rows } = await this.pool
      .query<PersonRow>(`SELECT ${columnsOfPerson} FROM identity.people p WHERE p.issuer = $1 AND p.subject = $2`, [
        issuer,
        subject,
      ])
      .catch((error: unknown) => {
        throw peopleFault(error);
      });
    return rows[0] && personOf(rows[0]);
  }

  /** The caller that a person is, by something that was opened at a time (ISO 8601). Throws 401 for one who may not act, or signed out everywhere since. */
  callerOf({ id, state, roles, officer, sessionsEndedAt }: Person, openedAt: string): Caller {
    if (state === 'disabled') throw unauthorised('PERSON_DISABLED', 'This person may not sign in any more.');
    if (state === 'invited')
      throw unauthorised('PERSON_NOT_ACTIVE', 'This person has not accepted the invitation yet.');
    if (sessionsEndedAt !== null && Date.parse(openedAt) <= Date.parse(sessionsEndedAt))
      throw unauthorised('SIGNED_OUT', 'This person signed out everywhere since: sign in again.');
    const known = roles.filter((role): role is Role => (knownRoles as readonly string[]).includes(role));
    const actor = officer === null ? `person:${id}` : `officer:${officer}`;
    return new Caller(actor, known, this.permissions, officer, id);
  }
}
