import { Rejected, same, type Sealed } from '@ecou/event-sourcing';
import { closedUnanswered } from './closing.decider.js';
import { deadlineFrom, type Terms } from '../../calendar/deadlines.js';
import { addDays, dayOf } from '../../calendar/working-calendar.js';
import type { Author, PetitionEvent } from '../petition.events.js';
import { closedAs, isOpen, refuseUnlessOpen, subjectOf, type Petition } from '../petition.state.js';

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

function withdraw({ note, at }: WithdrawPetition, petition: Petition): PetitionEvent[] {
  if (petition.closed?.ground === 'withdrawn') return [];
  refuseUnlessOpen(petition);
  return closedUnanswered({ ground: 'withdrawn', note, at }, petition);
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
  if (by === 'citizen') refuseBeyondBounds(petition, at);
  return [reopened(petition, { by, reason, terms, at })];
}

/** The petitioner has a matter reopened so often, and so long after an answer; the office may always put right what it did. */
function refuseBeyondBounds({ rules, round, replies }: Petition, at: string): void {
  if (round > rules.reopenTimes) {
    throw new Rejected(
      'REOPENED_ENOUGH',
      'It was reopened as often as it can be; what is new is a petition of its own.',
    );
  }
  const answeredAt = replies.at(-1)?.answeredAt;
  if (answeredAt !== undefined && dayOf(at) > addDays(dayOf(answeredAt), rules.reopenDays)) {
    throw new Rejected('REOPENED_TOO_LATE', 'The answer is too old for that; what is new is a petition of its own.');
  }
}

/** True where an answer stands, and the petition waits for nothing. */
const wasAnswered = (petition: Petition): boolean => (petition.closed?.ground ?? closedAs(petition)) === 'answered';

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
  refuseBeyondBounds(petition, at);
  return [given, reopened(petition, { by: 'citizen', reason, terms, at })];
}

/** A retried command: the same has led to the reopening. */
const hasReopened = ({ reopen: reason }: GiveSatisfaction, petition: Petition): boolean =>
  reason !== null && isOpen(petition) && same(petition.reopened?.reason, reason);

/** Acts of the petitioner: judges the answer, has the matter reopened, takes it back. */
export const petitionerRules = {
  GiveSatisfaction: giveSatisfaction,
  ReopenPetition: reopen,
  WithdrawPetition: withdraw,
} as const;
