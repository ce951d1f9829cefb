import { opened, UnitsOfWork, Vault, type CommandContext } from '@ecou/event-sourcing';
import { Aggregates, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { person } from '../people/person/person.aggregate.js';
import { PersonCommand, personWithPasskey } from '../people/person/person.command.js';
import { requirePerson } from '../people/person/person.decider.js';
import type { Person } from '../people/person/person.state.js';
import { people } from '../people/views/people.view.js';

/** A passkey with what is personal of it; `null`: it was erased. */
export interface HeldPasskey {
  readonly id: string;
  readonly name: string | null;
  readonly credential: string | null;
  readonly publicKey: string | null;
  readonly registeredAt: string;
  readonly isBlocked: boolean;
}

/** A person with their passkeys. */
export interface Holder extends Pick<Person, 'status'> {
  readonly id: string;
  readonly name: string | null;
  /** The oldest first. */
  readonly passkeys: readonly HeldPasskey[];
}

/** The time that the view of people is waited for, milliseconds. */
const reachMs = 5_000;

/** People as their passkeys are asked for: as facts stand now, and not as a view has them. */
@Injectable()
export class Holders {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly units: UnitsOfWork,
    private readonly commands: CommandBus,
    private readonly readModels: ReadModels,
  ) {}

  /** Throws `Unknown`. */
  async get(id: string): Promise<Holder> {
    const { name, status, passkeys } = requirePerson((await this.aggregates.load(person, id)).state);
    return { id, status, ...(await opened(this.vault, { name, passkeys })) };
  }

  /** Whoever a credential signs in, and their passkey; `undefined` where it is nobody's. */
  async with(credential: string): Promise<{ holder: Holder; passkey: HeldPasskey } | undefined> {
    const id = await personWithPasskey(credential, this.units);
    if (id === undefined) return undefined;
    const holder = await this.get(id);
    const passkey = holder.passkeys.find((one) => one.credential === credential);
    return passkey && { holder, passkey };
  }

  /** Changes a person; every process knows of it when this answers, unless it takes long. */
  async change(id: string, command: PersonCommand['command'], context: CommandContext): Promise<void> {
    const { position } = await this.commands.execute(new PersonCommand(id, command, context));
    await this.readModels.hasReached(people, position, reachMs);
  }
}
