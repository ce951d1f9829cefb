import { z } from 'zod';
import { contract } from './contract.js';
import { day, instant, localizedText, slug } from './types.js';

const dissemination = {
  disseminationId: z.uuid(),
  programmeId: z.uuid().nullable().describe('The programme that it belongs to; `null`: none.'),
  channel: slug.describe('Such as `posters`, `radio` or `schools`; `other` has a name; more may follow.'),
};

export const DisseminationLoggedV1 = contract(
  'ecou.notifications.dissemination-logged.v1',
  'What the log says of something that was spread outside of the platform: all of it, as it is now.',
  z.object({
    ...dissemination,
    channelName: z.string().nullable().describe('What another channel is called; `null` where `channel` says it.'),
    status: slug.describe('`suggested`, `planned`, `done` or `cancelled`; more may follow. Only what is done counts.'),
    title: localizedText.describe('What was spread.'),
    civicEventId: z.uuid().nullable().describe('The civic event that was made known.'),
    deliverableId: z.uuid().nullable().describe('The deliverable of the programme that was made known.'),
    place: z.string().nullable(),
    period: z
      .object({ from: day, to: day.nullable().describe('`null`: a single day, or without an end.') })
      .nullable()
      .describe('When it was, or is to be, seen or heard.'),
    audiences: z.array(slug).describe('Such as `elderly` or `pupils`; more may follow.'),
    quantity: z
      .object({ count: z.int().min(0), unit: slug.describe('Such as `copies`, `showings` or `posts`.') })
      .nullable(),
    cost: z
      .object({ amount: z.number().min(0), currency: z.string().describe('ISO 4217, such as `RON`.') })
      .nullable()
      .describe('`null`: not reported.'),
    source: z.string().nullable().describe('Where these facts come from.'),
    doneOn: day.nullable().describe('The day on which it was done; `null`: it was not.'),
    reason: localizedText.nullable().describe('Why it was cancelled.'),
    loggedAt: instant,
  }),
);

export const DisseminationReachReportedV1 = contract(
  'ecou.notifications.dissemination-reach-reported.v1',
  'Somebody reported how many people something reached that was spread outside of the platform, or corrected what was reported.',
  z.object({
    ...dissemination,
    reachId: z.uuid().describe('One estimate; a correction of it has the same.'),
    people: z.int().min(0).describe('By the figure that stands.'),
    reportedPeople: z.int().min(0).describe('As it was first reported.'),
    source: z.string().describe('Who says so: an organisation or a document, never a person.'),
    method: z.string().describe('How it was counted or estimated.'),
    countedOn: day.describe('The day as of which it was counted.'),
    isCorrected: z.boolean(),
    reason: localizedText.nullable().describe('Why it was corrected last.'),
    reportedAt: instant.describe('When this was put on record.'),
  }),
);

export const disseminationContracts = [DisseminationLoggedV1, DisseminationReachReportedV1] as const;
