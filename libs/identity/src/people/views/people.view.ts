import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { PersonEvent } from '../person/person.events.js';
import { evolvePerson, type Person } from '../person/person.state.js';
import { folds } from './folds.js';

export interface PersonRow {
  readonly id: string;
  readonly state: Person['status'];
  readonly roles: readonly string[];
  readonly officer: string | null;
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly sessionsEndedAt: string | null;
  readonly createdAt: string;
  readonly version: number;
  /** The state, with its envelopes. */
  readonly person: Person;
}

/** The state after the event, as the rules have it. */
function evolve(row: PersonRow | undefined, event: RecordedEvent): PersonRow {
  const person = evolvePerson(row?.person ?? null, event as unknown as PersonEvent);
  const { status: state, roles, officer, identity, sessionsEndedAt } = person;
  return {
    ...{ id: idOf(event.stream), state, roles, officer, sessionsEndedAt, person },
    ...{ issuer: identity?.issuer ?? null, subject: identity?.subject ?? null },
    ...{ createdAt: row?.createdAt ?? event.recordedAt, version: event.version },
  };
}

/** Everybody who may sign in, or might. Every process reads it by its name, `identity.people`: its columns stay. */
export const people = defineView<PersonRow>({
  name: 'people',
  version: 2,
  fold: folds.people,
  key: 'id',
  columns: {
    id: 'text COLLATE "C"',
    state: 'text NOT NULL',
    roles: 'text[] NOT NULL',
    officer: 'text',
    issuer: 'text',
    subject: 'text',
    sessionsEndedAt: 'timestamptz',
    createdAt: 'timestamptz NOT NULL',
    version: 'integer NOT NULL',
    person: 'jsonb NOT NULL',
  },
  indexes: ['(issuer, subject)', '(created_at, id)'],
  on: {
    PersonInvited: { evolve },
    PersonCorrected: { evolve },
    IdentityTied: { evolve },
    OfficerTied: { evolve },
    RoleGranted: { evolve },
    RoleWithdrawn: { evolve },
    PersonDisabled: { evolve },
    PersonEnabled: { evolve },
    InvitationIssued: { evolve },
    PasskeyRegistered: { evolve },
    PasskeyRemoved: { evolve },
    PasskeyBlocked: { evolve },
    SessionsEnded: { evolve },
  },
});
