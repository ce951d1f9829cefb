import { Invalid, Rejected, same, type Sealed } from '@ecou/event-sourcing';
import type { Joining, PetitionEvent } from '../petition.events.js';
import { isOpen, refuseIfOthersJoined, refuseUnlessOpen, subjectOf, type Petition } from '../petition.state.js';

/**
 * Joins a petition to `main`, an earlier one: of the same petitioner on the same problem (art. 10 (1)), or of somebody else on the same
 * matter. `as`: told by the contacts and the reason, where it is null. `sameContact`: both are reached at the same address. `reason`: an
 * officer's, for taking both for one petitioner's, where they are not.
 */
export type JoinPetition = {
  type: 'JoinPetition';
  mainId: string;
  main: Petition;
  as: Joining | null;
  sameContact: boolean;
  reason: Sealed<string> | null;
  at: string;
};
/** The other side of it; written in the same unit. */
export type TakeIn = { type: 'TakeIn'; petitionId: string; number: string; as: Joining };
/** Takes back that it is joined. */
export type SeparatePetition = { type: 'SeparatePetition'; reason: Sealed<string>; at: string };
export type LetGo = { type: 'LetGo'; petitionId: string };
/** Offers a text for the answer, which an officer confirms for each person. */
export type ProposeAnswer = {
  type: 'ProposeAnswer';
  text: Sealed<string>;
  legalBasis: string | null;
  at: string;
};

const asToldBy = ({ as, sameContact, reason }: JoinPetition): Joining =>
  as ?? (sameContact || reason ? 'petitioner' : 'matter');

function join(command: JoinPetition, petition: Petition): PetitionEvent[] {
  const as = asToldBy(command);
  const { mainId, main } = command;
  const there = as === 'petitioner' ? petition.joinedTo : petition.groupedWith;
  if (there?.id === mainId) return [];
  refuseUnlessOpen(petition);
  if (as === 'petitioner') refuseOtherPetitioner(command, petition);
  else refuseSecondGroup(petition);
  if (petition.number === main.number) throw new Rejected('JOINED_TO_ITSELF', 'It cannot be joined to itself.');
  if (!isOpen(main)) {
    throw new Rejected(
      'MAIN_NOT_OPEN',
      'The other petition is not worked on: one that was answered is a reason to file.',
    );
  }
  if (as === 'petitioner') refuseWhereItWaits(petition, main);
  else refuseChain(main);
  return [joined(as, command, petition)];
}

function joined(
  as: Joining,
  { mainId, main, sameContact, reason, at }: JoinPetition,
  petition: Petition,
): PetitionEvent {
  const tie = { subject: subjectOf(petition), as, mainId, mainNumber: main.number, joinedAt: at };
  if (as === 'matter') return { type: 'PetitionJoined', data: { ...tie, told: null, reason: null } };
  return { type: 'PetitionJoined', data: { ...tie, told: sameContact ? 'contact' : 'officer', reason } };
}

function refuseChain({ groupedWith }: Petition): void {
  if (!groupedWith) return;
  throw new Rejected('MAIN_IS_GROUPED', `The other petition is worked on with ${groupedWith.number}: join it there.`);
}

/** One answer is for one petitioner: who it is, the contact tells, or an officer. */
function refuseOtherPetitioner({ main, sameContact, reason }: JoinPetition, petition: Petition): void {
  refuseIfOthersJoined(petition);
  if (main.content.kind === 'notice' || petition.content.kind === 'notice') {
    throw new Rejected(
      'NOTICE_NOT_JOINED',
      'A notice is no petition: it is worked on with others, and not answered with them.',
    );
  }
  if (!sameContact && !reason) {
    const text = 'The contacts are not the same: say why it is one petitioner, or join them as of one matter.';
    throw new Invalid('PETITIONER_NOT_THE_SAME', text, ['reason']);
  }
}

function refuseSecondGroup({ grouped, groupedWith }: Petition): void {
  if (grouped.length > 0) throw new Rejected('OTHERS_GROUPED', 'Other petitions are worked on together with this one.');
  if (groupedWith) {
    throw new Rejected('GROUPED_ALREADY', `It is worked on with ${groupedWith.number}: separate it first.`);
  }
}

/** Nobody waits longer for being joined, and the answer names it. */
function refuseWhereItWaits(petition: Petition, main: Petition): void {
  if (main.draft) {
    throw new Rejected(
      'MAIN_HAS_ANSWER',
      'The answer to the other petition is written without this one: start anew there first.',
    );
  }
  if (Date.parse(main.registeredAt) > Date.parse(petition.registeredAt)) {
    throw new Rejected(
      'MAIN_IS_LATER',
      'The later petition is joined to the earlier one, so that no deadline is put off.',
    );
  }
  const [own, other] = [petition.deadline, main.deadline];
  if (own && other && Date.parse(other.overdueAt) > Date.parse(own.overdueAt)) {
    throw new Rejected(
      'MAIN_IS_DUE_LATER',
      'The other petition is due later, and nobody waits longer for being joined: put this one off first, if there is reason to.',
    );
  }
}

function takeIn({ petitionId, number, as }: TakeIn, petition: Petition): PetitionEvent[] {
  const among = as === 'petitioner' ? petition.joined : petition.grouped;
  if (among.some(({ id }) => id === petitionId)) return [];
  refuseUnlessOpen(petition);
  return [{ type: 'OtherPetitionJoined', data: { petitionId, number, as } }];
}

/** The petition that it is joined to, and how: the closer tie first. */
export function tieOf({
  status,
  joinedTo,
  groupedWith,
}: Petition): { readonly as: Joining; readonly id: string } | null {
  if (status === 'joined' && joinedTo) return { as: 'petitioner', id: joinedTo.id };
  return groupedWith && { as: 'matter', id: groupedWith.id };
}

function separate({ reason, at }: SeparatePetition, petition: Petition): PetitionEvent[] {
  const tie = tieOf(petition);
  if (!tie) throw new Rejected('NOT_JOINED', 'The petition is joined to no other.');
  if (tie.as === 'matter') refuseUnlessOpen(petition);
  const { as, id: mainId } = tie;
  return [{ type: 'PetitionSeparated', data: { subject: subjectOf(petition), as, mainId, reason, separatedAt: at } }];
}

function letGo({ petitionId }: LetGo, { joined, grouped }: Petition): PetitionEvent[] {
  if (![...joined, ...grouped].some(({ id }) => id === petitionId)) return [];
  return [{ type: 'OtherPetitionSeparated', data: { petitionId } }];
}

function propose({ text, legalBasis, at }: ProposeAnswer, petition: Petition): PetitionEvent[] {
  const { proposed } = petition;
  if (proposed && same({ text, legalBasis }, { text: proposed.text, legalBasis: proposed.legalBasis })) return [];
  refuseUnlessOpen(petition);
  return [{ type: 'AnswerProposed', data: { text, legalBasis, proposedAt: at } }];
}

/** Petitions that are dealt with together. */
export const joiningRules = {
  JoinPetition: join,
  TakeIn: takeIn,
  SeparatePetition: separate,
  LetGo: letGo,
  ProposeAnswer: propose,
} as const;
