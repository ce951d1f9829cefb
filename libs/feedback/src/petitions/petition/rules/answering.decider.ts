import { Invalid, same, type Sealed } from '@ecou/event-sourcing';
import { isInTime } from '../../calendar/deadlines.js';
import type { FileReference, PetitionEvent } from '../petition.events.js';
import { refuseUnlessOpen, subjectOf, type Petition } from '../petition.state.js';

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

/** The answer to a petition, and to those that are joined to it. */
export const answeringRules = { AnswerPetition: answer, TakeAnswer: takeAnswer } as const;
