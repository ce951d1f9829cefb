import { optional, optionalPersonalText, personalText, text } from '@ecou/runtime';
import { z } from 'zod';
import { joining } from '../petition.events.js';
import { isOpen } from '../petition.state.js';
import { tieOf } from '../rules/joining.decider.js';
import { verb } from './verb.js';

const joinBody = z
  .strictObject({
    to: z
      .uuid('Give the id; find it by `GET /feedback/v1/petitions?number=2026-000123`.')
      .describe('Id of an earlier petition; a number is found by `?number=`.'),
    as: optional(joining).describe(
      '`petitioner`: one petitioner’s, on one problem, and one answer to both; `matter`: of different people, worked on together, and answered each by itself. Where it is left out, the same contact makes it the first, as does a reason.',
    ),
    reason: optionalPersonalText(1000).describe(
      'Why both are one petitioner’s, where they are reached at different addresses. Officers read it.',
    ),
  })
  .meta({ id: 'JoinPetition', example: { to: 'c20a78c0-bea5-5c1b-bf2c-343b1cb32291', as: 'matter' } });

const separateBody = z
  .strictObject({ reason: personalText(1000).describe('Why they do not belong together. Officers read it.') })
  .meta({ id: 'SeparatePetition' });

const proposeBody = z
  .strictObject({
    text: personalText(20_000).describe('What can be said to each of them. Officers read it, until it is an answer.'),
    legalBasis: optional(text(1000)).describe('The law that the answer rests on.'),
  })
  .meta({ id: 'ProposeAnswer' });

/** Petitions that are dealt with together. */
export const joiningVerbs = {
  JoinPetition: verb({
    name: 'join',
    summary: 'Join it to an earlier petition',
    description:
      'To one of the same petitioner on the same problem: one answer names both numbers. To one of somebody else on the same matter: each is answered by itself.',
    body: joinBody,
    inBulk: true,
    async run(work, id, { to, as, reason }) {
      const [petition, main] = [await work.read(id), await work.read(to)];
      const sameContact = await work.haveSameContact(petition, main);
      const command = { type: 'JoinPetition', mainId: to, main, as, sameContact, reason, at: work.now } as const;
      const { events } = await work.decide(id, command, { rulesFirst: true });
      for (const event of events)
        if (event.type === 'PetitionJoined')
          await work.decide(to, { type: 'TakeIn', petitionId: id, number: petition.number, as: event.data.as });
    },
  }),

  SeparatePetition: verb({
    name: 'separate',
    summary: 'Take back that it was joined to another',
    description:
      'The closer tie first: to the petition that it was to be answered with, then to that of somebody else.',
    body: separateBody,
    async run(work, id, { reason }) {
      const main = tieOf(await work.read(id));
      await work.decide(id, { type: 'SeparatePetition', reason, at: work.now });
      if (main) await work.decide(main.id, { type: 'LetGo', petitionId: id });
    },
  }),

  ProposeAnswer: verb({
    name: 'propose-answer',
    summary: 'Offer a text for its answer, and for those that are worked on together with it',
    description:
      'Nobody is told: each is answered by itself, with a salutation of its own. A text that names one of the petitioners is refused.',
    body: proposeBody,
    async run(work, id, proposed) {
      const command = { ...proposed, type: 'ProposeAnswer', at: work.now } as const;
      const [petition, others] = [await work.read(id), await work.together(id)];
      const all = [petition, ...others.map((other) => other.petition)];
      await work.refuseNamesOf(all, proposed.text.value, 'text');
      await work.decide(id, command);
      for (const other of others) if (isOpen(other.petition)) await work.decide(other.id, command);
    },
  }),
} as const;
