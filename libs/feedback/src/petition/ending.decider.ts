import { assertNever, Rejected, same, type Sealed } from '@ecou/event-sourcing';
import { deadlineFrom, type Terms } from './deadlines.js';
import type { Author, Ground, PetitionEvent } from './petition.events.js';
import { isOpen, refuseUnlessOpen, subjectOf, type Petition } from './petition.state.js';

export type ClosePetition = { type: 'ClosePetition'; note: Sealed<string> | null; at: string };
/**
 * Closed without an answer of its own: nobody signed it (art. 7), or it repeats one that was answered (art. 10 (2)), which `earlier`
 * is then.
 */
export type FilePetition = {
  type: 'FilePetition';
  ground: 'anonymous' | 'repeat';
  earlier: { readonly id: string; readonly petition: Petition } | null;
  note: Sealed<string> | null;
  at: string;
};
/** The petitioner takes it back. */
export type WithdrawPetition = { type: 'WithdrawPetition'; note: Sealed<string> | null; at: string };
/** `round`: that of the answer which it is about; the current one where it is left out. */
export type ReopenPetition = {
  type: 'ReopenPetition';
  by: Author;
  reason: Sealed<string>;
  round?: number | null;
  terms: Terms;
  at: string;
};
/** `reopen`: why the matter is not settled, from somebody who is not satisfied (a grade of 1 or 2). `round` as for reopening. */
export type GiveSatisfaction = {
  type: 'GiveSatisfaction';
  grade: number;
  comment: Sealed<string> | null;
  reopen: Sealed<string> | null;
  round?: number | null;
  terms: Terms;
  at: string;
};

export type EndingCommand = ClosePetition | FilePetition | WithdrawPetition | ReopenPetition | GiveSatisfaction;

export function endPetition(command: EndingCommand, petition: Petition): PetitionEvent[] {
  switch (command.type) {
    case 'ClosePetition':
      return close(command, petition);
    case 'FilePetition':
      return file(command, petition);
    case 'WithdrawPetition':
      return withdraw(command, petition);
    case 'ReopenPetition':
      return reopen(command, petition);
    case 'GiveSatisfaction':
      return giveSatisfaction(command, petition);
    default:
      return assertNever(command);
  }
}

interface Closing {
  readonly ground: Ground;
  readonly earlier?: string;
  readonly note: Sealed<string> | null;
  readonly at: string;
}

const closed = ({ ground, earlier, note, at }: Closing, petition: Petition): PetitionEvent[] => [
  {
    type: 'PetitionClosed',
    data: { subject: subjectOf(petition), ground, earlier: earlier ?? null, note, closedAt: at },
  },
];

function close({ note, at }: ClosePetition, petition: Petition): PetitionEvent[] {
  const { status, content } = petition;
  if (status === 'closed') return [];
  if (status === 'answered' || status === 'declined') return closed({ ground: 'answered', note, at }, petition);
  if (status === 'forwarded') return closed({ ground: 'forwarded', note, at }, petition);
  // A notice is owed no answer.
  if (content.kind === 'notice' && isOpen(petition)) return closed({ ground: 'noted', note, at }, alone(petition));
  throw new Rejected('PETITION_NOT_ANSWERED', 'A petition is closed once it was answered, declined or forwarded.');
}

function file({ ground, earlier, note, at }: FilePetition, petition: Petition): PetitionEvent[] {
  if (petition.closed?.ground === ground) return [];
  refuseUnlessOpen(petition);
  if (ground === 'anonymous') {
    if (petition.content.petitioner) throw new Rejected('PETITIONER_KNOWN', 'The petition says who asks.');
    return closed({ ground, note, at }, alone(petition));
  }
  if (!earlier) throw new Rejected('EARLIER_MISSING', 'It repeats a petition that was answered: say which.');
  if (earlier.petition.replies.length === 0 || earlier.petition.number === petition.number) {
    throw new Rejected('EARLIER_NOT_ANSWERED', 'It repeats a petition that was answered; the other one was not.');
  }
  return closed({ ground, earlier: earlier.id, note, at }, alone(petition));
}

function withdraw({ note, at }: WithdrawPetition, petition: Petition): PetitionEvent[] {
  if (petition.closed?.ground === 'withdrawn') return [];
  refuseUnlessOpen(petition);
  return closed({ ground: 'withdrawn', note, at }, alone(petition));
}

/** Those that are joined to it would never be answered. */
function alone(petition: Petition): Petition {
  if (petition.joined.length === 0) return petition;
  throw new Rejected('OTHERS_JOINED', 'Other petitions are to be answered with this one.');
}

/** Refuses what is said of an answer that another one has followed, as by a page that was opened before. */
function refuseIfOutdated(round: number | null | undefined, petition: Petition): void {
  if ((round ?? petition.round) === petition.round) return;
  throw new Rejected('ANSWER_OUTDATED', 'It is about an earlier answer: please read the petition again.');
}

function reopen({ by, reason, round, terms, at }: ReopenPetition, petition: Petition): PetitionEvent[] {
  // A retried command: nothing has happened since.
  if (isOpen(petition) && same(petition.reopened?.reason, reason)) return [];
  refuseIfOutdated(round, petition);
  if (!wasAnswered(petition)) {
    throw new Rejected('PETITION_NOT_ENDED', 'A petition is reopened once it was answered or declined.');
  }
  return [reopened(petition, { by, reason, terms, at })];
}

/** Whether an answer stands, and the petition waits for nothing. */
const wasAnswered = ({ status, closed: end }: Petition): boolean =>
  status === 'answered' || status === 'declined' || end?.ground === 'answered';

const reopened = (
  petition: Petition,
  { by, reason, terms, at }: Omit<ReopenPetition, 'type' | 'round'>,
): PetitionEvent => ({
  type: 'PetitionReopened',
  data: {
    subject: subjectOf(petition),
    round: petition.round + 1,
    by,
    reason,
    deadline: petition.deadline && deadlineFrom(at, terms),
    reopenedAt: at,
  },
});

function giveSatisfaction(command: GiveSatisfaction, petition: Petition): PetitionEvent[] {
  const { grade, comment, reopen: reason, terms, at } = command;
  if (hasReopened(command, petition)) return [];
  refuseIfOutdated(command.round, petition);
  if (!reason && same(petition.satisfaction, { grade, comment })) return [];
  if (!wasAnswered(petition)) throw new Rejected('PETITION_NOT_ANSWERED', 'It is not answered yet.');
  if (petition.satisfaction) {
    throw new Rejected('SATISFACTION_GIVEN', 'Somebody has said already how satisfied they are.');
  }
  const given: PetitionEvent = {
    type: 'SatisfactionGiven',
    data: { round: petition.round, grade, comment, givenAt: at },
  };
  if (!reason) return [given];
  if (grade > 2) throw new Rejected('SATISFIED', 'Whoever gives 3 or more is satisfied: nothing is reopened.');
  return [given, reopened(petition, { by: 'citizen', reason, terms, at })];
}

/** A retried command: the same has led to the reopening. */
const hasReopened = ({ reopen: reason }: GiveSatisfaction, petition: Petition): boolean =>
  reason !== null && isOpen(petition) && same(petition.reopened?.reason, reason);
