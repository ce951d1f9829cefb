import { Rejected, same, type Sealed } from '@ecou/event-sourcing';
import { dayIsNotOver } from '../../calendar/deadlines.js';
import type { PetitionEvent } from '../petition.events.js';
import { isOpen, refuseIfOthersJoined, refuseUnlessOpen, subjectOf, type Petition } from '../petition.state.js';

/** `officer`: id in the directory; null: the department's queue. */
export type AssignPetition = { type: 'AssignPetition'; department: string; officer: string | null; at: string };
export type StartWork = { type: 'StartWork'; at: string };
/** To the competent authority (art. 6¹). */
export type ForwardPetition = { type: 'ForwardPetition'; authority: string; reason: Sealed<string>; at: string };
/** A petition that asks the same will be answered with `main` (art. 10 (1)). */
export type JoinPetition = { type: 'JoinPetition'; mainId: string; main: Petition; at: string };
/** The other side of it; written in the same unit. */
export type TakeIn = { type: 'TakeIn'; petitionId: string; number: string };

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
  refuseIfOthersJoined(petition);
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
  refuseIfOthersJoined(petition);
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

function takeIn({ petitionId, number }: TakeIn, petition: Petition): PetitionEvent[] {
  if (petition.joined.some(({ id }) => id === petitionId)) return [];
  refuseUnlessOpen(petition);
  return [{ type: 'OtherPetitionJoined', data: { petitionId, number } }];
}

/** Work of officers on an open petition. */
export const handlingRules = {
  AssignPetition: assign,
  StartWork: startWork,
  ForwardPetition: forward,
  JoinPetition: join,
  TakeIn: takeIn,
} as const;
