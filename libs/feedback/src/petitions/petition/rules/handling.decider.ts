import { Rejected, same, type Sealed } from '@ecou/event-sourcing';
import { deadlineFrom, isForwardedInTime, type Terms } from '../../calendar/deadlines.js';
import { refuseUnlessHeadOf, type Acting } from '../../directory/acting.js';
import type { PetitionEvent } from '../petition.events.js';
import {
  awaitsAnswer,
  closedAs,
  refuseIfOthersJoined,
  refuseUnlessOpen,
  subjectOf,
  type Petition,
} from '../petition.state.js';

/** `officer`: id in the directory; null: the department's queue. `by`: who assigns it: to an officer, the head of the department (art. 12 (1)). */
export type AssignPetition = {
  type: 'AssignPetition';
  department: string;
  officer: string | null;
  by: Acting | null;
  at: string;
};
export type StartWork = { type: 'StartWork'; at: string };
/** To the competent authority (art. 6¹). */
export type ForwardPetition = { type: 'ForwardPetition'; authority: string; reason: Sealed<string>; at: string };

/** A forwarded petition comes back. `authority`: that which sends it. */
export type ReturnPetition = {
  type: 'ReturnPetition';
  authority: string | null;
  reason: Sealed<string>;
  terms: Terms;
  at: string;
};

function assign({ department, officer, by, at }: AssignPetition, petition: Petition): PetitionEvent[] {
  const isSame = petition.department === department && petition.officer === officer;
  if (isSame && petition.status !== 'registered') return [];
  refuseUnlessOpen(petition);
  if (officer !== null && petition.rules.officersChecked) refuseUnlessHeadOf(by, department);
  const subject = { ...subjectOf(petition), department };
  const data = { subject, department, officer, by: by?.id ?? null, assignedAt: at };
  return [{ type: 'PetitionAssigned', data }];
}

function startWork({ at }: StartWork, petition: Petition): PetitionEvent[] {
  if (petition.status === 'in-progress') return [];
  refuseUnlessOpen(petition);
  return [{ type: 'WorkStarted', data: { subject: subjectOf(petition), startedAt: at } }];
}

function forward({ authority, reason, at }: ForwardPetition, petition: Petition): PetitionEvent[] {
  const { forwarded, deadline } = petition;
  const before = awaitsAnswer(petition) ? null : forwarded;
  if (before && same({ authority, reason }, { authority: before.authority, reason: before.reason })) return [];
  refuseUnlessOpen(petition);
  refuseIfOthersJoined(petition);
  const inTime = deadline && isForwardedInTime(deadline, at);
  return [
    {
      type: 'PetitionForwarded',
      data: { subject: subjectOf(petition), authority, reason, inTime, forwardedAt: at },
    },
  ];
}

/** It goes on with a new deadline (art. 8 (2)), or with that which it had, as its rules read the law. */
function takeBack({ authority, reason, terms, at }: ReturnPetition, petition: Petition): PetitionEvent[] {
  const { forwarded, returned } = petition;
  if (awaitsAnswer(petition) && same(returned?.reason, reason)) return [];
  if (!forwarded || !isAway(petition)) {
    throw new Rejected('NOT_FORWARDED', 'What comes back was forwarded to another authority before.');
  }
  const data = {
    subject: subjectOf(petition),
    authority: authority ?? forwarded.authority,
    reason,
    deadline: deadlineOnReturn(petition, terms, at),
    returnedAt: at,
  };
  return [{ type: 'PetitionReturned', data }];
}

/** True while it is with the authority that it was forwarded to. */
const isAway = (petition: Petition): boolean => (petition.closed?.ground ?? closedAs(petition)) === 'forwarded';

const deadlineOnReturn = ({ deadline, rules }: Petition, terms: Terms, at: string): Petition['deadline'] =>
  deadline && rules.returnBeginsTerm ? deadlineFrom(at, terms, { isSentOn: true }) : deadline;

/** Work of officers on an open petition. */
export const handlingRules = {
  AssignPetition: assign,
  StartWork: startWork,
  ForwardPetition: forward,
  ReturnPetition: takeBack,
} as const;
