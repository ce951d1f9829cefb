import { assertNever, Invalid, Rejected, same, type Sealed } from '@ecou/event-sourcing';
import { dayIsNotOver, isInTime } from './deadlines.js';
import type { FileReference, PetitionEvent } from './petition.events.js';
import { isOpen, refuseUnlessOpen, subjectOf, type Petition } from './petition.state.js';

/** `officer`: id in the directory; null: the department's queue. */
export type AssignPetition = { type: 'AssignPetition'; department: string; officer: string | null; at: string };
export type StartWork = { type: 'StartWork'; at: string };
/** To the competent authority (art. 6¹). */
export type ForwardPetition = { type: 'ForwardPetition'; authority: string; reason: Sealed<string>; at: string };
/** A petition that asks the same will be answered with `main` (art. 10 (1)). */
export type JoinPetition = { type: 'JoinPetition'; mainId: string; main: Petition; at: string };
/** The other side of it; written in the same unit. */
export type TakeIn = { type: 'TakeIn'; petitionId: string; number: string };

export interface ReplyText {
  readonly text: Sealed<string>;
  /** The law that the answer rests on, which a petition's must name (art. 13). */
  readonly legalBasis: string | null;
  readonly attachments: readonly FileReference[];
}

export type AnswerPetition = { type: 'AnswerPetition'; outcome: 'answered' | 'declined'; reply: ReplyText; at: string };
/** The answer of the petition that it is joined to; written in the same unit. */
export type TakeAnswer = Omit<AnswerPetition, 'type'> & {
  type: 'TakeAnswer';
  mainId: string;
  officer: string | null;
};

export type HandlingCommand =
  AssignPetition | StartWork | ForwardPetition | JoinPetition | TakeIn | AnswerPetition | TakeAnswer;

export function handlePetition(command: HandlingCommand, petition: Petition): PetitionEvent[] {
  switch (command.type) {
    case 'AssignPetition':
      return assign(command, petition);
    case 'StartWork':
      return startWork(command, petition);
    case 'ForwardPetition':
      return forward(command, petition);
    case 'JoinPetition':
      return join(command, petition);
    case 'TakeIn':
      return takeIn(command, petition);
    case 'AnswerPetition':
      return answer(command, petition);
    case 'TakeAnswer':
      return takeAnswer(command, petition);
    default:
      return assertNever(command);
  }
}

function assign({ department, officer, at }: AssignPetition, petition: Petition): PetitionEvent[] {
  const isSame = petition.department === department && petition.officer === officer;
  if (isSame && petition.status !== 'registered') return [];
  refuseUnlessOpen(petition);
  const subject = { ...subjectOf(petition), department };
  return [{ type: 'PetitionAssigned', data: { subject, department, officer, assignedAt: at } }];
}

function startWork({ at }: StartWork, petition: Petition): PetitionEvent[] {
  if (petition.status === 'in-progress') return [];
  refuseUnlessOpen(petition);
  return [{ type: 'WorkStarted', data: { startedAt: at } }];
}

function forward({ authority, reason, at }: ForwardPetition, petition: Petition): PetitionEvent[] {
  const { forwarded, deadline } = petition;
  if (forwarded && same({ authority, reason }, { authority: forwarded.authority, reason: forwarded.reason })) return [];
  refuseUnlessOpen(petition);
  refuseIfMain(petition);
  const inTime = deadline && dayIsNotOver(deadline.forwardBy, at);
  return [
    {
      type: 'PetitionForwarded',
      data: { subject: subjectOf(petition), authority, reason, inTime, forwardedAt: at },
    },
  ];
}

function join({ mainId, main, at }: JoinPetition, petition: Petition): PetitionEvent[] {
  if (petition.joinedTo?.id === mainId) return [];
  refuseUnlessOpen(petition);
  refuseIfMain(petition);
  if (petition.number === main.number) throw new Rejected('JOINED_TO_ITSELF', 'It cannot be joined to itself.');
  if (!isOpen(main)) {
    throw new Rejected(
      'MAIN_NOT_OPEN',
      'The other petition is not worked on: one that was answered is a reason to file.',
    );
  }
  if (Date.parse(main.registeredAt) > Date.parse(petition.registeredAt)) {
    throw new Rejected(
      'MAIN_IS_LATER',
      'The later petition is joined to the earlier one, so that no deadline is put off.',
    );
  }
  if (
    petition.deadline &&
    main.deadline &&
    Date.parse(main.deadline.overdueAt) > Date.parse(petition.deadline.overdueAt)
  ) {
    throw new Rejected(
      'MAIN_IS_DUE_LATER',
      'The other petition is due later, and nobody waits longer for being joined: put this one off first, if there is reason to.',
    );
  }
  if ((main.deadline === null) !== (petition.deadline === null)) {
    throw new Rejected('NOTICE_NOT_JOINED', 'A notice and a petition are not joined.');
  }
  return [
    {
      type: 'PetitionJoined',
      data: { subject: subjectOf(petition), mainId, mainNumber: main.number, joinedAt: at },
    },
  ];
}

const refuseIfMain = ({ joined }: Petition): void => {
  if (joined.length > 0) throw new Rejected('OTHERS_JOINED', 'Other petitions are to be answered with this one.');
};

function takeIn({ petitionId, number }: TakeIn, petition: Petition): PetitionEvent[] {
  if (petition.joined.some(({ id }) => id === petitionId)) return [];
  refuseUnlessOpen(petition);
  return [{ type: 'OtherPetitionJoined', data: { petitionId, number } }];
}

function answer({ outcome, reply, at }: AnswerPetition, petition: Petition): PetitionEvent[] {
  if (repeats(petition, outcome, reply)) return [];
  refuseUnlessOpen(petition);
  if (petition.content.kind !== 'notice' && !reply.legalBasis) {
    throw new Invalid('LEGAL_BASIS_MISSING', 'The answer names the law that it rests on.', ['legalBasis']);
  }
  return [replied({ outcome, reply, at, officer: petition.officer, through: null }, petition)];
}

function takeAnswer({ mainId, officer, outcome, reply, at }: TakeAnswer, petition: Petition): PetitionEvent[] {
  if (petition.joinedTo?.id !== mainId || petition.status !== 'joined') return [];
  return [replied({ outcome, reply, at, officer, through: mainId }, petition)];
}

function repeats(petition: Petition, outcome: AnswerPetition['outcome'], reply: ReplyText): boolean {
  const last = petition.replies.at(-1);
  if (petition.status !== outcome || last?.outcome !== outcome) return false;
  const { text, legalBasis, attachments } = last;
  return same(reply, { text, legalBasis, attachments });
}

interface Replying extends Pick<AnswerPetition, 'outcome' | 'reply' | 'at'> {
  readonly officer: string | null;
  readonly through: string | null;
}

function replied({ outcome, reply, at, officer, through }: Replying, petition: Petition): PetitionEvent {
  const { deadline } = petition;
  const { text, legalBasis, attachments } = reply;
  return {
    type: outcome === 'answered' ? 'PetitionAnswered' : 'PetitionDeclined',
    data: {
      subject: subjectOf(petition),
      text,
      legalBasis,
      attachments: [...attachments],
      officer,
      through,
      inTime: deadline && isInTime(deadline, at),
      answeredAt: at,
    },
  };
}
