import { day, instant, localizedText } from '@ecou/contracts';
import { asOfQuery, filesField, listOf, localized, newId, optional, pageQuery, searchWords, text } from '@ecou/runtime';
import { z } from 'zod';
import { factNamed } from '../../history.js';
import {
  audienceSegments,
  disseminationChannels,
  disseminationDetails,
  disseminationStatuses,
  estimate,
  material,
} from './dissemination.events.js';

const period = z.strictObject({ from: day, to: optional(day) }).refine(({ from, to }) => to === null || from <= to, {
  path: ['to'],
  error: 'The end lies before the start',
  params: { code: 'END_BEFORE_START' },
});

const units = ['copies', 'places', 'showings', 'broadcasts', 'posts', 'meetings', 'days', 'other'] as const;

const noPerson = 'It is told to the public, so it names no person.';

const fields = {
  title: localized(300).describe(`What is spread. ${noPerson}`),
  programmeId: optional(z.uuid()).describe('The programme that it belongs to; once done, it counts for that.'),
  civicEventId: optional(z.uuid()).describe('The civic event that is made known.'),
  deliverableId: optional(z.uuid()).describe('The deliverable of the programme that is made known.'),
  channel: z.enum(disseminationChannels),
  channelName: optional(text(100)).describe('What the channel is called: needed where it is `other`.'),
  place: optional(text(300)).describe(`Such as a street, a line of trams or a station. ${noPerson}`),
  period: optional(period).describe('When it is seen or heard; `to` left out: a single day, or without an end.'),
  audiences: z
    .array(z.enum(audienceSegments))
    .max(audienceSegments.length)
    .refine((all) => new Set(all).size === all.length, {
      error: 'One stands there twice',
      params: { code: 'REPEATED' },
    })
    .default([])
    .describe('Those whom it is for.'),
  quantity: optional(z.strictObject({ count: z.int().min(0).max(1_000_000_000), unit: z.enum(units) })),
  cost: optional(
    z.strictObject({
      amount: z.number().min(0).max(1_000_000_000).multipleOf(0.01),
      currency: z.enum(['RON', 'EUR']).default('RON'),
    }),
  ),
  source: optional(text(300)).describe(`Where these facts come from. ${noPerson}`),
};

interface Said {
  readonly channel: string;
  readonly channelName: string | null;
  readonly programmeId: string | null;
  readonly deliverableId: string | null;
}

function fitsTogether({ channel, channelName, programmeId, deliverableId }: Said, context: z.RefinementCtx): void {
  const refuse = (field: string, code: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message, params: { code } });
  if (channel === 'other' && channelName === null)
    refuse('channelName', 'CHANNEL_NAME_MISSING', 'Another channel has a name');
  if (channel !== 'other' && channelName !== null)
    refuse('channelName', 'CHANNEL_NAMED_TWICE', 'Only another channel has a name');
  if (deliverableId !== null && programmeId === null)
    refuse('programmeId', 'PROGRAMME_MISSING', 'A deliverable belongs to a programme');
}

const example = {
  title: { ro: 'Harta facilităților digitale', en: 'Map of digital facilities' },
  channel: 'posters',
  place: 'Stații de tramvai',
  period: { from: '2027-04-01', to: '2027-04-30' },
  audiences: ['elderly', 'pensioners'],
  quantity: { count: 200, unit: 'copies' },
} as const;

export const logBody = z
  .strictObject({
    id: newId,
    status: z.enum(['suggested', 'planned', 'done']).default('planned'),
    doneOn: optional(day).describe('The day on which it was done: needed where it is.'),
    ...fields,
  })
  .superRefine(fitsTogether)
  .superRefine(({ status, doneOn }, context) => {
    if ((status === 'done') === (doneOn !== null)) return;
    const [code, message] =
      doneOn === null
        ? ['DAY_MISSING', 'What was done has the day on which it was done']
        : ['DAY_TOO_EARLY', 'Only what was done has a day on which it was done'];
    context.addIssue({ code: 'custom', path: ['doneOn'], message, params: { code } });
  })
  .meta({ id: 'LogDissemination', example });

export const changeBody = z.strictObject(fields).superRefine(fitsTogether).meta({ id: 'ChangeDissemination', example });

export const completeBody = z
  .strictObject({ on: day.optional().describe('The day on which it was done; today where it is left out.') })
  .meta({ id: 'CompleteDissemination', example: {} });

const reason = localized(1000).describe(`Why. ${noPerson}`);

export const cancelBody = z.strictObject({ reason }).meta({ id: 'CancelDissemination' });

const people = z.int().min(0).max(1_000_000_000);

const estimateFields = {
  people: people.describe('How many people it reached.'),
  source: text(300).describe('Who says so: an organisation or a document, never a person.'),
  method: text(300).describe('How it was counted or estimated.'),
  countedOn: day.describe('The day as of which it was counted.'),
};

const exampleEstimate = {
  people: 12_000,
  source: 'Raportul operatorului',
  method: 'Validări pe linie',
  countedOn: '2023-05-31',
};

export const reachBody = z
  .strictObject({ id: newId, ...estimateFields })
  .meta({ id: 'ReportReach', example: exampleEstimate });

export const correctReachBody = z
  .strictObject({ ...z.object(estimateFields).partial().shape, reason })
  .refine(({ reason: _reason, ...given }) => Object.values(given).some((value) => value !== undefined), {
    path: ['people'],
    error: 'Say what is to be corrected',
    params: { code: 'CORRECTION_EMPTY' },
  })
  .meta({ id: 'CorrectReach', example: { people: 11_000, reason: { ro: 'O linie fusese numărată de două ori.' } } });

/** 10 MiB. */
export const materialBytes = 10 * 1024 * 1024;

export const materialBody = z
  .strictObject({
    files: filesField
      .refine((files) => files.length === 1, { error: 'Choose one file', params: { code: 'FILES_MISSING' } })
      .describe('One file of 10 MiB at most: JPEG, PNG, WebP, PDF, DOCX, XLSX, ODT, plain text.'),
    name: text(100).optional().describe('What it is called; its end is made to fit what it is.'),
  })
  .meta({ id: 'AddMaterial', example: { files: ['afis.png'], name: 'Afișul hărții' } });

export const materialParams = z.strictObject({ id: z.uuid(), materialId: z.uuid() });
export const reachParams = z.strictObject({ id: z.uuid(), reachId: z.uuid() });

export const disseminationsQuery = z.strictObject({
  ...pageQuery,
  channel: z.enum(disseminationChannels).optional(),
  status: z.enum(disseminationStatuses).optional(),
  programme: z.uuid().optional(),
  civicEvent: z.uuid().optional(),
  deliverable: z.uuid().optional(),
  audience: z.enum(audienceSegments).optional(),
  from: day.optional().describe('Those that are seen or heard on this day or later.'),
  to: day.optional().describe('Those that are seen or heard on this day or earlier.'),
  q: searchWords,
});
export type DisseminationsQuery = z.output<typeof disseminationsQuery>;

export const disseminationQuery = z.strictObject(asOfQuery);
export const historyQuery = z.strictObject(pageQuery);

const reach = estimate.extend({
  id: z.uuid(),
  reportedAt: instant,
  reportedPeople: z.int().describe('As it was first reported.'),
  corrections: z.array(z.object({ before: estimate, reason: localizedText, at: instant })),
});

export const disseminationAnswer = disseminationDetails
  .extend({
    id: z.uuid(),
    status: z.enum(disseminationStatuses),
    doneOn: day.nullable().describe('The day on which it was done.'),
    reason: localizedText.nullable().describe('Why it was cancelled.'),
    since: z
      .partialRecord(z.enum(disseminationStatuses), instant)
      .describe('When each status was put on record, those that it had.'),
    people: z
      .int()
      .nullable()
      .describe('How many people it reached: by the estimate that was reported last, as it stands; null: none was.'),
    reportedPeople: z.int().nullable().describe('The same, as it was first reported.'),
    reach: z.array(reach).describe('Every estimate, in the order in which they were reported.'),
    materials: z
      .array(material.omit({ materialId: true }).extend({ id: z.uuid() }))
      .describe('Files, at `/disseminations/{id}/materials/{id}`.'),
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'Dissemination' });
export type DisseminationAnswer = z.output<typeof disseminationAnswer>;

export const disseminationsAnswer = listOf(disseminationAnswer, 'Disseminations');

export const historyAnswer = listOf(factNamed('DisseminationFact'), 'DisseminationHistory');
