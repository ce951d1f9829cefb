import {
  assertNever,
  ClaimTaken,
  Rejected,
  streamOf,
  Vault,
  writeOf,
  type UnitExtras,
  CommandResult,
  type CommandContext,
} from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates, settled } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import { announcementOf, refuseUnlessAhead } from '../civic-event/civic-event.decider.js';
import { invitationClaim, openContact, PersonSealer, type Contact } from '../registration/contact.js';
import { ContactRegistered, Registrar } from '../registration/registrar.js';
import { invitation } from './invitation.aggregate.js';
import { invitationDecider, knownInvitation, type Invitee } from './invitation.decider.js';

/** Whom staff invite; what is personal is sealed by the handler. */
export type InviteOrder = {
  readonly type: 'InvitePerson';
  readonly civicEventId: string;
  readonly category: string;
  readonly name: string;
  readonly contact: Contact;
  readonly language: Invitee['language'];
};
export type InvitationOrder =
  InviteOrder | { readonly type: 'AcceptInvitation' } | { readonly type: 'DeclineInvitation' };

export class InvitationCommand extends AggregateCommand<InvitationOrder> {}

@CommandHandler(InvitationCommand)
export class InvitationHandler implements ICommandHandler<InvitationCommand> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly registrar: Registrar,
  ) {}

  execute({ id, command, context }: InvitationCommand): Promise<CommandResult> {
    switch (command.type) {
      case 'InvitePerson':
        return settled(context, () => this.invite(id, command, context));
      case 'AcceptInvitation':
        return settled(context, () => this.accept(id, context));
      case 'DeclineInvitation':
        return this.aggregates.execute(invitation, id, { ...command, at: context.now }, context);
      default:
        return assertNever(command);
    }
  }

  /** Throws `Rejected`: `CONTACT_INVITED` where the contact is invited already. */
  private async invite(id: string, order: InviteOrder, context: CommandContext): Promise<CommandResult> {
    const { type, civicEventId, name, contact, ...rest } = order;
    const [{ event, check }, { state }] = await Promise.all([
      this.registrar.read(civicEventId, true),
      this.aggregates.load(invitation, id),
    ]);
    if (!state) refuseUnlessAhead(event);
    const before = state?.invitee;
    const sealer = new PersonSealer(this.vault, before?.name);
    const invitee = {
      ...rest,
      civicEventId,
      name: await sealer.seal(name, before?.name),
      contact: await sealer.contact(contact, before?.contact),
    };
    const command = { type, invitee, occasion: announcementOf(event), at: context.now } as const;
    const extras = { checks: [check], claims: [invitationClaim(civicEventId, contact, id)] };
    return this.aggregates.execute(invitation, id, command, context, { extras }).catch((error: unknown) => {
      throw error instanceof ClaimTaken
        ? new Rejected('CONTACT_INVITED', 'This contact is invited to the civic event already.')
        : error;
    });
  }

  /** The registration and the answer are one unit. Whoever has registered already keeps that registration. */
  private async accept(id: string, context: CommandContext): Promise<CommandResult> {
    const loaded = await this.aggregates.load(invitation, id);
    const { invitee, answer } = knownInvitation(loaded.state);
    if (answer === 'accepted') return new CommandResult(id, loaded.version, loaded.position, { changed: false });
    const { civicEventId, category, contact, ...person } = invitee;
    const registrationId = uuidv5('registration', id);
    const entry = {
      civicEventId,
      category,
      contact: await openContact(this.vault, contact),
      via: 'invitation' as const,
      seal: () =>
        Promise.resolve({ ...person, civicEventId, category, contact, needs: null, via: 'invitation' as const }),
      further: () => this.accepting(id, registrationId, context),
    };
    try {
      return await this.registrar.enter(registrationId, entry, context);
    } catch (error) {
      if (!(error instanceof ContactRegistered)) throw error;
      const command = { type: 'AcceptInvitation', registrationId: error.registrationId, at: context.now } as const;
      return this.aggregates.execute(invitation, id, command, context);
    }
  }

  /** The answer as it stands in the unit of the registration. */
  private async accepting(
    id: string,
    registrationId: string,
    { commandId, now }: CommandContext,
  ): Promise<Pick<UnitExtras, 'writes'>> {
    const { state, version } = await this.aggregates.load(invitation, id);
    const stream = streamOf(invitation.category, id);
    const events = invitationDecider.decide({ type: 'AcceptInvitation', registrationId, at: now }, state);
    return events.length === 0 ? {} : { writes: [writeOf(commandId, stream, version, events)] };
  }
}
