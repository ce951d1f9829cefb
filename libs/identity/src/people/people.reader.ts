import { opened, Vault } from '@ecou/event-sourcing';
import { Aggregates, pageOf, ReadModels, Versioned, Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { person } from './person/person.aggregate.js';
import { requirePerson } from './person/person.decider.js';
import type { PeopleQuery, PersonListed } from './person/person.schemas.js';
import type { Person } from './person/person.state.js';
import { people } from './views/people.view.js';

/** Reads people, for administrators. */
@Injectable()
export class PeopleReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  /** Throws `Unknown`. */
  async get(id: string): Promise<Versioned<PersonListed>> {
    const { state, version } = await this.aggregates.load(person, id);
    return new Versioned(await this.listed(id, requirePerson(state), version), version);
  }

  /** Throws `Unknown`. */
  async known(id: string): Promise<Person> {
    return requirePerson((await this.aggregates.load(person, id)).state);
  }

  /** Those who were invited first come first. */
  async list(criteria: PeopleQuery): Promise<Page<PersonListed>> {
    const query = this.readModels.repository(people).createQueryBuilder('row');
    if (criteria.state) query.where('row.state = :state', { state: criteria.state });
    const { items, next } = await pageOf(query, { createdAt: z.string(), id: z.string() }, criteria);
    const rows = items.map((row) => this.listed(row.id, row.person, row.version));
    return new Page(await Promise.all(rows), next);
  }

  private async listed(id: string, state: Person, version: number): Promise<PersonListed> {
    const { name, email } = await opened(this.vault, { name: state.name, email: state.email });
    const { status, roles, officer, identity, passkeys, invitation, sessionsEndedAt } = state;
    return {
      ...{ id, name, email, state: status, roles: [...roles], officer, identity },
      passkeys: passkeys.filter(({ isBlocked }) => !isBlocked).length,
      ...{ invitedUntil: invitation?.expiresAt ?? null, sessionsEndedAt, version },
    };
  }
}
