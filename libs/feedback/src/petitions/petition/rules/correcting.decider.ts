import { Rejected, same, type Sealed } from '@ecou/event-sourcing';
import type { Content, PetitionEvent } from '../petition.events.js';
import { subjectOf, type Petition } from '../petition.state.js';

/** `null`: as it stands. */
export type CorrectPetitioner = {
  type: 'CorrectPetitioner';
  petitioner: Content['petitioner'];
  language: Content['language'] | null;
  reason: Sealed<string>;
  at: string;
};
/** `callbackId`: whose outcome the note says; `null`: it is the note of the end. */
export type CorrectNote = {
  type: 'CorrectNote';
  callbackId: string | null;
  note: Sealed<string> | null;
  reason: Sealed<string>;
  at: string;
};

function correctPetitioner(command: CorrectPetitioner, petition: Petition): PetitionEvent[] {
  const { content } = petition;
  const { petitioner, language } = content;
  const right = { petitioner: command.petitioner ?? petitioner, language: command.language ?? language };
  if (same(right, { petitioner, language })) return [];
  if (content.kind === 'notice' && command.petitioner) {
    throw new Rejected('NOTICE_ANONYMOUS', 'A notice is anonymous: there is nobody to correct.');
  }
  const subject = subjectOf({ ...petition, content: { ...content, ...right } });
  const { reason, at } = command;
  const isReachedElsewhere = !same(right.petitioner?.contact, petitioner?.contact);
  return [{ type: 'PetitionerCorrected', data: { subject, ...right, isReachedElsewhere, reason, correctedAt: at } }];
}

function correctNote({ callbackId, note, reason, at }: CorrectNote, petition: Petition): PetitionEvent[] {
  const { callbacks, closed } = petition;
  const noted = callbackId === null ? closed : callbacks.find(({ id }) => id === callbackId)?.done;
  if (!noted) throw new Rejected('NOTE_UNKNOWN', 'There is no such note: nobody has called, or it is not closed.');
  if (same(noted.note, note)) return [];
  return [{ type: 'PetitionNoteCorrected', data: { callbackId, note, reason, correctedAt: at } }];
}

/** Corrections of what staff wrote down, in whatever state the petition is. */
export const correctingRules = { CorrectPetitioner: correctPetitioner, CorrectNote: correctNote } as const;
