import { Rejected, Unknown, type Sealed } from '@ecou/event-sourcing';
import type { Deadline } from '../calendar/deadlines.js';
import type { Author, Content, FileReference, Ground, Subject } from './petition.events.js';

/** Whose move it is in each status: an officer's, the petitioner's, that of the petition that it is joined to, or nobody's. */
const turns = {
  registered: 'office',
  assigned: 'office',
  'in-progress': 'office',
  'information-requested': 'petitioner',
  joined: 'main',
  answered: 'nobody',
  declined: 'nobody',
  forwarded: 'nobody',
  closed: 'nobody',
} as const satisfies Record<string, Turn>;
type Turn = 'office' | 'petitioner' | 'main' | 'nobody';

export type Status = keyof typeof turns;
export const statuses = Object.keys(turns) as [Status, ...Status[]];

/** The statuses in which it is somebody's move. */
export const statusesOf = (turn: Turn): Status[] => statuses.filter((status) => turns[status] === turn);

export interface Message {
  readonly id: string;
  readonly from: Author;
  readonly officer: string | null;
  /** True where an officer asks for something by it. */
  readonly asks: boolean;
  readonly text: Sealed<string>;
  readonly attachments: readonly FileReference[];
  readonly at: string;
}

export interface Callback {
  readonly id: string;
  readonly phone: Sealed<string>;
  readonly note: Sealed<string> | null;
  readonly requestedAt: string;
  readonly done: { readonly at: string; readonly note: Sealed<string> | null } | null;
}

export interface Reply {
  readonly round: number;
  readonly outcome: 'answered' | 'declined';
  readonly text: Sealed<string>;
  readonly legalBasis: string | null;
  readonly attachments: readonly FileReference[];
  readonly officer: string | null;
  readonly through: string | null;
  readonly inTime: boolean | null;
  readonly answeredAt: string;
}

/** The state of a deadline: `none` where there is none, or the matter went another way before its end. */
export type DeadlineState = 'none' | 'due' | 'due-soon' | 'overdue' | 'met' | 'missed';

export interface Petition {
  readonly status: Status;
  readonly number: string;
  /** As it came in. */
  readonly content: Content;
  readonly department: string;
  readonly officer: string | null;
  readonly registeredAt: string;
  /** 1, and one more with each reopening. */
  readonly round: number;
  readonly deadline: Deadline | null;
  readonly deadlineState: DeadlineState;
  readonly extended: { readonly reason: Sealed<string>; readonly at: string } | null;
  /** The petition that it will be answered with, or was. */
  readonly joinedTo: { readonly id: string; readonly number: string } | null;
  /** Those that will be answered with it. */
  readonly joined: readonly { readonly id: string; readonly number: string }[];
  readonly thread: readonly Message[];
  /** Ids of the files that are not kept any more. */
  readonly removed: readonly string[];
  readonly callbacks: readonly Callback[];
  readonly replies: readonly Reply[];
  readonly forwarded: { readonly authority: string; readonly reason: Sealed<string>; readonly at: string } | null;
  /** Of this round. */
  readonly satisfaction: { readonly grade: number; readonly comment: Sealed<string> | null } | null;
  readonly reopened: { readonly by: Author; readonly reason: Sealed<string>; readonly at: string } | null;
  readonly closed: {
    readonly ground: Ground;
    readonly earlier: string | null;
    readonly note: Sealed<string> | null;
    readonly at: string;
  } | null;
}

/** The petition. Throws `Unknown` where there is none. */
export function required(state: Petition | null): Petition {
  if (!state) throw new Unknown('PETITION_UNKNOWN', 'There is no such petition.');
  return state;
}

/** True while an officer or the petitioner has to act on the petition itself. */
export const isOpen = ({ status }: Pick<Petition, 'status'>): boolean =>
  turns[status] === 'office' || turns[status] === 'petitioner';

/** True while an answer is to come: its own, or that of the petition that it is joined to. */
export const awaitsAnswer = ({ status }: Pick<Petition, 'status'>): boolean => turns[status] !== 'nobody';

/** Refuses what only a petition takes that still waits for an answer. */
export function refuseUnlessAwaited(petition: Petition): void {
  if (!awaitsAnswer(petition)) refuseUnlessOpen(petition);
}

/** Refuses what only a petition that is worked on takes. */
export function refuseUnlessOpen(petition: Petition): void {
  if (isOpen(petition)) return;
  if (turns[petition.status] === 'main') {
    throw new Rejected('PETITION_JOINED', 'The petition is joined to another, and is dealt with there.');
  }
  throw new Rejected('PETITION_DONE', `The petition is ${petition.status}.`);
}

/** Refuses what would leave those without an answer that are joined to it. */
export function refuseIfOthersJoined({ joined }: Petition): void {
  if (joined.length > 0) throw new Rejected('OTHERS_JOINED', 'Other petitions are to be answered with this one.');
}

/** The part of a petition that others are told. */
export const subjectOf = ({ number, content, department }: Petition): Subject => {
  const { kind, category, language, petitioner } = content;
  const { name, channel, contact } = petitioner ?? {};
  const recipient = name && channel && contact ? { name, channel, contact } : null;
  return { number, kind, category, department, language, recipient };
};
