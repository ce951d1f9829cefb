import { language } from '@ecou/contracts';
import { optional, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { petitionerField } from '../petition.schemas.js';
import { verb } from './verb.js';
import { note } from './verb.schemas.js';

const reason = personalText(1000).describe('Why; for staff only.');

const petitionerBody = z
  .strictObject({
    petitioner: petitionerField.describe('The whole of it; as it stands where it is left out.'),
    language: optional(language).describe('As it stands where it is left out.'),
    reason,
  })
  .meta({ id: 'CorrectPetitioner' });

const noteBody = z
  .strictObject({
    callback: optional(z.uuid()).describe('Whose outcome the note says; left out: it is the note of the end.'),
    note: note.describe('As it should be; left out: there is none. The petitioner reads that of the end.'),
    reason,
  })
  .meta({ id: 'CorrectPetitionNote' });

/** Mistakes of whoever wrote it down, put right as facts. */
export const correctingVerbs = {
  CorrectPetitioner: verb({
    name: 'correct-petitioner',
    summary: 'Correct who asks, how to reach them, or the language of the answer',
    description: 'From then on they are told there, and found by it; what was sent before stays where it went.',
    body: petitionerBody,
    run: (work, id, body) => work.decide(id, { ...body, type: 'CorrectPetitioner', at: work.now }),
  }),

  CorrectNote: verb({
    name: 'correct-note',
    summary: 'Correct an officer’s note of a callback, or of the end',
    body: noteBody,
    run: (work, id, { callback: callbackId, ...body }) =>
      work.decide(id, { ...body, callbackId, type: 'CorrectNote', at: work.now }),
  }),
} as const;
