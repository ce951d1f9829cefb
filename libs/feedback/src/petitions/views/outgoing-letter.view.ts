import { defineView, idOf, type RecordedOf } from '@ecou/event-sourcing';
import type { OutgoingEntry } from '../letters/letters.schemas.js';
import type { PetitionEvent } from '../petition/petition.events.js';
import { folds } from './folds.js';

export type OutgoingLetterRow = OutgoingEntry & {
  /** Of its event: the register is in this order. */
  readonly position: number;
};

type Of<T extends PetitionEvent['type']> = Extract<RecordedOf<PetitionEvent>, { type: T }>;

const sent = {
  keys: ({ data: { outgoingNumber, sendingId } }: Of<'PetitionAnswered' | 'PetitionDeclined'>) =>
    outgoingNumber === null || sendingId === null ? [] : [sendingId],
  evolve: (
    _row: OutgoingLetterRow | undefined,
    { type, stream, position, data }: Of<'PetitionAnswered' | 'PetitionDeclined'>,
    id: string,
  ): OutgoingLetterRow => ({
    id,
    number: data.outgoingNumber ?? '',
    sentAt: data.answeredAt,
    petitionId: idOf(stream),
    petition: data.subject.number,
    kind: data.subject.kind,
    outcome: type === 'PetitionAnswered' ? 'answered' : 'declined',
    department: data.subject.department,
    channel: data.channel,
    state: data.channel === 'in-person' ? 'delivered' : 'sent',
    position,
  }),
};

/** The outgoing register: every letter that went out, and whether it arrived; nothing personal. */
export const outgoingLetter = defineView<OutgoingLetterRow>({
  name: 'outgoing_letter',
  version: 1,
  fold: folds.outgoing_letter,
  key: 'id',
  columns: {
    id: 'text',
    number: 'text NOT NULL',
    sentAt: 'timestamptz NOT NULL',
    petitionId: 'text NOT NULL',
    petition: 'text NOT NULL',
    kind: 'text NOT NULL',
    outcome: 'text NOT NULL',
    department: 'text NOT NULL',
    channel: 'text NOT NULL',
    state: 'text NOT NULL',
    position: 'bigint NOT NULL',
  },
  indexes: ['(position)', ...['number', 'petition', 'department', 'channel', 'state'].map((by) => `(${by}, position)`)],
  on: {
    PetitionAnswered: sent,
    PetitionDeclined: sent,
    AnswerDeliveryReported: {
      keys: ({ data }: Of<'AnswerDeliveryReported'>) => [data.sendingId],
      evolve: (row, { data: { state } }: Of<'AnswerDeliveryReported'>) => row && { ...row, state },
    },
  },
});
