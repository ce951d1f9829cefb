import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { Delivery, DeliveryEvent } from '../delivery/delivery.events.js';
import type { InvitationEvent } from '../invitation/invitation.events.js';
import { latestOf } from '../delivery/latest.js';
import { folds } from './folds.js';

type Event = InvitationEvent | DeliveryEvent;
type Recorded<Type extends Event['type']> = RecordedEvent<Extract<Event, { type: Type }>>;
type Invited = Recorded<'PersonInvited'>['data'];

export interface InvitationRow {
  readonly id: string;
  readonly civicEventId: string;
  readonly category: string;
  readonly answer: 'accepted' | 'declined' | 'none';
  readonly registrationId: string | null;
  /** Of the invitation; `null` where nothing was heard of it. */
  readonly delivery: Delivery | null;
  /** Its outcome. */
  readonly delivered: string | null;
  readonly position: number;
  /** Personal values sealed. */
  readonly invited: Pick<Invited, 'name' | 'contact' | 'language' | 'invitedAt'>;
}

/** The people whom staff invited to civic events, with their answers. */
export const invitationList = defineView<InvitationRow>({
  name: 'invitation_list',
  version: 2,
  fold: folds.invitation_list,
  key: 'id',
  columns: {
    id: 'text',
    civicEventId: 'text NOT NULL',
    category: 'text NOT NULL',
    answer: 'text NOT NULL',
    registrationId: 'text',
    delivery: 'jsonb',
    delivered: 'text',
    position: 'bigint NOT NULL',
    invited: 'jsonb NOT NULL',
  },
  indexes: ['(civic_event_id, position)', '(civic_event_id, delivered, position)'],
  on: {
    PersonInvited: {
      evolve: (_row, { stream, position, data }: Recorded<'PersonInvited'>) => {
        const { civicEventId, category, name, contact, language, invitedAt } = data;
        const invited = { name, contact, language, invitedAt };
        const heard = { delivery: null, delivered: null };
        return {
          id: idOf(stream),
          civicEventId,
          category,
          answer: 'none',
          registrationId: null,
          ...heard,
          position,
          invited,
        };
      },
    },
    InvitationAccepted: {
      evolve: (row, { data: { registrationId } }: Recorded<'InvitationAccepted'>) =>
        row && { ...row, answer: 'accepted', registrationId },
    },
    DeliveryLearned: {
      keys: ({ data }: Recorded<'DeliveryLearned'>) => [data.about.id],
      evolve: (row, { data }: Recorded<'DeliveryLearned'>) => row && { ...row, ...latestOf(row, data) },
    },
    InvitationDeclined: { evolve: (row) => row && { ...row, answer: 'declined' } },
  },
});
