import { Personal, same, type CommandContext } from '@ecou/event-sourcing';
import { Callers, unauthorised } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { asPerson } from './as-person.js';
import { Challenges, type Challenged } from './challenges.js';
import { Holders } from './holders.js';
import type { GivenPasskey } from './passkeys.schemas.js';
import { RelyingParty, type CreationOptions } from './relying-party.js';

/** Whoever registers a passkey, and by which right: an invitation, or their session. */
export interface Registrant {
  /** Id. */
  readonly person: string;
  /** Id; `null`: they are signed in. */
  readonly invitation: string | null;
  /** Id; `null`: they are invited. */
  readonly session: string | null;
}

/** A request with what an authenticator said. */
export interface Sent {
  /** The header `Cookie`. */
  readonly cookies: string | undefined;
  readonly context: CommandContext;
}

const kind = 'passkey-registration';

/** Registers passkeys. */
@Injectable()
export class Registrations {
  constructor(
    private readonly relyingParty: RelyingParty,
    private readonly challenges: Challenges,
    private readonly holders: Holders,
    private readonly callers: Callers,
  ) {}

  /** The options for an authenticator. Throws 404 and 409 where the deployment takes no passkeys. */
  async begin(registrant: Registrant): Promise<Challenged<CreationOptions>> {
    this.relyingParty.check();
    const { id, name, passkeys } = await this.holders.get(registrant.person);
    const credentials = passkeys.flatMap(({ credential }) => credential ?? []);
    const options = await this.relyingParty.registration({ id, name: name ?? '', credentials });
    return this.challenges.keep(kind, options, registrant);
  }

  /** Registers the credential that was made for the challenge of this browser; answers the id of the passkey. Throws 401 where it was not. */
  async finish(registrant: Registrant, { name, credential: made }: GivenPasskey, sent: Sent): Promise<string> {
    this.relyingParty.check();
    const { challenge, ...begun } = await this.challenges.take<Registrant>(kind, sent.cookies);
    if (!same(begun, registrant))
      throw unauthorised('CHALLENGE_OF_ANOTHER', 'This browser began it for somebody else: try again.');
    const { credential, publicKey, counter } = await this.relyingParty.registered(made, challenge);
    const { person, invitation } = registrant;
    const { commandId: passkey, now: at } = sent.context;
    const command = {
      ...{ type: 'RegisterPasskey' as const, passkey, invitation, at, name: new Personal(name) },
      ...{ credential: new Personal(credential), publicKey: new Personal(publicKey) },
    };
    await this.holders.change(person, command, invitation === null ? sent.context : asPerson(sent.context, person));
    await this.callers.passkeyUses.note(passkey, counter);
    return passkey;
  }
}
