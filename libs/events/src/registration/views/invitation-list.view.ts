import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { InvitationEvent } from '../invitation/invitation.events.js';
import { folds } from './folds.js';

type Recorded<Type extends InvitationEvent['type']> = RecordedEvent<Extract<InvitationEvent, { type: Type }>>;
type Invited = Recorded<'PersonInvited'>['data'];

export interface InvitationRow {
  readonly id: string;
  readonly civicEventId: string;
  readonly category: string;
  readonly answer: 'accepted' | 'declined' | 'none';
  readonly registrationId: string | null;
  readonly position: number;
  /** Personal values sealed. */
  readonly invited: Pick<Invited, 'name' | 'contact' | 'language' | 'invitedAt'>;
}

/** The people whom staff invited to civic events, with their answers. */
export const invitationList = defineView<InvitationRow>({
  name: 'invitation_list',
  version: 1,
  fold: folds.invitation_list,
  key: 'id',
  columns: {
    id: 'text',
    civicEventId: 'text NOT NULL',
    category: 'text NOT NULL',
    answer: 'text NOT NULL',
    registrationId: 'text',
    position: 'bigint NOT NULL',
    invited: 'jsonb NOT NULL',
  },
  indexes: ['(civic_event_id, position)'],
  on: {
    PersonInvited: {
      evolve: (_row, { stream, position, data }: Recorded<'PersonInvited'>) => {
        const { civicEventId, category, name, contact, language, invitedAt } = data;
        const invited = { name, contact, language, invitedAt };
        return { id: idOf(stream), civicEventId, category, answer: 'none', registrationId: null, position, invited };
      },
    },
    InvitationAccepted: {
      evolve: (row, { data: { registrationId } }: Recorded<'InvitationAccepted'>) =>
        row && { ...row, answer: 'accepted', registrationId },
    },
    InvitationDeclined: { evolve: (row) => row && { ...row, answer: 'declined' } },
  },
});
