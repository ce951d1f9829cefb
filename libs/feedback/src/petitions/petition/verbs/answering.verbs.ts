import { optional, text, personalText } from '@ecou/runtime';
import { z } from 'zod';
import { attachedFiles } from '../../upload/upload.schemas.js';
import type { AnswerPetition } from '../rules/answering.decider.js';
import type { PetitionWork } from './petition-work.js';
import { verb } from './verb.js';
import { toPetitioner } from './verb.schemas.js';

const answerBody = z
  .strictObject({
    text: personalText(20_000).describe(toPetitioner),
    legalBasis: optional(text(1000)).describe(
      'The law that the answer rests on; only that to a notice may leave it out.',
    ),
    attachments: attachedFiles,
  })
  .meta({ id: 'AnswerPetition' });

const declineBody = z
  .strictObject({
    reason: personalText(20_000).describe(toPetitioner),
    legalBasis: answerBody.shape.legalBasis,
    attachments: attachedFiles,
  })
  .meta({ id: 'DeclinePetition' });

type Answer = z.output<typeof answerBody> & Pick<AnswerPetition, 'outcome'>;

/** Answers a petition, and those that are joined to it, each in envelopes of its own person. */
async function answer(work: PetitionWork, id: string, { outcome, attachments, ...said }: Answer): Promise<void> {
  const reply = { ...said, attachments: await work.claim(id, attachments) };
  const { officer, joined } = await work.read(id);
  const command = { type: 'AnswerPetition', outcome, reply, at: work.now } as const;
  const { changed } = await work.decide(id, command, { rulesFirst: true });
  if (!changed) return;
  await Promise.all(joined.map((other) => work.read(other.id)));
  for (const other of joined)
    await work.decide(other.id, { type: 'TakeAnswer', mainId: id, officer, outcome, reply, at: work.now });
}

/** The answer to a petition. */
export const answeringVerbs = {
  AnswerPetition: verb({
    name: 'answer',
    summary: 'Answer it, and all that are joined to it',
    body: answerBody,
    inBulk: true,
    run: (work, id, { text: said, legalBasis, attachments }) =>
      answer(work, id, { outcome: 'answered', text: said, legalBasis, attachments }),
  }),

  DeclinePetition: verb({
    name: 'decline',
    summary: 'Decline it with reasons, and all that are joined to it',
    body: declineBody,
    inBulk: true,
    run: (work, id, { reason, legalBasis, attachments }) =>
      answer(work, id, { outcome: 'declined', text: reason, legalBasis, attachments }),
  }),
} as const;
