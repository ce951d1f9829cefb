import { assertNever, Invalid, Rejected, type Sealed } from '@ecou/event-sourcing';
import type { Ground, PetitionEvent } from '../petition.events.js';
import {
  closedAs,
  isOpen,
  refuseIfOthersJoined,
  refuseUnlessOpen,
  subjectOf,
  type Petition,
} from '../petition.state.js';

export type ClosePetition = { type: 'ClosePetition'; note: Sealed<string> | null; at: string };

/** A petition that another one repeats. `sameContact`: both petitioners are reached at the same address. */
export interface Earlier {
  readonly id: string;
  readonly petition: Petition;
  readonly sameContact: boolean;
}

/**
 * Closes without an answer of its own what nobody signed, what has no identity or a plainly false one (art. 7), and what repeats a petition
 * that was answered (art. 10 (2)): `earlier`, or itself, where it was reopened and null is given. `reason`: an officer's, who is believed.
 */
export type FilePetition = {
  type: 'FilePetition';
  ground: 'anonymous' | 'unidentified' | 'repeat';
  earlier: Earlier | null;
  reason: Sealed<string> | null;
  note: Sealed<string> | null;
  at: string;
};
/** Notes at the first number that a repeat came in and was filed; written in the same unit. */
export type NoteRepeat = { type: 'NoteRepeat'; petitionId: string; number: string; at: string };

interface Closing {
  readonly ground: Ground;
  readonly earlier?: string | null;
  readonly told?: 'contact' | 'officer' | 'authority' | null;
  readonly reason?: Sealed<string> | null;
  readonly note: Sealed<string> | null;
  readonly at: string;
}

export const closed = (
  { ground, earlier = null, told = null, reason = null, note, at }: Closing,
  petition: Petition,
): PetitionEvent[] => [
  { type: 'PetitionClosed', data: { subject: subjectOf(petition), ground, earlier, told, reason, note, closedAt: at } },
];

/** Closes a petition that has no answer. Those that are joined to it would never be answered. */
export function closedUnanswered(closing: Closing, petition: Petition): PetitionEvent[] {
  refuseIfOthersJoined(petition);
  return closed(closing, petition);
}

function close({ note, at }: ClosePetition, petition: Petition): PetitionEvent[] {
  const { status, content } = petition;
  if (status === 'closed') return [];
  const ground = closedAs(petition);
  if (ground) return closed({ ground, note, at }, petition);
  // A notice is owed no answer.
  if (content.kind === 'notice' && isOpen(petition)) return closedUnanswered({ ground: 'noted', note, at }, petition);
  throw new Rejected('PETITION_NOT_ANSWERED', 'A petition is closed once it was answered, declined or forwarded.');
}

function file(command: FilePetition, petition: Petition): PetitionEvent[] {
  const { ground, reason, note, at } = command;
  if (petition.closed?.ground === ground) return [];
  refuseUnlessOpen(petition);
  switch (ground) {
    case 'anonymous':
      if (petition.content.petitioner) throw new Rejected('PETITIONER_KNOWN', 'The petition says who asks.');
      return closedUnanswered({ ground, reason, note, at }, petition);
    case 'unidentified':
      if (!reason) {
        throw new Invalid('REASON_MISSING', 'Say what of the identity is missing or plainly false.', ['reason']);
      }
      return closedUnanswered({ ground, reason, note, at }, petition);
    case 'repeat':
      return fileRepeat(command, petition);
    default:
      return assertNever(ground);
  }
}

function fileRepeat({ earlier, reason, note, at }: FilePetition, petition: Petition): PetitionEvent[] {
  const closing = { ground: 'repeat', reason, note, at } as const;
  if (earlier) {
    const told = toldOf({ earlier, reason }, petition);
    return closedUnanswered({ ...closing, earlier: earlier.id, told }, petition);
  }
  if (petition.replies.length === 0) {
    throw new Rejected('EARLIER_MISSING', 'It repeats a petition that was answered: say which.');
  }
  return closedUnanswered(closing, petition);
}

/** True where the answer is to be sent again. */
const didNotArrive = ({ sendings }: Petition): boolean => sendings.at(-1)?.state === 'bounced';

/** The source for its being a repeat. Throws where it is none: what came in before the answer was sent is owed one (art. 10 (1)). */
function toldOf(
  { earlier, reason }: Pick<FilePetition, 'reason'> & { readonly earlier: Earlier },
  petition: Petition,
): NonNullable<Closing['told']> {
  const [answer] = earlier.petition.replies;
  if (!answer || didNotArrive(earlier.petition) || earlier.petition.number === petition.number) {
    throw new Rejected('EARLIER_NOT_ANSWERED', 'It repeats a petition that was answered; the other one was not.');
  }
  if (Date.parse(answer.answeredAt) > Date.parse(petition.registeredAt)) {
    throw new Rejected('CAME_BEFORE_ANSWER', 'It came in before the other one was answered, and is owed an answer.');
  }
  if (earlier.sameContact) return 'contact';
  if (petition.content.channel === 'authority') return 'authority';
  if (reason) return 'officer';
  const text = 'The contacts are not the same: say why it is one petitioner; what somebody else asks is answered.';
  throw new Invalid('PETITIONER_NOT_THE_SAME', text, ['reason']);
}

function noteRepeat({ petitionId, number, at }: NoteRepeat, { repeats }: Petition): PetitionEvent[] {
  if (repeats.some(({ id }) => id === petitionId)) return [];
  return [{ type: 'RepeatNoted', data: { petitionId, number, notedAt: at } }];
}

/** The end of a petition, as officers put it on record. */
export const closingRules = { ClosePetition: close, FilePetition: file, NoteRepeat: noteRepeat } as const;
