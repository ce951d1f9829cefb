import { Invalid, Rejected, same, type Sealed } from '@ecou/event-sourcing';
import { requireActing, type Acting } from '../../directory/acting.js';
import type { FileReference, PetitionEvent } from '../petition.events.js';
import { refuseUnlessOpen, subjectOf, type Petition } from '../petition.state.js';
import { sentNow, type Sent } from './sending.decider.js';

export interface ReplyText {
  /** The line that names whom it is for; one that is worked on with those of other people must have it. */
  readonly salutation: Sealed<string> | null;
  readonly text: Sealed<string>;
  /** The law that the solution rests on, which a petition's answer must name (art. 13). */
  readonly legalBasis: string | null;
  readonly attachments: readonly FileReference[];
}

/** `by`: who acts. `send`: it goes out at once, where nobody has to sign it here. */
export type AnswerPetition = {
  type: 'AnswerPetition';
  outcome: 'answered' | 'declined';
  reply: ReplyText;
  by: Acting | null;
  send: Sent | null;
  at: string;
};
function answer(command: AnswerPetition, petition: Petition): PetitionEvent[] {
  const { outcome, reply, by, send, at } = command;
  if (repeats(petition, outcome, reply)) return [];
  refuseUnlessOpen(petition);
  refuseIncomplete(reply, petition);
  if (petition.rules.officersChecked && !isNotice(petition)) refuseUnlessAssigned(by, petition);
  const { salutation, text, legalBasis, attachments } = reply;
  const officer = by?.id ?? petition.officer;
  const written = { outcome, salutation, text, legalBasis, attachments: [...attachments], officer };
  const sending = sendingNow(send, petition);
  if (sending) return [sentNow({ ...written, signatures: [], at }, sending, petition, at)];
  if (send) throw new Rejected('ANSWER_NOT_SIGNED', 'It goes out once both have signed it.');
  return [{ type: 'AnswerPrepared', data: { subject: subjectOf(petition), ...written, preparedAt: at } }];
}

const isNotice = ({ content }: Petition): boolean => content.kind === 'notice';

/** The way in which an answer goes out with its words, where nobody has to sign it here; null where it does not. */
function sendingNow(send: Sent | null, petition: Petition): Sent | null {
  const { signedByTwo, pageCommunicates } = petition.rules;
  if (signedByTwo && !isNotice(petition)) return null;
  return send ?? (isNotice(petition) || pageCommunicates ? { sendingId: null, channel: 'page', letter: null } : null);
}

function refuseIncomplete({ salutation, legalBasis }: ReplyText, petition: Petition): void {
  if (petition.content.kind !== 'notice' && !legalBasis) {
    throw new Invalid('LEGAL_BASIS_MISSING', 'The answer names the law that its solution rests on (art. 13).', [
      'legalBasis',
    ]);
  }
  if (!salutation && isWorkedOnWithOthers(petition)) {
    throw new Invalid(
      'SALUTATION_MISSING',
      'Petitions of several people are worked on together: say whom this answer is for.',
      ['salutation'],
    );
  }
}

/** Only who has a petition assigned solves it (art. 12 (2)). */
function refuseUnlessAssigned(by: Acting | null, { officer }: Petition): void {
  if (requireActing(by).id === officer) return;
  throw new Rejected('NOT_ASSIGNED', 'Only the officer to whom it is assigned solves it.');
}

const isWorkedOnWithOthers = ({ groupedWith, grouped }: Petition): boolean =>
  groupedWith !== null || grouped.length > 0;

/** The same words, under which it stands already. */
function repeats(petition: Petition, outcome: AnswerPetition['outcome'], reply: ReplyText): boolean {
  const last = petition.draft ?? (petition.status === outcome ? petition.replies.at(-1) : undefined);
  if (last?.outcome !== outcome) return false;
  const { salutation, text, legalBasis, attachments } = last;
  return same(reply, { salutation, text, legalBasis, attachments });
}

/** The words of an answer. */
export const answeringRules = { AnswerPetition: answer } as const;
