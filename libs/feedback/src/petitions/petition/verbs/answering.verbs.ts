import { optional, optionalPersonalText, personalText, text } from '@ecou/runtime';
import { z } from 'zod';
import { attachedFiles } from '../../upload/upload.schemas.js';
import { delivery, signature } from '../petition.events.js';
import type { AnswerPetition } from '../rules/answering.decider.js';
import { letterOf, letterOfDraft } from './letter-of.js';
import type { PetitionWork } from './petition-work.js';
import { verb } from './verb.js';
import { by, note, sendingBody, toPetitioner } from './verb.schemas.js';

const salutation = optionalPersonalText(200).describe(
  'The line that names whom it is for, such as `Stimată doamnă Exemplu,`. One that is worked on together with those of other people must have it.',
);
const channel = sendingBody.describe('The way in which it goes out at once, where nobody has to sign it here.');

const answerBody = z
  .strictObject({
    salutation,
    text: personalText(20_000).describe(toPetitioner),
    legalBasis: optional(text(1000)).describe(
      'The law that the solution rests on; only that to a notice may leave it out.',
    ),
    attachments: attachedFiles,
    by,
    channel,
  })
  .meta({
    id: 'AnswerPetition',
    example: {
      text: 'Lampa a fost schimbată.',
      legalBasis: 'OG 27/2002, art. 8',
      by: 'f17e9a7f-37a9-595d-be7f-df84dce7d7d3',
    },
  });

const declineBody = z
  .strictObject({
    salutation,
    reason: personalText(20_000).describe(toPetitioner),
    legalBasis: answerBody.shape.legalBasis,
    attachments: attachedFiles,
    by,
    channel,
  })
  .meta({
    id: 'DeclinePetition',
    example: {
      reason: 'Drumul nu este al municipiului.',
      legalBasis: 'OG 27/2002, art. 8',
      by: 'f17e9a7f-37a9-595d-be7f-df84dce7d7d3',
    },
  });

const signBody = z
  .strictObject({
    as: optional(signature.shape.as).describe('Where somebody may sign as both; told by what they head otherwise.'),
    by,
  })
  .meta({ id: 'SignAnswer', example: { by: '1d380424-9223-5327-ac34-ad58aa79b003' } });

const sendBody = z
  .strictObject({
    channel: sendingBody.describe(
      'The way it goes; the petitioner’s own, where it is left out. `in-person`: it was handed over. Ecou sends to addresses; what goes by `post` and `in-person` is put on record.',
    ),
  })
  .meta({ id: 'SendAnswer' });

const deliveryBody = z
  .strictObject({
    state: delivery.describe('`bounced`: it did not arrive, and is to be sent again; `uncertain`: nobody can tell.'),
    sending: optional(z.uuid()).describe('The one that it is about; the last one, where it is left out.'),
    note: note.describe('Such as what stands on the confirmation of receipt. Officers read it.'),
  })
  .meta({ id: 'AnswerDelivery' });

type Answer = z.output<typeof answerBody> & Pick<AnswerPetition, 'outcome'>;

/** Writes the answer to a petition, and to those of the same petitioner that are joined to it. */
async function answer(
  work: PetitionWork,
  id: string,
  { outcome, by: officer, channel: way, ...said }: Answer,
): Promise<void> {
  const { salutation: to, text: words, legalBasis } = said;
  const reply = { salutation: to, text: words, legalBasis, attachments: await work.claim(id, said.attachments) };
  const petition = await work.read(id);
  const others = (await work.together(id)).map((other) => other.petition);
  await work.refuseNamesOf(others, words.value, outcome === 'answered' ? 'text' : 'reason', petition);
  await work.refuseNamesOf(others, to?.value ?? '', 'salutation', petition);
  const acting = await work.acting(officer);
  const enclosures = reply.attachments.map(({ name }) => name.value);
  const letter = way === null ? null : await letterOf(work, id, { signatures: [], enclosures });
  const sent = way === null ? null : { channel: way, sendingId: work.commandId, letter };
  const command = { type: 'AnswerPetition', outcome, reply, by: acting, send: sent, at: work.now } as const;
  await toAllJoined(work, id, await work.decide(id, command, { rulesFirst: true }));
}

/** An answer that went out is that of each petition that is joined to it, in envelopes of its own. */
async function toAllJoined(
  work: PetitionWork,
  id: string,
  { before, events }: Awaited<ReturnType<PetitionWork['decide']>>,
): Promise<void> {
  for (const event of events) {
    if (event.type !== 'PetitionAnswered' && event.type !== 'PetitionDeclined') continue;
    const { salutation: to, text: words, legalBasis, attachments, officer, signatures, ...sent } = event.data;
    const outcome = event.type === 'PetitionAnswered' ? 'answered' : 'declined';
    const given = {
      outcome,
      salutation: to,
      text: words,
      legalBasis,
      attachments,
      officer,
      signatures,
      at: work.now,
    } as const;
    const { numbers, sendingId, channel: way } = sent;
    const taken = { answer: await work.unsealed(given), numbers, sendingId, channel: way };
    const joined = before?.joined ?? [];
    await Promise.all(joined.map((other) => work.read(other.id)));
    for (const other of joined) await work.decide(other.id, { ...taken, type: 'TakeAnswer', mainId: id, at: work.now });
  }
}

/** The answer to a petition, from its words to its delivery. */
export const answeringVerbs = {
  AnswerPetition: verb({
    name: 'answer',
    summary: 'Answer it, and what its petitioner joined to it',
    description:
      'The officer to whom it is assigned writes the answer, which two sign, and which is sent then. It names the numbers of all that it answers. Those of other people on the same matter are answered by themselves: a text that names one of these people is refused.',
    body: answerBody,
    run: (work, id, body) => answer(work, id, { ...body, outcome: 'answered' }),
  }),

  DeclinePetition: verb({
    name: 'decline',
    summary: 'Decline it with reasons, and what its petitioner joined to it',
    description: 'As it is answered.',
    body: declineBody,
    run: (work, id, { reason, ...body }) => answer(work, id, { ...body, outcome: 'declined', text: reason }),
  }),

  SignAnswer: verb({
    name: 'sign',
    summary: 'Sign the answer',
    permission: 'petitions:lead',
    description: 'The head of the department signs, and the head of the institution or whom they empowered.',
    body: signBody,
    inBulk: true,
    async run(work, id, { as, by: officer }) {
      await work.read(id);
      await work.decide(id, { type: 'SignAnswer', as, by: await work.acting(officer), at: work.now });
    },
  }),

  SendAnswer: verb({
    name: 'send',
    summary: 'Send the answer, or put on record that it went out',
    description: 'It is communicated by that: the deadline is met, or missed.',
    body: sendBody,
    inBulk: true,
    async run(work, id, { channel: way }) {
      const letter = await letterOfDraft(work, id);
      const send = { channel: way, sendingId: work.commandId, letter };
      const decided = await work.decide(id, { type: 'SendAnswer', send, at: work.now });
      const sent = decided.before?.sendings.at(-1)?.outgoingNumber;
      if (!decided.changed && sent) work.answerNumber(sent);
      await toAllJoined(work, id, decided);
    },
  }),

  /** The answer of the petition that it is joined to reaches it by that one's verbs. */
  ReportDelivery: verb({
    name: 'delivery',
    summary: 'Put on record what became of the answer on its way',
    description: 'One that did not arrive is back in the queue, to be sent again; its deadline goes on.',
    body: deliveryBody,
    async run(work, id, { state, sending, note: said }) {
      const { replies, sendings } = await work.read(id);
      const command = { type: 'ReportDelivery', state, sendingId: sending, note: said, at: work.now } as const;
      const { changed, after } = await work.decide(id, command);
      const told = sending ?? sendings.at(-1)?.id;
      const reply = replies.find(({ sendingId }) => sendingId === told);
      // What was answered with it waits again where it does.
      if (changed && reply && (state !== 'bounced' || after?.draft))
        for (const other of reply.others) await work.decide(other.id, { ...command, sendingId: reply.sendingId });
    },
  }),
} as const;
