import { Rejected, Unknown, type Sealed } from '@ecou/event-sourcing';
import type { Deadline } from '../calendar/deadlines.js';
import type { Author, Content, FileReference, Ground, Subject } from './petition.events.js';

/** Whose move it is: an officer's, the petitioner's, that of the petition that it is joined to, or nobody's. */
type Turn = 'office' | 'petitioner' | 'main' | 'nobody';

interface StatusFacts {
  readonly turn: Turn;
  /** The ground on which it can be closed, where the status alone says it. */
  readonly closedAs: Extract<Ground, 'answered' | 'forwarded'> | null;
}

const facts = {
  registered: { turn: 'office', closedAs: null },
  assigned: { turn: 'office', closedAs: null },
  'in-progress': { turn: 'office', closedAs: null },
  'information-requested': { turn: 'petitioner', closedAs: null },
  joined: { turn: 'main', closedAs: null },
  answered: { turn: 'nobody', closedAs: 'answered' },
  declined: { turn: 'nobody', closedAs: 'answered' },
  forwarded: { turn: 'nobody', closedAs: 'forwarded' },
  closed: { turn: 'nobody', closedAs: null },
} as const satisfies Record<string, StatusFacts>;

export type Status = keyof typeof facts;
export const statuses = Object.keys(facts) as [Status, ...Status[]];

const turnOf = ({ status }: Pick<Petition, 'status'>): Turn => facts[status].turn;

/** The statuses in which it is somebody's move. */
export const statusesOf = (turn: Turn): Status[] => statuses.filter((status) => turnOf({ status }) === turn);

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
export function requirePetition(state: Petition | null): Petition {
  if (!state) throw new Unknown('PETITION_UNKNOWN', 'There is no such petition.');
  return state;
}

/** True while an officer or the petitioner has to act on the petition itself. */
export const isOpen = (petition: Pick<Petition, 'status'>): boolean =>
  turnOf(petition) === 'office' || turnOf(petition) === 'petitioner';

/** True while an answer is to come: its own, or that of the petition that it is joined to. */
export const awaitsAnswer = (petition: Pick<Petition, 'status'>): boolean => turnOf(petition) !== 'nobody';

/** The ground on which a petition can be closed that was answered, declined or forwarded; null for every other one. */
export const closedAs = ({ status }: Pick<Petition, 'status'>): StatusFacts['closedAs'] => facts[status].closedAs;

/** Refuses what only a petition takes that still waits for an answer. */
export function refuseUnlessAwaited(petition: Petition): void {
  if (!awaitsAnswer(petition)) refuseUnlessOpen(petition);
}

/** Refuses what only a petition that is worked on takes. */
export function refuseUnlessOpen(petition: Petition): void {
  if (isOpen(petition)) return;
  if (turnOf(petition) === 'main') {
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
