import type { LetterFacts } from '@ecou/contracts';
import { Invalid, Rejected, toBeDrawn, type Sealed } from '@ecou/event-sourcing';
import { isInTime } from '../../calendar/deadlines.js';
import { headsDepartment, requireActing, signsForInstitution, type Acting } from '../../directory/acting.js';
import type { Delivery, PetitionEvent, SendingChannel, Signature } from '../petition.events.js';
import { isLetter, subjectOf, type Draft, type Linked, type Petition } from '../petition.state.js';

/** An officer signs the answer (art. 13). `as`: told by what they head, where it is null. */
export type SignAnswer = { type: 'SignAnswer'; as: Signature['as'] | null; by: Acting | null; at: string };

/**
 * A way to send an answer; `channel`: the petitioner's own, where it is null. `sendingId`: by which its delivery is told. `letter`: what
 * stands in it besides its words, should it be one.
 */
export interface Sent {
  readonly sendingId: string | null;
  readonly channel: SendingChannel | null;
  readonly letter: Sealed<LetterFacts> | null;
}
export type SendAnswer = { type: 'SendAnswer'; send: Sent; at: string };
/** The answer of the petition that it is joined to; written in the same unit. */
export type TakeAnswer = {
  type: 'TakeAnswer';
  mainId: string;
  answer: Draft;
  numbers: readonly string[];
  sendingId: string | null;
  channel: SendingChannel;
  at: string;
};
/** The delivery state of an answer. `sendingId`: the last sending, where it is null; one that another has followed is history. */
export type ReportDelivery = {
  type: 'ReportDelivery';
  sendingId: string | null;
  state: Delivery;
  note: Sealed<string> | null;
  at: string;
};

function sign({ as, by, at }: SignAnswer, petition: Petition): PetitionEvent[] {
  const acting = requireActing(by);
  const standing = petition.draft?.signatures ?? petition.replies.at(-1)?.signatures ?? [];
  if (standing.some(({ officer }) => officer === acting.id)) return [];
  if (!petition.draft) throw new Rejected('NO_ANSWER', 'Nobody has written an answer that waits for being signed.');
  const may = signsAs(acting, petition).filter((one) => as === null || one === as);
  if (may.length === 0) {
    throw new Rejected(
      'MAY_NOT_SIGN',
      'The head of its department signs, and who heads the institution or signs for it.',
    );
  }
  const free = may.find((one) => !standing.some((signature) => signature.as === one));
  if (!free) throw new Rejected('SIGNED_ALREADY', 'Somebody else has signed it as that.');
  const signature = { as: free, officer: acting.id, office: acting.office };
  return [{ type: 'AnswerSigned', data: { subject: subjectOf(petition), ...signature, signedAt: at } }];
}

const signsAs = (acting: Acting, { department }: Petition): Signature['as'][] => [
  ...(headsDepartment(acting, department) ? (['department'] as const) : []),
  ...(signsForInstitution(acting) ? (['institution'] as const) : []),
];

function send({ send: sending, at }: SendAnswer, petition: Petition): PetitionEvent[] {
  const { draft, rules, replies, status } = petition;
  if (!draft) {
    const last = replies.at(-1);
    const { channel } = sending;
    if (last && status === last.outcome && (channel === null || channel === last.channel)) return [];
    throw new Rejected('NO_ANSWER', 'Nobody has written an answer that waits for being sent.');
  }
  if (rules.signedByTwo && draft.signatures.length < 2) {
    throw new Rejected('ANSWER_NOT_SIGNED', 'The head of the department and that of the institution sign it first.');
  }
  return [sentNow(draft, sending, petition, at)];
}

/** The numbers that its answer names: its own, and those of what is joined to it (art. 10 (1)). */
const numbersOf = ({ number, joined }: Petition): string[] => [number, ...joined.map((other) => other.number)];

/** The answer as it goes out. Throws `Invalid` at `channel` where it cannot go that way. */
export function sentNow(
  answer: Draft,
  { sendingId, channel, letter }: Sent,
  petition: Petition,
  at: string,
): PetitionEvent {
  const by = channel ?? ownChannel(petition);
  refuseChannel(by, petition);
  const numbers = numbersOf(petition);
  const sent = { numbers, others: petition.joined, sendingId, channel: by, through: null };
  const written = letter && isLetter(by) ? { outgoingNumber: toBeDrawn, letter } : noLetter;
  return repliedWith({ answer, ...sent, ...written }, petition, at);
}

const noLetter = { outgoingNumber: null, letter: null } as const;

const ownChannel = ({ content: { petitioner } }: Petition): SendingChannel => petitioner?.channel ?? 'page';

/** The ways that reach an address: the one that the petitioner gave. */
const addressed: readonly SendingChannel[] = ['email', 'sms', 'telegram', 'whatsapp'];

/** An answer to a petition is sent (art. 8), in writing (art. 13): it is neither told, nor left to be found. */
function refuseChannel(channel: SendingChannel, { content: { kind, petitioner }, rules }: Petition): void {
  const refuse = (code: string, message: string) => new Invalid(code, message, ['channel']);
  if (channel === 'phone' && kind !== 'notice') {
    throw refuse('ANSWER_IS_WRITTEN', 'The answer to a petition is written: say how it is sent.');
  }
  if (channel === 'page' && kind !== 'notice' && !rules.pageCommunicates) {
    throw refuse('PAGE_IS_NOT_SENT', 'An answer that can be read on the page was not sent: say how it is.');
  }
  if (addressed.includes(channel) && petitioner?.channel !== channel) {
    throw refuse('CHANNEL_NOT_THEIRS', 'The petitioner gave no address for this channel.');
  }
}

function takeAnswer({ mainId, answer, at, ...sent }: TakeAnswer, petition: Petition): PetitionEvent[] {
  if (petition.joinedTo?.id !== mainId || petition.status !== 'joined') return [];
  const { numbers, sendingId, channel } = sent;
  const taken = { answer, numbers, others: [], sendingId, channel, through: mainId };
  return [repliedWith({ ...taken, ...noLetter }, petition, at)];
}

/** An answer that goes out, and what it answers. */
interface Replying {
  readonly answer: Draft;
  readonly numbers: readonly string[];
  readonly others: readonly Linked[];
  readonly sendingId: string | null;
  readonly channel: SendingChannel;
  readonly through: string | null;
  readonly outgoingNumber: string | null;
  readonly letter: Sealed<LetterFacts> | null;
}

function repliedWith({ answer, numbers, others, ...sent }: Replying, petition: Petition, at: string): PetitionEvent {
  const { deadline, round } = petition;
  const { outcome, at: _, attachments, signatures, ...words } = answer;
  return {
    type: outcome === 'answered' ? 'PetitionAnswered' : 'PetitionDeclined',
    data: {
      subject: subjectOf(petition),
      ...words,
      attachments: [...attachments],
      signatures: [...signatures],
      ...sent,
      numbers: [...numbers],
      others: [...others],
      again: petition.replies.some((before) => before.round === round),
      inTime: deadline && isInTime(deadline, at),
      answeredAt: at,
    },
  };
}

function reportDelivery(
  { sendingId, state, note, at }: ReportDelivery,
  { sendings, draft }: Petition,
): PetitionEvent[] {
  const last = sendings.at(-1);
  if (!last?.id) throw new Rejected('NOTHING_SENT', 'No answer was sent whose delivery could be told.');
  const sending = sendings.find(({ id }) => id === (sendingId ?? last.id));
  if (!sending?.id) throw new Rejected('SENDING_UNKNOWN', 'No answer of the petition went out by this sending.');
  if (sending.state === state) return [];
  if (draft && sending === last)
    throw new Rejected('SENDING_OUTDATED', 'The answer is to be sent again: what becomes of that is told then.');
  return [{ type: 'AnswerDeliveryReported', data: { sendingId: sending.id, state, note, reportedAt: at } }];
}

/** An answer on its way: signed, sent, and arrived or not. */
export const sendingRules = {
  SignAnswer: sign,
  SendAnswer: send,
  TakeAnswer: takeAnswer,
  ReportDelivery: reportDelivery,
} as const;
