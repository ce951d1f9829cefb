import { Clock, Rejected, UnitsOfWork } from '@ecou/event-sourcing';
import { Callers, ReadModels, unauthorised, type SignedIn } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import { PersonCommand, personWith } from '../people/person/person.command.js';
import { people } from '../people/views/people.view.js';

/** The time that the view of people is waited for, milliseconds. */
const reachMs = 5_000;

const unknown = () =>
  unauthorised('PERSON_UNKNOWN', 'Nobody here is tied to this account of the provider: ask an administrator.');

/** Ties accounts of the provider to whoever was invited. */
@Injectable()
export class FirstSignIn {
  constructor(
    private readonly callers: Callers,
    private readonly commands: CommandBus,
    private readonly units: UnitsOfWork,
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
  ) {}

  /** Ties an account to whoever was invited with its verified address; answers their id. Throws 401 where nobody was. */
  async tie({ issuer, subject, email: ask }: SignedIn): Promise<string> {
    const email = this.callers.tiesByEmail ? await ask() : null;
    const id = email === null ? undefined : await personWith(email, this.units);
    if (id === undefined) throw unknown();
    const at = this.clock.now();
    const commandId = randomUUID();
    const metadata = { actor: `person:${id}`, correlationId: commandId, causationId: commandId };
    const command = { type: 'TieIdentity', issuer, subject, how: 'email', at } as const;
    const { position } = await this.commands
      .execute(new PersonCommand(id, command, { metadata, commandId, now: at }))
      .catch((error: unknown) => {
        throw error instanceof Rejected ? unauthorised(error.code, error.message) : error;
      });
    await this.readModels.hasReached(people, position, reachMs);
    return id;
  }
}
