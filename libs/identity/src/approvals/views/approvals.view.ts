import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { ApprovalEvent, ApprovalStatus, Somebody } from '@ecou/runtime';
import { folds } from './folds.js';

export interface ApprovalRow {
  readonly id: string;
  readonly kind: string;
  readonly status: ApprovalStatus;
  readonly says: string;
  readonly permission: string;
  readonly askedBy: Somebody;
  /** ISO 8601. */
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly decidedBy: Somebody | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
  readonly isWaived: boolean;
  readonly usedAt: string | null;
}

type Recorded<Type extends ApprovalEvent['type']> = RecordedEvent<Extract<ApprovalEvent, { type: Type }>>;
type Row = ApprovalRow | undefined;

/** Orders that need two people, and what became of them. */
export const approvals = defineView<ApprovalRow>({
  name: 'approvals',
  version: 1,
  fold: folds.approvals,
  key: 'id',
  columns: {
    id: 'text',
    kind: 'text NOT NULL',
    status: 'text NOT NULL',
    says: 'text NOT NULL',
    permission: 'text NOT NULL',
    askedBy: 'jsonb NOT NULL',
    askedAt: 'text COLLATE "C" NOT NULL',
    expiresAt: 'text COLLATE "C" NOT NULL',
    decidedBy: 'jsonb',
    decidedAt: 'text COLLATE "C"',
    note: 'text',
    isWaived: 'boolean NOT NULL',
    usedAt: 'text COLLATE "C"',
  },
  indexes: ['(asked_at, id)', '(status, asked_at, id)'],
  on: {
    ApprovalAsked: {
      evolve: (_row, { stream, data: { orderHash: _, ...asked } }: Recorded<'ApprovalAsked'>) => ({
        ...{ id: idOf(stream), status: 'asked' as const, ...asked },
        ...{ decidedBy: null, decidedAt: null, note: null, isWaived: false, usedAt: null },
      }),
    },
    ApprovalGiven: {
      evolve: (row: Row, { data: { by, givenAt, note } }: Recorded<'ApprovalGiven'>) =>
        row && { ...row, status: 'approved' as const, decidedBy: by, decidedAt: givenAt, note },
    },
    ApprovalRefused: {
      evolve: (row: Row, { data: { by, refusedAt, note } }: Recorded<'ApprovalRefused'>) =>
        row && { ...row, status: 'refused' as const, decidedBy: by, decidedAt: refusedAt, note },
    },
    ApprovalWaived: { evolve: (row: Row) => row && { ...row, status: 'approved' as const, isWaived: true } },
    ApprovalWithdrawn: { evolve: (row: Row) => row && { ...row, status: 'withdrawn' as const } },
    ApprovalExpired: { evolve: (row: Row) => row && { ...row, status: 'expired' as const } },
    ApprovalUsed: {
      evolve: (row: Row, { data: { usedAt } }: Recorded<'ApprovalUsed'>) =>
        row && { ...row, status: 'used' as const, usedAt },
    },
  },
});
