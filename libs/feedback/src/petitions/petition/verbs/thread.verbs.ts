import { newId, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { attachedFiles } from '../../upload/upload.schemas.js';
import { author } from '../petition.events.js';
import type { PetitionWork } from './petition-work.js';
import { anyText, verb } from './verb.js';
import { messageId, note, toPetitioner } from './verb.schemas.js';

const requestInformationBody = z
  .strictObject({ id: messageId, text: personalText(10_000).describe(toPetitioner), attachments: attachedFiles })
  .meta({ id: 'RequestInformation' });

const messageBody = z
  .strictObject({
    id: messageId,
    from: author.default('officer').describe('`citizen`: staff write down what the petitioner said.'),
    text: personalText(10_000),
    attachments: attachedFiles,
  })
  .meta({ id: 'AddMessage' });

const requestCallbackBody = z
  .strictObject({
    id: newId.describe('Of the request, so that the same one can be sent again.'),
    phone: personalText(50),
    note: note.describe('Such as when to call.'),
  })
  .meta({ id: 'RequestCallback' });

const callbackDoneBody = z
  .strictObject({ callback: z.uuid(), note: note.describe('What came of it.') })
  .meta({ id: 'CallbackDone' });

/** A message has the command's id, where the caller gave none, and files. */
async function messageOf(work: PetitionWork, id: string, body: z.output<typeof requestInformationBody>) {
  const attachments = await work.claim(id, body.attachments);
  return { messageId: body.id ?? work.commandId, text: body.text, attachments, at: work.now };
}

/** Messages and callbacks of officers and the petitioner. */
export const threadVerbs = {
  RequestInformation: verb({
    name: 'request-information',
    summary: 'Ask the petitioner for something',
    description: 'The deadline goes on.',
    body: requestInformationBody,
    inBulk: true,
    async run(work, id, body) {
      await work.decide(id, { type: 'RequestInformation', ...(await messageOf(work, id, body)) });
    },
  }),

  AddMessage: verb({
    name: 'message',
    path: 'messages',
    summary: 'Write to the petitioner, or write down what they said',
    body: messageBody,
    inBulk: true,
    offer: {
      name: 'message',
      trial: (_, at) => ({ type: 'AddMessage', messageId: '', from: 'citizen', text: anyText, attachments: [], at }),
    },
    async run(work, id, { from, ...body }) {
      await work.decide(id, { type: 'AddMessage', from, ...(await messageOf(work, id, body)) });
    },
  }),

  RequestCallback: verb({
    name: 'request-callback',
    summary: 'Put on record that the petitioner wants to be called back',
    body: requestCallbackBody,
    offer: {
      name: 'callback',
      trial: (_, at) => ({ type: 'RequestCallback', callbackId: '', phone: anyText, note: null, at }),
    },
    run: (work, id, { id: callbackId = work.commandId, phone, note: when }) =>
      work.decide(id, { type: 'RequestCallback', callbackId, phone, note: when, at: work.now }),
  }),

  MarkCallbackDone: verb({
    name: 'callback-done',
    summary: 'Put on record that they were called',
    body: callbackDoneBody,
    run: (work, id, { callback: callbackId, note: outcome }) =>
      work.decide(id, { type: 'MarkCallbackDone', callbackId, note: outcome, at: work.now }),
  }),
} as const;
