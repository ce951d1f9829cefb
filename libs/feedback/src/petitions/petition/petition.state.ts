import type { LetterFacts } from '@ecou/contracts';
import { Rejected, Unknown, type Sealed } from '@ecou/event-sourcing';
import type { Deadline } from '../calendar/deadlines.js';
import type { PetitionRules } from '../directory/petition-rules.js';
import type {
  Author,
  Content,
  Delivery,
  FileReference,
  Ground,
  PetitionRegistered,
  SendingChannel,
  Signature,
  Subject,
} from './petition.events.js';

/** Another petition. */
export interface Linked {
  readonly id: string;
  readonly number: string;
}

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
  'to-sign': { turn: 'office', closedAs: null },
  'to-send': { turn: 'office', closedAs: null },
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

/** An answer that was written, and did not go out yet. */
export interface Draft {
  readonly outcome: 'answered' | 'declined';
  readonly salutation: Sealed<string> | null;
  readonly text: Sealed<string>;
  readonly legalBasis: string | null;
  readonly attachments: readonly FileReference[];
  readonly officer: string | null;
  readonly signatures: readonly Signature[];
  /** ISO 8601. */
  readonly at: string;
}

/** An answer on its way. */
export interface Sending {
  /** None for what was answered when answers were not sent. */
  readonly id: string | null;
  readonly round: number;
  readonly channel: SendingChannel;
  /** In the outgoing register; none for what is no letter. */
  readonly outgoingNumber: string | null;
  readonly sentAt: string;
  readonly state: 'sent' | Delivery;
  readonly note: Sealed<string> | null;
  /** ISO 8601. */
  readonly at: string;
}

export interface Reply {
  readonly round: number;
  readonly outcome: 'answered' | 'declined';
  readonly salutation: Sealed<string> | null;
  readonly text: Sealed<string>;
  readonly legalBasis: string | null;
  readonly attachments: readonly FileReference[];
  readonly officer: string | null;
  readonly numbers: readonly string[];
  readonly signatures: readonly Signature[];
  /** Those that were answered with it. */
  readonly others: readonly Linked[];
  readonly sendingId: string | null;
  readonly channel: SendingChannel;
  readonly through: string | null;
  readonly inTime: boolean | null;
  readonly outgoingNumber: string | null;
  readonly letter: Sealed<LetterFacts> | null;
  readonly answeredAt: string;
}

/** A correction, with its reason and time. */
export interface Correction {
  readonly of: 'petitioner' | 'callback-note' | 'closing-note';
  readonly reason: Sealed<string>;
  readonly at: string;
}

/**
 * The state of a deadline: `none` where there is none, or the matter went another way before its end. While an answer is awaited, by the
 * target date (`overdue`: it is over); afterwards, by the legal one (`met`, `missed`).
 */
export type DeadlineState = 'none' | 'due' | 'due-soon' | 'overdue' | 'met' | 'missed';

export interface Petition {
  readonly status: Status;
  readonly number: string;
  /** As it came in, but for the petitioner and the language, which are as they were corrected last. */
  readonly content: Content;
  /** Those under which it was registered. */
  readonly rules: PetitionRules;
  /** The petitioner and the language as they came in, where they were corrected. */
  readonly cameIn?: Pick<Content, 'petitioner' | 'language'>;
  /** Where there are any. */
  readonly corrections?: readonly Correction[];
  readonly department: string;
  readonly officer: string | null;
  readonly registeredAt: string;
  /** `YYYY-MM-DD`: when it reached the municipality. */
  readonly receivedOn: string;
  /** The authority that sent it on. */
  readonly sentBy: PetitionRegistered['data']['sentBy'];
  /** True where its number is that of another register. */
  readonly takenOver: boolean;
  /** 1, and one more with each reopening. */
  readonly round: number;
  readonly deadline: Deadline | null;
  readonly deadlineState: DeadlineState;
  /** As it was when the wait ended last: what comes back goes on with it. */
  readonly deadlineStateBefore: DeadlineState;
  /** True once the legal date of this round was missed. */
  readonly legallyMissed: boolean;
  readonly extended: { readonly reason: Sealed<string>; readonly at: string } | null;
  /** The petition of the same petitioner that it will be answered with, or was. */
  readonly joinedTo: Linked | null;
  /** An officer's, for taking both for one petitioner's. */
  readonly joiningReason: Sealed<string> | null;
  /** Those of the same petitioner that will be answered with it. */
  readonly joined: readonly Linked[];
  /** The petition of somebody else, on the same matter, with which it is worked on. */
  readonly groupedWith: Linked | null;
  /** Those of other people that are worked on together with it; each is answered by itself. */
  readonly grouped: readonly Linked[];
  /** A text that may become its answer. */
  readonly proposed: {
    readonly text: Sealed<string>;
    readonly legalBasis: string | null;
    readonly at: string;
  } | null;
  /** The answer, while it is to be signed or sent. */
  readonly draft: Draft | null;
  /** Every sending of an answer, the last one at the end. */
  readonly sendings: readonly Sending[];
  readonly thread: readonly Message[];
  /** Ids of the files that are not kept any more. */
  readonly removed: readonly string[];
  readonly callbacks: readonly Callback[];
  readonly replies: readonly Reply[];
  readonly forwarded: { readonly authority: string; readonly reason: Sealed<string>; readonly at: string } | null;
  /** Of what came back from there. */
  readonly returned: { readonly authority: string; readonly reason: Sealed<string>; readonly at: string } | null;
  /** Of this round. */
  readonly satisfaction: { readonly grade: number; readonly comment: Sealed<string> | null } | null;
  readonly reopened: { readonly by: Author; readonly reason: Sealed<string>; readonly at: string } | null;
  readonly closed: {
    readonly ground: Ground;
    readonly earlier: string | null;
    /** The officer's. */
    readonly reason: Sealed<string> | null;
    readonly note: Sealed<string> | null;
    readonly at: string;
  } | null;
  /** Those that repeated it after its answer, and were filed. */
  readonly repeats: readonly (Linked & { readonly at: string })[];
}

/** True for the ways on which an answer is a letter: not what is told, or left to be read. */
export const isLetter = (channel: SendingChannel): boolean => channel !== 'page' && channel !== 'phone';

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
