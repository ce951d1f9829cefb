import type { LocalizedText } from '@ecou/contracts';
import { defineView, idOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { FacilityEvent } from '../facility/facility.events.js';
import type { Verification } from '../facility/facility.state.js';
import { folds } from './folds.js';

export interface VerificationRow {
  readonly id: string;
  readonly kind: string;
  readonly name: LocalizedText;
  readonly status: string;
  readonly verified: Verification | null;
  /** `9999-12-31` where no rule asks for it: such rows come last. */
  readonly dueOn: string;
  readonly hasSteward: boolean;
}

type Recorded<Type extends FacilityEvent['type']> = RecordedEvent<Extract<FacilityEvent, { type: Type }>>;
type Row = VerificationRow | undefined;

export const never = '9999-12-31';

const opened = { evolve: (row: Row) => row && { ...row, status: 'open' } };

/** Facilities that are not retired, by the day on which they are to be verified again. */
export const verificationQueue = defineView<VerificationRow>({
  name: 'verification_queue',
  version: 1,
  fold: folds.verification_queue,
  key: 'id',
  columns: {
    id: 'text',
    kind: 'text NOT NULL',
    name: 'jsonb NOT NULL',
    status: 'text NOT NULL',
    verified: 'jsonb',
    dueOn: 'text COLLATE "C" NOT NULL',
    hasSteward: 'boolean NOT NULL',
  },
  indexes: ['(due_on, id)', '(kind, due_on, id)', '(due_on, id) WHERE verified IS NULL'],
  on: {
    FacilityAdded: {
      evolve: (_row, { stream, data: { kind, name, status } }: Recorded<'FacilityAdded'>) => ({
        ...{ id: idOf(stream), kind, name, status, verified: null, dueOn: never, hasSteward: false },
      }),
    },
    FacilityChanged: {
      evolve: (row: Row, { data: { kind, name } }: Recorded<'FacilityChanged'>) => row && { ...row, kind, name },
    },
    FacilityOpened: opened,
    FacilityResumed: opened,
    FacilitySuspended: { evolve: (row: Row) => row && { ...row, status: 'suspended' } },
    FacilityRetired: { evolve: () => null },
    FacilityVerified: {
      evolve: (row: Row, { data: { verifiedBy: by, verifiedAt: at } }: Recorded<'FacilityVerified'>) =>
        row && { ...row, verified: { by, at } },
    },
    VerificationPlanned: {
      evolve: (row: Row, { data: { dueOn } }: Recorded<'VerificationPlanned'>) =>
        row && { ...row, dueOn: dueOn ?? never },
    },
    StewardNamed: { evolve: (row: Row) => row && { ...row, hasSteward: true } },
    StewardReleased: { evolve: (row: Row) => row && { ...row, hasSteward: false } },
  },
});
