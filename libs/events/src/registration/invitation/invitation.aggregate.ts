import type { Aggregate } from '@ecou/event-sourcing';
import { invitationDecider, type Invitation, type InvitationCommandBody } from './invitation.decider.js';
import { invitationEvents, type InvitationEvent } from './invitation.events.js';

export const invitation: Aggregate<InvitationCommandBody, Invitation | null, InvitationEvent> = {
  category: invitationEvents.category,
  events: invitationEvents,
  decider: invitationDecider,
};
