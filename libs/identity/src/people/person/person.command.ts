import {
  idOf,
  Rejected,
  Sealing,
  streamOf,
  UnitsOfWork,
  Vault,
  type CommandResult,
  type Sealed,
  type UnitOfWork,
  type Unsealed,
} from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { person } from './person.aggregate.js';
import type { RegisterPasskey, RemovePasskey } from './passkeys.decider.js';
import type { CorrectPerson, InvitePerson, PersonCommandBody, TieIdentity } from './person.decider.js';
import type { Passkey, Person } from './person.state.js';

export class PersonCommand extends AggregateCommand<Unsealed<PersonCommandBody>> {}

const scopes = { email: 'person e-mail', identity: 'person identity', passkey: 'person passkey' } as const;

/** Claims that go with a person. */
export const personalClaims = Object.values(scopes);

/** One person has an e-mail address, whatever its case. */
export const emailClaim = (email: string) => ({ scope: scopes.email, value: email.trim().toLowerCase() });

/** An account of a provider signs one person in. */
const identityClaim = (issuer: string, subject: string) => ({
  scope: scopes.identity,
  value: JSON.stringify([issuer, subject]),
});

/** A credential signs one person in. */
const passkeyClaim = (credential: string) => ({ scope: scopes.passkey, value: credential });

const taken = (code: string, message: string) => (): never => {
  throw new Rejected(code, message);
};

@CommandHandler(PersonCommand)
export class PersonHandler implements ICommandHandler<PersonCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  execute({ id, command: given, context }: PersonCommand): Promise<CommandResult> {
    return this.units.run(context, async (work) => {
      // Name and address belong to the person: their random id is the subject.
      const state = await work.look(person, id);
      if (given.type === 'EnablePerson') await this.refuseErased(state);
      const command = await new Sealing(this.vault, id, state).seal<PersonCommandBody>(given);
      if (command.type === 'InvitePerson' || command.type === 'CorrectPerson') return this.name(id, command, work);
      if (command.type === 'TieIdentity') return this.tie(id, command, work);
      if (command.type === 'RegisterPasskey' || command.type === 'RemovePasskey')
        return this.changePasskeys(id, command, work);
      await work.decide(person, id, command);
    });
  }

  private async refuseErased(state: Person | null): Promise<void> {
    if (!state || (await this.vault.open(state.name)) !== undefined) return;
    throw new Rejected('PERSON_ERASED', 'The person was erased: whoever comes back is invited anew.');
  }

  private async name(id: string, command: InvitePerson | CorrectPerson, work: UnitOfWork): Promise<void> {
    const { before, changed } = await work.decide(person, id, command);
    if (!changed) return;
    const [old, next] = [await this.emailIn(before?.email), await this.emailIn(command.email)];
    if (next === undefined || (old !== undefined && emailClaim(old).value === emailClaim(next).value)) return;
    const stream = streamOf(person.category, id);
    if (old !== undefined) work.release({ ...emailClaim(old), stream });
    work.claim({ ...emailClaim(next), stream }, taken('EMAIL_TAKEN', 'Somebody else has this e-mail address.'));
  }

  private async emailIn(email: Sealed<string> | undefined): Promise<string | undefined> {
    return email && (await this.vault.open(email));
  }

  private async tie(id: string, command: TieIdentity, work: UnitOfWork): Promise<void> {
    const { before, changed } = await work.decide(person, id, command);
    if (!changed) return;
    const stream = streamOf(person.category, id);
    const { identity } = before ?? { identity: null };
    if (identity) work.release({ ...identityClaim(identity.issuer, identity.subject), stream });
    const claim = identityClaim(command.issuer, command.subject);
    work.claim({ ...claim, stream }, taken('IDENTITY_TAKEN', 'This account of the provider is tied to somebody else.'));
  }

  private async changePasskeys(id: string, command: RegisterPasskey | RemovePasskey, work: UnitOfWork): Promise<void> {
    const { before, after } = await work.decide(person, id, command);
    const stream = streamOf(person.category, id);
    const [old, next] = [before?.passkeys ?? [], after?.passkeys ?? []];
    for (const credential of await this.credentialsOnlyIn(old, next))
      work.release({ ...passkeyClaim(credential), stream });
    for (const credential of await this.credentialsOnlyIn(next, old))
      work.claim(
        { ...passkeyClaim(credential), stream },
        taken('PASSKEY_TAKEN', 'This passkey is registered already.'),
      );
  }

  /** The credentials of those passkeys that are not among the others; those of whoever was erased are none. */
  private async credentialsOnlyIn(some: readonly Passkey[], others: readonly Passkey[]): Promise<readonly string[]> {
    const only = some.filter(({ id }) => !others.some((other) => other.id === id));
    const opened = await Promise.all(only.map(({ credential }) => this.vault.open(credential)));
    return opened.filter((credential) => credential !== undefined);
  }
}

async function holderOf({ scope, value }: { readonly scope: string; readonly value: string }, units: UnitsOfWork) {
  const holder = await units.store.findClaim(scope, value);
  return holder === null ? undefined : idOf(holder);
}

/** The id of whoever has an e-mail address; `undefined` where nobody does. */
export const personWith = (email: string, units: UnitsOfWork): Promise<string | undefined> =>
  holderOf(emailClaim(email), units);

/** The id of whoever a credential signs in; `undefined` where it is nobody's. */
export const personWithPasskey = (credential: string, units: UnitsOfWork): Promise<string | undefined> =>
  holderOf(passkeyClaim(credential), units);
