import { Rejected, type CommandContext, type CommandResult } from '@ecou/event-sourcing';
import { Aggregates, CONTEXT_CONFIG, Publisher, SecretTokens, unauthorised } from '@ecou/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { refuseDisabled, requireInvitation } from '../people/person/passkeys.decider.js';
import { person } from '../people/person/person.aggregate.js';
import { PersonCommand } from '../people/person/person.command.js';
import { requirePerson } from '../people/person/person.decider.js';
import type { Settings } from '../settings.js';
import { actorOf } from './as-person.js';
import { invitationPath } from '../sign-in/pages/paths.js';
import { RelyingParty } from './relying-party.js';

/** The time that somebody has to take an invitation, milliseconds. */
const lastsMs = 72 * 3_600_000;

/** The parts of a link. */
export interface InvitationLink {
  /** Id. */
  readonly person: string;
  readonly token: string;
}

/** Links by which people register a passkey. What opens them stands in the fragment of the address, which browsers send nowhere. */
@Injectable()
export class Invitations {
  private readonly tokens: SecretTokens;

  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly relyingParty: RelyingParty,
    private readonly publisher: Publisher,
    @Inject(CONTEXT_CONFIG) { ECOU_SECRET: secret }: Settings,
  ) {
    this.tokens = new SecretTokens(secret, 'person invitation v1');
  }

  /** Throws where nobody can be invited, or this person cannot, before somebody else is asked to approve. */
  async check(id: string): Promise<void> {
    this.relyingParty.check();
    refuseDisabled(requirePerson((await this.aggregates.load(person, id)).state));
  }

  /** Issues an invitation, in place of one that is open; answers its link. */
  async issue(id: string, isApproved: boolean, context: CommandContext): Promise<CommandResult> {
    this.relyingParty.check();
    if (context.repeated) return this.linked(id, context.repeated);
    const { commandId: invitation, now: at } = context;
    const expiresAt = new Date(Date.parse(at) + lastsMs).toISOString();
    const command = { type: 'IssueInvitation', invitation, isApproved, expiresAt, at } as const;
    return this.linked(id, await this.commands.execute(new PersonCommand(id, command, context)));
  }

  /** The id of the invitation that a link opens. Throws 401 where it opens none any more, with one answer for all that it may be. */
  async open({ person: id, token }: InvitationLink, at: string): Promise<string> {
    this.relyingParty.check();
    const invitation = (await this.aggregates.load(person, id)).state?.invitation;
    if (!invitation || !this.tokens.opens(token, id, invitation.id))
      throw unauthorised('INVITATION_UNKNOWN', 'This invitation was used, was replaced by a newer one, or never was.');
    try {
      return requireInvitation(invitation, invitation.id, at).id;
    } catch (error) {
      throw error instanceof Rejected ? unauthorised(error.code, error.message, actorOf(id)) : error;
    }
  }

  /** The answer with the link of the invitation that the command issued. */
  private async linked(id: string, result: CommandResult): Promise<CommandResult> {
    const { invitation } = requirePerson((await this.aggregates.load(person, id, result.position)).state);
    if (!invitation) throw new Error('The invitation was not issued.');
    const link = `${this.publisher.publicUrl}${invitationPath}#${id}.${this.tokens.of(id, invitation.id)}`;
    return result.with({ link, expiresAt: invitation.expiresAt });
  }
}
