import type { Channel, Kind } from '../petition/petition.events.js';

/** The facts of a petition that figures are counted from. `began` and `ended`: since when, and until when, an answer was waited for. */
type StepKind = 'began' | 'ended' | 'extended' | 'moved' | 'missed' | 'assigned';

/** A fact of a petition, at its time. */
export interface Step {
  readonly kind: StepKind;
  /** ISO 8601. */
  readonly at: string;
  /** That had it then. */
  readonly department: string;
  /** The legal date that stands from then on: when it is over, ISO 8601; null for a notice. */
  readonly missedAt?: string | null;
  /** The way it began again, not by its registration: it was reopened, or came back from another authority. */
  readonly again?: 'reopened';
  readonly end?: End;
}

/** The end of waiting for an answer. */
export interface End {
  readonly by: 'answered' | 'declined' | 'forwarded' | 'filed' | 'repeat' | 'withdrawn' | 'noted';
  /** By law; null where nothing says so. */
  readonly inTime: boolean | null;
  /** True where the target date of this round was not over. */
  readonly onTarget: boolean;
  /** True for an answer that was given with that to another petition. */
  readonly together: boolean;
  /** Calendar days since it was registered, or reopened. */
  readonly days: number;
}

export interface CourseRow {
  readonly id: string;
  readonly kind: Kind;
  readonly channel: Channel;
  readonly category: string;
  readonly department: string;
  readonly fromAuthority: boolean;
  readonly registeredAt: string;
  /** Of its last end; null while an answer is waited for. */
  readonly endedAt: string | null;
  /** `YYYY-MM-DD`: the beginning of this round. */
  readonly since: string;
  /** True once the target date of this round was over. */
  readonly offTarget: boolean;
  readonly steps: readonly Step[];
}
