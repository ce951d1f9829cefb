import { newId, optional, text } from '@ecou/runtime';
import { z } from 'zod';
import { attachedFiles } from '../upload/upload.schemas.js';
import { code } from '../directory/directory.events.js';
import { author } from './petition.events.js';

// The bodies of what is done with a petition.

const reason = text(5000);
const note = optional(text(5000));
const toPetitioner = 'The petitioner reads it.';

export const assignBody = z
  .strictObject({
    department: optional(code).describe('The officer’s, or the one that has it, where it is left out.'),
    officer: optional(z.uuid()).describe(
      'An officer of the directory; without one, it stands in the department’s queue.',
    ),
  })
  .refine(({ department, officer }) => department !== null || officer !== null, {
    error: 'A department, an officer, or both',
    params: { code: 'ASSIGNEE_MISSING' },
  })
  .meta({ id: 'AssignPetition' });

export const forwardBody = z
  .strictObject({
    authority: text(300).describe('The authority that is competent; no personal data.'),
    reason: reason.describe(toPetitioner),
  })
  .meta({ id: 'ForwardPetition' });

export const joinBody = z
  .strictObject({ to: z.uuid().describe('The petition that both will be answered with; the earlier one.') })
  .meta({ id: 'JoinPetition' });

export const answerBody = z
  .strictObject({
    text: text(20_000).describe(toPetitioner),
    legalBasis: optional(text(1000)).describe(
      'The law that the answer rests on; only that to a notice may leave it out.',
    ),
    attachments: attachedFiles,
  })
  .meta({ id: 'AnswerPetition' });

export const declineBody = z
  .strictObject({
    reason: text(20_000).describe(toPetitioner),
    legalBasis: answerBody.shape.legalBasis,
    attachments: attachedFiles,
  })
  .meta({ id: 'DeclinePetition' });

const messageId = newId.describe('Of the message, so that the same one can be sent again.');

export const requestInformationBody = z
  .strictObject({ id: messageId, text: text(10_000).describe(toPetitioner), attachments: attachedFiles })
  .meta({ id: 'RequestInformation' });

export const messageBody = z
  .strictObject({
    id: messageId,
    from: author.default('officer').describe('`citizen`: staff write down what the petitioner said.'),
    text: text(10_000),
    attachments: attachedFiles,
  })
  .meta({ id: 'AddMessage' });

export const requestCallbackBody = z
  .strictObject({
    id: newId.describe('Of the request, so that the same one can be sent again.'),
    phone: text(50),
    note: note.describe('Such as when to call.'),
  })
  .meta({ id: 'RequestCallback' });

export const callbackDoneBody = z
  .strictObject({ callback: z.uuid(), note: note.describe('What came of it.') })
  .meta({ id: 'CallbackDone' });

export const extendBody = z
  .strictObject({
    reason: reason.describe(toPetitioner),
    days: optional(z.int().min(1).max(365)).describe('Calendar days; as many as the rules allow where it is left out.'),
  })
  .meta({ id: 'ExtendDeadline' });

export const noteBody = z.strictObject({ note: note.describe(toPetitioner) }).meta({ id: 'PetitionNote' });

export const fileBody = z
  .strictObject({
    ground: z.enum(['anonymous', 'repeat']).describe('Nobody signed it, or it repeats one that was answered.'),
    earlier: optional(z.uuid()).describe('The petition that it repeats.'),
    note: note.describe(toPetitioner),
  })
  .meta({ id: 'FilePetition' });

const round = optional(z.int().min(1)).describe('Of the answer that it is about: refused where another has followed.');

export const reopenBody = z
  .strictObject({
    reason,
    round,
    by: author.default('citizen').describe('Whose wish it is.'),
  })
  .meta({ id: 'ReopenPetition' });

export const satisfactionBody = z
  .strictObject({
    grade: z.int().min(1).max(5).describe('5 is best.'),
    comment: note,
    round,
    reopen: optional(reason).describe(
      'Why the matter is not settled: the petition is reopened, where the grade is 1 or 2.',
    ),
  })
  .meta({ id: 'GiveSatisfaction' });
