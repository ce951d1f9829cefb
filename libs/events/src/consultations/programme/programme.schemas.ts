import { day, instant, localizedText } from '@ecou/contracts';
import {
  asOfQuery,
  filesField,
  htmlQuery,
  listOf,
  localized,
  newId,
  pageQuery,
  searchWords,
  text,
} from '@ecou/runtime';
import { z } from 'zod';
import { languagesStay } from '../../formats/corrected-text.js';
import { slug } from '../../formats/slug.js';
import { webAddress } from '../../formats/web-address.js';
import { deliverableStates, programmeStatuses } from './programme.decider.js';
import { deliverable, emblem, programmeDetails } from './programme.events.js';

const period = z.strictObject({ from: day, to: day }).refine(({ from, to }) => from <= to, {
  path: ['to'],
  error: 'The end lies before the start',
  params: { code: 'END_BEFORE_START' },
});

const plannedDeliverable = {
  id: newId,
  kind: slug.describe('Such as `study`, `facilities-map`, `podcast` or `webinar`.'),
  title: localized(300),
};

function refuseRepeated(deliverables: readonly { id?: string | undefined }[], context: z.RefinementCtx): void {
  deliverables.forEach(({ id }, index) => {
    if (id === undefined || deliverables.findIndex((each) => each.id === id) === index) return;
    context.addIssue({
      code: 'custom',
      path: [index, 'id'],
      message: 'The id stands there twice',
      params: { code: 'DELIVERABLE_REPEATED' },
    });
  });
}

const fields = {
  title: localized(300),
  description: localized(4000).nullable(),
  fundingCodes: z
    .array(z.strictObject({ scheme: text(50), code: text(50) }))
    .max(20)
    .describe('Such as scheme `SIPOCA`, code `1084`.'),
  activities: z.array(z.strictObject({ code: text(50), title: localized(500) })).max(100),
  period: period.nullable(),
  partners: z.array(text(200)).max(50).describe('Organisations, never persons.'),
  organiser: text(200).nullable().describe('The organisation that carries it out.'),
  financing: localized(1000)
    .nullable()
    .describe('The statement on its financing, as whoever gives the money asks for it.'),
};

export const createProgrammeBody = z
  .strictObject({
    id: newId,
    ...fields,
    description: fields.description.default(null),
    fundingCodes: fields.fundingCodes.default([]),
    activities: fields.activities.default([]),
    period: fields.period.default(null),
    partners: fields.partners.default([]),
    organiser: fields.organiser.default(null),
    financing: fields.financing.default(null),
    deliverables: z
      .array(z.strictObject(plannedDeliverable))
      .max(100)
      .superRefine(refuseRepeated)
      .default([])
      .describe('What it plans to publish.'),
  })
  .meta({
    id: 'CreateProgramme',
    example: {
      title: { ro: 'Program de consultare', en: 'Consultation programme' },
      fundingCodes: [{ scheme: 'SIPOCA', code: '1084' }],
      period: { from: '2031-01-01', to: '2032-12-31' },
      deliverables: [
        { kind: 'study', title: { ro: 'Studiu despre servicii digitale', en: 'Study on digital services' } },
      ],
    },
  });

const reason = localized(1000).describe('Why; the public reads it, so it names no person.');

export const correctProgrammeBody = z
  .strictObject({
    ...z.object(fields).partial().shape,
    title: fields.title.optional().describe(languagesStay),
    description: fields.description.optional().describe(languagesStay),
    financing: fields.financing.optional().describe(`The statement on its financing. ${languagesStay}`),
    reason,
  })
  .refine(({ reason: _reason, ...given }) => Object.values(given).some((value) => value !== undefined), {
    path: ['title'],
    error: 'Say what is to be corrected',
    params: { code: 'CORRECTION_EMPTY' },
  })
  .meta({
    id: 'CorrectProgramme',
    example: {
      title: { ro: 'Program de consultare' },
      reason: { ro: 'Titlul era greșit.', en: 'The title was wrong.' },
    },
  });

export const endProgrammeBody = z
  .strictObject({ reason: reason.nullable().default(null) })
  .meta({ id: 'EndProgramme' });
export const reopenProgrammeBody = z.strictObject({ reason }).meta({ id: 'ReopenProgramme' });

export const addDeliverableBody = z
  .strictObject({
    ...plannedDeliverable,
    address: webAddress.optional().describe('Where it can be found, if it is out already.'),
  })
  .meta({ id: 'AddDeliverable' });

export const publishDeliverableBody = z
  .strictObject({ address: webAddress.describe('Where it can be found.') })
  .meta({ id: 'PublishDeliverable' });

export const presentDeliverableBody = z
  .strictObject({ civicEventId: z.uuid().describe('The civic event of the programme at which it was shown.') })
  .meta({ id: 'PresentDeliverable', example: { civicEventId: 'a5ed58df-8942-5f8b-a903-56a9fbb694b0' } });

/** 512 KiB. */
export const emblemBytes = 512 * 1024;

export const addEmblemBody = z
  .strictObject({
    files: filesField
      .refine((files) => files.length === 1, { error: 'Choose one picture', params: { code: 'FILES_MISSING' } })
      .refine((files) => files.every(({ type }) => type === 'image/png' || type === 'image/jpeg'), {
        error: 'An emblem is a PNG or a JPEG',
        params: { code: 'EMBLEM_TYPE' },
      })
      .describe('One picture, PNG or JPEG, of 512 KiB at most.'),
    nameRo: text(200).describe('What it is, in Romanian: read out where the picture is not seen.'),
    nameEn: text(200).optional().describe('The same in English.'),
  })
  .meta({ id: 'AddEmblem', example: { files: ['stema.png'], nameRo: 'Stema', nameEn: 'The coat of arms' } });

export const emblemParams = z.strictObject({ id: z.uuid(), emblemId: z.uuid() });
export const noQuery = z.strictObject({});

export const deliverableParams = z.strictObject({ id: z.uuid(), deliverableId: z.uuid() });

export const programmesQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(programmeStatuses).optional(),
  q: searchWords,
  ...htmlQuery,
});

export const programmeQuery = z.strictObject({ ...asOfQuery, ...htmlQuery });

export const deliverableAnswer = deliverable
  .omit({ deliverableId: true })
  .extend({
    id: z.uuid(),
    state: z.enum(deliverableStates).describe('`presented`: shown at a civic event, and not published yet.'),
    presented: z
      .array(z.object({ civicEventId: z.uuid(), at: instant }))
      .describe('The civic events that it was shown at, and their start.'),
    published: z
      .object({ address: z.url(), at: instant })
      .nullable()
      .describe('Where it can be found, and since when; null: not published yet.'),
  })
  .meta({ id: 'Deliverable' });

export const programmeAnswer = programmeDetails
  .extend({
    id: z.uuid(),
    status: z.enum(programmeStatuses),
    ended: z.object({ reason: localizedText.nullable(), at: instant }).nullable().describe('null: it has not ended.'),
    corrections: z
      .array(z.object({ changed: z.array(z.string()), reason: localizedText, at: instant }))
      .describe('Mistakes in what was told of it, put right since: fields, or `end`: it had been ended by mistake.'),
    deliverables: z.array(deliverableAnswer),
    emblems: z
      .array(emblem.omit({ emblemId: true }).extend({ id: z.uuid() }))
      .describe('Pictures at the head of its documents, at `/programmes/{id}/emblems/{id}`.'),
    version: z.int(),
  })
  .meta({ id: 'Programme' });
export type ProgrammeAnswer = z.output<typeof programmeAnswer>;

export const programmesAnswer = listOf(programmeAnswer, 'Programmes');
export const deliverablesAnswer = listOf(deliverableAnswer, 'Deliverables');
