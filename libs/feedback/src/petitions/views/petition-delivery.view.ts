import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { DeliveryEvent } from '../delivery/delivery.events.js';
import { folds } from './folds.js';

export type PetitionDeliveryRow = DeliveryEvent['data'] & {
  /** The message's. */
  readonly id: string;
  /** Global position of what was heard last. */
  readonly position: number;
};

/** The outcome of each message to a petitioner. */
export const petitionDelivery = defineView<PetitionDeliveryRow>({
  name: 'petition_delivery',
  version: 1,
  fold: folds.petition_delivery,
  key: 'id',
  columns: {
    id: 'text',
    petitionId: 'text NOT NULL',
    occasion: 'text NOT NULL',
    occasionAt: 'timestamptz NOT NULL',
    channel: 'text NOT NULL',
    outcome: 'text NOT NULL',
    reason: 'text',
    at: 'timestamptz NOT NULL',
    position: 'bigint NOT NULL',
  },
  indexes: ['(petition_id, occasion_at)'],
  on: {
    DeliveryLearned: {
      evolve: (_row, { stream, position, data }: RecordedEvent<DeliveryEvent>): PetitionDeliveryRow => ({
        id: idOf(stream),
        ...data,
        position,
      }),
    },
  },
});
