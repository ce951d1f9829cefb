import type { CommandContext } from '@ecou/event-sourcing';
import { Callers, unauthorised } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { SignIns } from '../sign-in/sign-ins.js';
import { actorOf, asPerson } from './as-person.js';
import { Challenges, type Challenged } from './challenges.js';
import { Holders, type HeldPasskey, type Holder } from './holders.js';
import type { UsedPasskey } from './passkeys.schemas.js';
import type { Sent } from './registrations.js';
import { RelyingParty, type RequestOptions } from './relying-party.js';

const kind = 'passkey-sign-in';

/** A session that was begun. */
interface Begun {
  /** Values of `Set-Cookie`. */
  readonly cookies: readonly string[];
  readonly actor: string;
}

const unknown = () =>
  unauthorised('PASSKEY_UNKNOWN', 'Nobody here has this passkey: it was removed, or is of another site.');

/** Signs people in by their passkeys, and begins their sessions, which are those of any other sign-in. */
@Injectable()
export class PasskeySignIns {
  constructor(
    private readonly relyingParty: RelyingParty,
    private readonly challenges: Challenges,
    private readonly holders: Holders,
    private readonly callers: Callers,
    private readonly signIns: SignIns,
  ) {}

  /** The options for an authenticator. Throws 404 and 409 where the deployment takes no passkeys. */
  async begin(): Promise<Challenged<RequestOptions>> {
    this.relyingParty.check();
    return this.challenges.keep(kind, await this.relyingParty.signIn(), {});
  }

  /** Begins a session of whoever signed the challenge of this browser. Throws 401 where nobody did who may sign in. */
  async finish(used: UsedPasskey, { cookies, context }: Sent): Promise<Begun> {
    this.relyingParty.check();
    const { challenge } = await this.challenges.take(kind, cookies);
    const found = await this.holders.with(used.id);
    const publicKey = found?.passkey.publicKey ?? null;
    if (!found || publicKey === null) throw unknown();
    const { holder, passkey } = found;
    const registered = { person: holder.id, credential: used.id, publicKey };
    const counter = await this.relyingParty.signedIn(used, challenge, registered);
    refuseWhoMayNot(holder, passkey);
    if (!(await this.callers.passkeyUses.note(passkey.id, counter))) throw await this.block(holder, passkey, context);
    const session = await this.signIns.beginSession(holder.id, cookies);
    return { cookies: [session, this.challenges.clear()], actor: actorOf(holder.id) };
  }

  /** Two authenticators count apart: whichever is the copy, neither opens anything any more. */
  private async block({ id }: Holder, passkey: HeldPasskey, context: CommandContext): Promise<Error> {
    const command = { type: 'BlockPasskey', passkey: passkey.id, at: context.now } as const;
    await this.holders.change(id, command, asPerson(context, id));
    return unauthorised(
      'PASSKEY_COPIED',
      'The counter of this passkey went back: somebody has a copy of it.',
      actorOf(id),
    );
  }
}

/** Says to whoever proved that a passkey is theirs why it opens nothing. */
function refuseWhoMayNot({ id, status }: Holder, { isBlocked }: HeldPasskey): void {
  if (status === 'disabled')
    throw unauthorised('PERSON_DISABLED', 'This person may not sign in any more.', actorOf(id));
  if (isBlocked)
    throw unauthorised('PASSKEY_BLOCKED', 'Somebody has a copy of this passkey: use another.', actorOf(id));
}
