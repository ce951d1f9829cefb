import { opened, Vault } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { person } from './person/person.aggregate.js';

/** The names of people. */
@Injectable()
export class PersonNames {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
  ) {}

  /** `null` for nobody, and for whoever was erased. */
  async nameOf(id: string | null): Promise<string | null> {
    const { state } = id === null ? { state: null } : await this.aggregates.load(person, id);
    return state ? (await opened(this.vault, { name: state.name })).name : null;
  }
}
