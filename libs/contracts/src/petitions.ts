import { z } from 'zod';
import { contract, personalEnvelope } from './contract.js';
import { day, instant, language, slug } from './types.js';

/** Which petition it is; nothing of who sent it, or of what it says. */
const petition = {
  petitionId: z.uuid(),
  number: z.string().describe('In the register of petitions: the year, a hyphen, six digits or more.'),
  kind: slug.describe('`request`, `complaint`, `suggestion`, or `notice` (anonymous); more may follow.'),
  category: slug.describe('As the municipality configures them.'),
  department: slug.describe('That has it now; as the municipality configures them.'),
};

const answerBy = day.nullable().describe('The last day for the answer; `null` for a notice, which has none.');

const inTime = z.boolean().nullable().describe('Whether the last day was not over; `null` where there is none.');

export const PetitionRegisteredV1 = contract(
  'ecou.feedback.petition-registered.v1',
  'A petition or a notice came in, and has its number in the register.',
  z.object({
    ...petition,
    channel: slug.describe('How it came: `web`, `phone`, `paper`, `email`, `sms` and the like; more may follow.'),
    facilityId: z.uuid().nullable().describe('The facility that it is about.'),
    civicEventId: z.uuid().nullable().describe('The civic event that it is about.'),
    answerBy,
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

export const PetitionReopenedV1 = contract(
  'ecou.feedback.petition-reopened.v1',
  'A petition that was answered is worked on again, with a new deadline.',
  z.object({ ...petition, round: z.int().min(2).describe('2 for the first time.'), answerBy, reopenedAt: instant }),
);

export const PetitionClosedV1 = contract(
  'ecou.feedback.petition-closed.v1',
  'A petition is closed.',
  z.object({
    ...petition,
    ground: slug.describe(
      'Why: `answered`, `forwarded`, `noted` (a notice), `anonymous`, `repeat` (of one that was answered), `withdrawn`; more may follow.',
    ),
    closedAt: instant,
  }),
);

export const DeadlineMissedV1 = contract(
  'ecou.feedback.deadline-missed.v1',
  'The last day for the answer to a petition is over, and there is none.',
  z.object({ ...petition, answerBy: day, missedAt: instant }),
);

export const PetitionUpdateContactV1 = contract(
  'ecou.feedback.petition-update-contact.v1',
  'What somebody who sent a petition is to be told of it, and where they can be reached.',
  z.object({
    ...petition,
    occasion: slug.describe(
      '`acknowledged` (it was registered), `assigned`, `information-requested`, `extended`, `forwarded`, `joined`, `answered`, `declined`, `reopened`, `closed`; more may follow.',
    ),
    language,
    channel: slug.describe(
      'How to reach them: `email`, `phone`, `sms`, `telegram`, `whatsapp`, `post`; more may follow.',
    ),
    contact: personalEnvelope.describe('Their address on that channel.'),
    name: personalEnvelope,
    text: personalEnvelope.nullable().describe('What an officer wrote on the occasion.'),
    answerBy: day.nullable().describe('The last day for the answer, where the occasion sets one.'),
    at: instant,
  }),
  'internal',
);

export const petitionContracts = [
  PetitionRegisteredV1,
  PetitionAssignedV1,
  PetitionAnsweredV1,
  PetitionForwardedV1,
  PetitionJoinedV1,
  PetitionReopenedV1,
  PetitionClosedV1,
  DeadlineMissedV1,
  PetitionUpdateContactV1,
] as const;
