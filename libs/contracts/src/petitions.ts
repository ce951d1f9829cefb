import { z } from 'zod';
import { contract, personalEnvelope } from './contract.js';
import { day, instant, language, slug } from './types.js';

/** Which petition it is; nothing of who sent it, or of what it says. */
const petition = {
  petitionId: z.uuid(),
  number: z.string().describe('In the register of petitions: the year, a hyphen, six digits or more.'),
  kind: slug.describe(
    '`request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow.',
  ),
  category: slug.describe('As the municipality configures them.'),
  department: slug.describe('That has it now; as the municipality configures them.'),
};

const answerBy = day
  .nullable()
  .describe('The day by which the municipality means to answer, its target date; `null` for a notice, which has none.');

const legalAnswerBy = day
  .nullable()
  .optional()
  .describe('The last day for the answer by law; `null` for a notice, which has none.');

const inTime = z
  .boolean()
  .nullable()
  .describe('Whether the last day, by law, was not over; `null` where there is none.');

export const PetitionRegisteredV1 = contract(
  'ecou.feedback.petition-registered.v1',
  'A petition or a notice came in, and has its number in the register.',
  z.object({
    ...petition,
    channel: slug.describe(
      'How it came: `web`, `phone`, `paper`, `email`, `sms`, `authority` (another one sent it) and the like; more may follow.',
    ),
    facilityId: z.uuid().nullable().describe('The facility that it is about.'),
    civicEventId: z.uuid().nullable().describe('The civic event that it is about.'),
    answerBy,
    legalAnswerBy,
    receivedOn: day.optional().describe('When it reached the municipality.'),
    registeredAt: instant,
  }),
);

export const PetitionAssignedV1 = contract(
  'ecou.feedback.petition-assigned.v1',
  'A petition was given to a department, or to an officer of it.',
  z.object({ ...petition, officer: z.boolean().describe('Whether an officer has it.'), assignedAt: instant }),
);

export const PetitionAnsweredV1 = contract(
  'ecou.feedback.petition-answered.v1',
  'A petition was answered, or declined with reasons.',
  z.object({
    ...petition,
    outcome: slug.describe('`answered` or `declined`; more may follow.'),
    through: z.uuid().nullable().describe('The petition that it was joined to, and answered with.'),
    inTime,
    answeredAt: instant,
  }),
);

export const PetitionAnsweredV2 = contract(
  'ecou.feedback.petition-answered.v2',
  'The answer to a petition was sent, or that it was declined with reasons.',
  z.object({
    ...petition,
    outcome: slug.describe('`answered` or `declined`; more may follow.'),
    through: z
      .uuid()
      .nullable()
      .describe('The petition of the same petitioner that it was joined to, and answered with.'),
    channel: slug.describe(
      'How it was sent: `email`, `post`, `in-person` and the like; `page`: it can be read on the page of the petition. More may follow.',
    ),
    again: z.boolean().describe('Whether it was sent before, and did not arrive.'),
    inTime,
    answeredAt: instant.describe('When it was sent.'),
  }),
);

export const PetitionForwardedV1 = contract(
  'ecou.feedback.petition-forwarded.v1',
  'A petition went to the authority that is competent for it.',
  z.object({ ...petition, authority: z.string(), inTime, forwardedAt: instant }),
);

export const PetitionJoinedV1 = contract(
  'ecou.feedback.petition-joined.v1',
  'A petition will be answered with another one that asks the same.',
  z.object({ ...petition, mainId: z.uuid().describe('The petition that it is joined to.'), joinedAt: instant }),
);

const joiningAs = slug.describe(
  '`petitioner`: both are one petitioner’s, and get one answer; `matter`: they are different people’s, and each is answered by itself. More may follow.',
);

export const PetitionJoinedV2 = contract(
  'ecou.feedback.petition-joined.v2',
  'A petition is dealt with together with an earlier one.',
  z.object({
    ...petition,
    as: joiningAs,
    mainId: z.uuid().describe('The petition that it is joined to.'),
    joinedAt: instant,
  }),
);

export const PetitionSeparatedV1 = contract(
  'ecou.feedback.petition-separated.v1',
  'A petition was joined to another one by mistake, and is not any more.',
  z.object({
    ...petition,
    as: joiningAs,
    mainId: z.uuid().describe('The petition that it was joined to.'),
    separatedAt: instant,
  }),
);

export const PetitionReturnedV1 = contract(
  'ecou.feedback.petition-returned.v1',
  'A petition that was forwarded came back from the other authority, and is worked on here.',
  z.object({
    ...petition,
    authority: z.string().describe('That which sent it back.'),
    answerBy,
    legalAnswerBy,
    returnedAt: instant,
  }),
);

export const PetitionReopenedV1 = contract(
  'ecou.feedback.petition-reopened.v1',
  'A petition that was answered is worked on again, with a new deadline.',
  z.object({
    ...petition,
    round: z.int().min(2).describe('2 for the first time.'),
    answerBy,
    legalAnswerBy,
    reopenedAt: instant,
  }),
);

export const PetitionClosedV1 = contract(
  'ecou.feedback.petition-closed.v1',
  'A petition is closed.',
  z.object({
    ...petition,
    ground: slug.describe(
      'Why: `answered`, `forwarded`, `noted` (a notice), `anonymous`, `unidentified` (its identity is missing or plainly false), `repeat` (of one that was answered), `withdrawn`; more may follow.',
    ),
    closedAt: instant,
  }),
);

export const PetitionProgressedV1 = contract(
  'ecou.feedback.petition-progressed.v1',
  'A step in the life of a petition that no other contract tells.',
  z.object({
    ...petition,
    step: slug.describe(
      '`work-started`, `information-requested` (of the petitioner), `message-received` (from the petitioner, asked for or not), `extended` (its deadline), `legal-date-moved` (its last day by law was declared a day off), `answer-prepared` or `answer-signed`; more may follow.',
    ),
    answerBy: day
      .nullable()
      .describe('The target date that stands after `extended` or `legal-date-moved`. `null` of other steps.'),
    legalAnswerBy: day.nullable().describe('The same of the last day for the answer by law.'),
    at: instant,
  }),
);

export const DeadlineMissedV1 = contract(
  'ecou.feedback.deadline-missed.v1',
  'The last day for the answer to a petition is over, and there is none.',
  z.object({ ...petition, answerBy: day, missedAt: instant }),
);

export const DeadlineMissedV2 = contract(
  'ecou.feedback.deadline-missed.v2',
  'The last day for the answer to a petition, by law, is over, and there is none.',
  z.object({
    ...petition,
    answerBy: day.describe('The day by which the municipality meant to answer, its target date.'),
    legalAnswerBy: day.describe('The last day for the answer by law.'),
    missedAt: instant,
  }),
);

export const PetitionUpdateContactV1 = contract(
  'ecou.feedback.petition-update-contact.v1',
  'What somebody who sent a petition is to be told of it, and where they can be reached.',
  z.object({
    ...petition,
    occasion: slug.describe(
      '`acknowledged` (it was registered), `assigned`, `information-requested`, `extended`, `forwarded`, `returned`, `joined`, `separated`, `answered`, `declined`, `reopened`, `closed`; more may follow.',
    ),
    language,
    channel: slug.describe(
      'How to reach them: `email`, `phone`, `sms`, `telegram`, `whatsapp`, `post`; more may follow.',
    ),
    contact: personalEnvelope.describe('Their address on that channel.'),
    name: personalEnvelope,
    salutation: personalEnvelope.nullable().optional().describe('Of an answer: the line that names whom it is for.'),
    text: personalEnvelope.nullable().describe('What an officer wrote on the occasion.'),
    legalBasis: z.string().nullable().optional().describe('Of an answer: the law that the solution rests on.'),
    numbers: z.array(z.string()).optional().describe('Of an answer: the numbers of all petitions that it is for.'),
    sendingId: z.uuid().optional().describe('Of an answer: by which what becomes of it on its way is told.'),
    outgoingNumber: z
      .string()
      .optional()
      .describe('Of an answer that is a letter: its number in the outgoing register.'),
    letter: personalEnvelope
      .optional()
      .describe(
        'Of an answer that is a letter: its other parts (`LetterFacts`), from the letterhead to the signatures.',
      ),
    answerBy: day
      .nullable()
      .describe('The day by which the municipality means to answer, where the occasion sets one.'),
    legalAnswerBy: day
      .nullable()
      .optional()
      .describe('The last day for the answer by law, where the occasion sets one.'),
    at: instant,
  }),
  'internal',
);

export const PetitionFollowingAskedV1 = contract(
  'ecou.feedback.petition-following-asked.v1',
  'Somebody who has the token of a petition wants to be told of it at an address.',
  z.object({
    requestId: z.uuid(),
    petitionId: z.uuid(),
    number: z.string().describe('In the register.'),
    language,
    consentText: z.string().describe('Exactly as it was shown.'),
    channel: slug.describe('The way messages go: `email`; more may follow.'),
    address: personalEnvelope,
    askedAt: instant,
  }),
  'internal',
);

export const PetitionStepContactV1 = contract(
  'ecou.feedback.petition-step-contact.v1',
  'The status of a petition changed: what whoever follows it is told, and where its petitioner is told the same.',
  z.object({
    petitionId: z.uuid(),
    number: z.string().describe('In the register.'),
    occasion: slug.describe('`forwarded`, `answered`, `declined` or `closed`; more may follow.'),
    promised: z
      .object({ channel: slug, contact: personalEnvelope.describe('Their address on that channel.') })
      .nullable()
      .describe('Where the petitioner is told of it without asking; `null`: they are not.'),
    at: instant,
  }),
  'internal',
);

export const petitionContracts = [
  PetitionRegisteredV1,
  PetitionAssignedV1,
  PetitionAnsweredV1,
  PetitionAnsweredV2,
  PetitionForwardedV1,
  PetitionJoinedV1,
  PetitionJoinedV2,
  PetitionSeparatedV1,
  PetitionReturnedV1,
  PetitionReopenedV1,
  PetitionClosedV1,
  PetitionProgressedV1,
  DeadlineMissedV1,
  DeadlineMissedV2,
  PetitionUpdateContactV1,
  PetitionFollowingAskedV1,
  PetitionStepContactV1,
] as const;
