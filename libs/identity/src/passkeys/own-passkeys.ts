import type { CommandContext } from '@ecou/event-sourcing';
import { Callers, Problem, type Session } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { Holders } from './holders.js';
import type { OwnPasskeysAnswer } from './passkeys.schemas.js';

/** The time after a sign-in in which passkeys are added and removed, milliseconds. */
const freshMs = 900_000;

/** True for a session in which passkeys are added and removed: one that was left open is not enough. */
const isFresh = ({ startedAt }: Session, now: string): boolean => Date.parse(now) - Date.parse(startedAt) < freshMs;

/** Throws 403 where somebody signed in too long ago. */
export function requireFresh(session: Session, now: string): void {
  if (!isFresh(session, now))
    throw new Problem(
      403,
      'SIGN_IN_AGAIN',
      'You signed in more than 15 minutes ago: sign in again to change passkeys.',
    );
}

/** The passkeys of whoever is signed in. */
@Injectable()
export class OwnPasskeys {
  constructor(
    private readonly holders: Holders,
    private readonly callers: Callers,
  ) {}

  async list(session: Session, now: string): Promise<OwnPasskeysAnswer> {
    const { passkeys } = await this.holders.get(session.person.id);
    const uses = await this.callers.passkeyUses.lastOf(passkeys.map(({ id }) => id));
    const listed = passkeys.map(({ id, name, registeredAt, isBlocked }) => ({
      ...{ id, name, registeredAt, isBlocked },
      usedAt: uses.get(id) ?? null,
    }));
    return { passkeys: listed, mayChange: isFresh(session, now) };
  }

  /** Removes one, and ends the sessions in other browsers, which it may have opened. Throws `Rejected` for the last that signs them in. */
  async remove(session: Session, passkey: string, context: CommandContext): Promise<void> {
    requireFresh(session, context.now);
    const { id } = session.person;
    const provider = this.callers.provider?.settings.issuer ?? null;
    await this.holders.change(id, { type: 'RemovePasskey', passkey, provider, at: context.now }, context);
    await this.callers.sessions.endOthers(id, session.id);
  }
}
