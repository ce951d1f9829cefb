import { randomUUID } from 'node:crypto';
import {
  assertNever,
  Rejected,
  Sealing,
  UnitsOfWork,
  Vault,
  type CommandContext,
  type CommandResult,
  type UnitOfWork,
} from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import { civicEvent } from '../../consultations/civic-event/civic-event.aggregate.js';
import {
  announcementOf,
  requireCivicEvent,
  refuseUnlessAhead,
} from '../../consultations/civic-event/civic-event.decider.js';
import { invitationClaim, inTheClear, openContact } from '../registration/contact.js';
import { noteRepeat, register } from '../registration/registering.js';
import { registration } from '../registration/registration.aggregate.js';
import { invitation } from './invitation.aggregate.js';
import { requireInvitation, type Invitee } from './invitation.decider.js';
import type { InviteBody } from './invitation.schemas.js';

/** Somebody whom staff invite. What is personal is sealed once what stands is loaded. */
type InvitePersonBody = Omit<InviteBody['invitations'][number], 'id'> & {
  readonly type: 'InvitePerson';
  readonly civicEventId: string;
};

type Body = InvitePersonBody | { readonly type: 'AcceptInvitation' } | { readonly type: 'DeclineInvitation' };

export class InvitationCommand extends AggregateCommand<Body> {}

@CommandHandler(InvitationCommand)
export class InvitationHandler implements ICommandHandler<InvitationCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: InvitationCommand): Promise<CommandResult> {
    return this.units.run(context, (work) => {
      switch (command.type) {
        case 'InvitePerson':
          return this.invite(id, command, work);
        case 'AcceptInvitation':
          return this.accept(id, work, context);
        case 'DeclineInvitation':
          return work.decide(invitation, id, { ...command, at: work.now });
        default:
          return assertNever(command);
      }
    });
  }

  /** Throws `Rejected`: `CONTACT_INVITED` where the contact is invited already. */
  private async invite(id: string, body: InvitePersonBody, work: UnitOfWork): Promise<void> {
    const { type, ...person } = body;
    const { civicEventId, contact } = person;
    const [found, standing] = await Promise.all([work.read(civicEvent, civicEventId), work.read(invitation, id)]);
    const event = requireCivicEvent(found);
    if (!standing) refuseUnlessAhead(event);
    const before = standing?.invitee;
    const sealing = new Sealing(this.vault, before?.name.subject ?? randomUUID(), before);
    const invitee = await sealing.seal<Invitee>(person);
    await work.decide(invitation, id, { type, invitee, occasion: announcementOf(event), at: work.now });
    work.claim(invitationClaim(civicEventId, inTheClear(contact), id), () => {
      throw new Rejected('CONTACT_INVITED', 'This contact is invited to the civic event already.');
    });
  }

  /** The registration and the answer are one unit. Whoever has registered already keeps that registration. */
  private async accept(id: string, work: UnitOfWork, context: CommandContext): Promise<void> {
    const { invitee, answer } = requireInvitation(await work.read(invitation, id));
    if (answer === 'accepted') {
      work.target(invitation, id);
      return;
    }
    const { civicEventId } = invitee;
    const registrationId = uuidv5('registration', id);
    work.target(registration, registrationId);
    const event = requireCivicEvent(await work.read(civicEvent, civicEventId));
    const person = { ...invitee, needs: null, via: 'invitation' } as const;
    const contact = await openContact(this.vault, invitee.contact);
    await register(work, registrationId, { person, contact, event }, async (holder) => {
      await noteRepeat(this.units, holder, civicEventId, context);
      const accept = { type: 'AcceptInvitation', registrationId: holder, at: context.now } as const;
      return this.units.run(context, (own) => own.decide(invitation, id, accept));
    });
    await work.decide(invitation, id, { type: 'AcceptInvitation', registrationId, at: work.now });
  }
}
