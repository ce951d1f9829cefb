import { Rejected, type Sealed } from '@ecou/event-sourcing';
import type { Ground, PetitionEvent } from '../petition.events.js';
import { isOpen, refuseIfOthersJoined, refuseUnlessOpen, subjectOf, type Petition } from '../petition.state.js';

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

interface Closing {
  readonly ground: Ground;
  readonly earlier?: string;
  readonly note: Sealed<string> | null;
  readonly at: string;
}

export const closed = ({ ground, earlier, note, at }: Closing, petition: Petition): PetitionEvent[] => [
  {
    type: 'PetitionClosed',
    data: { subject: subjectOf(petition), ground, earlier: earlier ?? null, note, closedAt: at },
  },
];

/** Closes a petition that has no answer. Those that are joined to it would never be answered. */
export function closedUnanswered(closing: Closing, petition: Petition): PetitionEvent[] {
  refuseIfOthersJoined(petition);
  return closed(closing, petition);
}

function close({ note, at }: ClosePetition, petition: Petition): PetitionEvent[] {
  const { status, content } = petition;
  if (status === 'closed') return [];
  if (status === 'answered' || status === 'declined') return closed({ ground: 'answered', note, at }, petition);
  if (status === 'forwarded') return closed({ ground: 'forwarded', note, at }, petition);
  // A notice is owed no answer.
  if (content.kind === 'notice' && isOpen(petition)) return closedUnanswered({ ground: 'noted', note, at }, petition);
  throw new Rejected('PETITION_NOT_ANSWERED', 'A petition is closed once it was answered, declined or forwarded.');
}

function file({ ground, earlier, note, at }: FilePetition, petition: Petition): PetitionEvent[] {
  if (petition.closed?.ground === ground) return [];
  refuseUnlessOpen(petition);
  if (ground === 'anonymous') {
    if (petition.content.petitioner) throw new Rejected('PETITIONER_KNOWN', 'The petition says who asks.');
    return closedUnanswered({ ground, note, at }, petition);
  }
  if (!earlier) throw new Rejected('EARLIER_MISSING', 'It repeats a petition that was answered: say which.');
  if (earlier.petition.replies.length === 0 || earlier.petition.number === petition.number) {
    throw new Rejected('EARLIER_NOT_ANSWERED', 'It repeats a petition that was answered; the other one was not.');
  }
  return closedUnanswered({ ground, earlier: earlier.id, note, at }, petition);
}

/** The end of a petition, as officers put it on record. */
export const closingRules = { ClosePetition: close, FilePetition: file } as const;
