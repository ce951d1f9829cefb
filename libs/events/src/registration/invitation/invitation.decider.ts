import { assertNever, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { Announcement } from '../../consultations/civic-event/civic-event.events.js';
import type { InvitationEvent } from './invitation.events.js';

type Invited = Extract<InvitationEvent, { type: 'PersonInvited' }>['data'];
/** Somebody whom staff invite, with what is personal sealed. */
export type Invitee = Omit<Invited, 'occasion' | 'invitedAt'>;

export type InvitePerson = {
  readonly type: 'InvitePerson';
  readonly invitee: Invitee;
  readonly occasion: Announcement;
  readonly at: string;
};
export type AcceptInvitation = {
  readonly type: 'AcceptInvitation';
  readonly registrationId: string;
  readonly at: string;
};
export type DeclineInvitation = { readonly type: 'DeclineInvitation'; readonly at: string };
export type InvitationCommandBody = InvitePerson | AcceptInvitation | DeclineInvitation;

export interface Invitation {
  readonly invitee: Invitee;
  readonly answer: 'accepted' | 'declined' | null;
  /** The registration that came of it. */
  readonly registrationId: string | null;
}

export const invitationDecider: Decider<InvitationCommandBody, Invitation | null, InvitationEvent> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'InvitePerson') return invite(command, state);
    const invitation = requireInvitation(state);
    switch (command.type) {
      case 'AcceptInvitation':
        return accept(command, invitation);
      case 'DeclineInvitation':
        return decline(command, invitation);
      default:
        return assertNever(command);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'PersonInvited': {
        const { occasion: _occasion, invitedAt: _invitedAt, ...invitee } = event.data;
        return { invitee, answer: null, registrationId: null };
      }
      case 'InvitationAccepted':
        return { ...requireInvitation(state), answer: 'accepted', registrationId: event.data.registrationId };
      case 'InvitationDeclined':
        return { ...requireInvitation(state), answer: 'declined' };
      default:
        return assertNever(event);
    }
  },
};

/** The invitation. Throws `Unknown` where there is none. */
export function requireInvitation(invitation: Invitation | null): Invitation {
  if (!invitation) throw new Unknown('INVITATION_UNKNOWN', 'There is no such invitation.');
  return invitation;
}

function invite({ invitee, occasion, at }: InvitePerson, invitation: Invitation | null): InvitationEvent[] {
  if (!invitation) return [{ type: 'PersonInvited', data: { ...invitee, occasion, invitedAt: at } }];
  if (same(invitation.invitee, invitee)) return [];
  throw new Rejected('INVITATION_EXISTS', 'An invitation with this id exists, and says something else.');
}

/** Also by somebody who declined at first. */
function accept({ registrationId, at }: AcceptInvitation, { invitee, answer }: Invitation): InvitationEvent[] {
  if (answer === 'accepted') return [];
  const { civicEventId, category } = invitee;
  const declinedBefore = answer === 'declined';
  return [
    { type: 'InvitationAccepted', data: { civicEventId, category, registrationId, declinedBefore, acceptedAt: at } },
  ];
}

function decline({ at }: DeclineInvitation, { invitee, answer }: Invitation): InvitationEvent[] {
  if (answer === 'declined') return [];
  if (answer === 'accepted') {
    throw new Rejected('INVITATION_ACCEPTED', 'The invitation was accepted; cancel the registration that came of it.');
  }
  const { civicEventId, category } = invitee;
  return [{ type: 'InvitationDeclined', data: { civicEventId, category, declinedAt: at } }];
}
