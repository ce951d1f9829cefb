import { day, instant } from '@ecou/contracts';
import { listOf, localized, newId, optional, pageQuery, searchWords, text } from '@ecou/runtime';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';
import { webAddress } from '../../formats/web-address.js';
import { deliverable, programmeDetails } from './programme.events.js';

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

export const createProgrammeBody = z
  .strictObject({
    id: newId,
    title: localized(300),
    description: optional(localized(4000)),
    fundingCodes: z
      .array(z.strictObject({ scheme: text(50), code: text(50) }))
      .max(20)
      .default([])
      .describe('Such as scheme `SIPOCA`, code `1084`.'),
    activities: z
      .array(z.strictObject({ code: text(50), title: localized(500) }))
      .max(100)
      .default([]),
    period: optional(period),
    partners: z.array(text(200)).max(50).default([]).describe('Organisations, never persons.'),
    deliverables: z
      .array(z.strictObject(plannedDeliverable))
      .max(100)
      .superRefine(refuseRepeated)
      .default([])
      .describe('What it plans to publish.'),
  })
  .meta({ id: 'CreateProgramme' });

export const addDeliverableBody = z
  .strictObject({
    ...plannedDeliverable,
    address: webAddress.optional().describe('Where it can be found, if it is out already.'),
  })
  .meta({ id: 'AddDeliverable' });

export const publishDeliverableBody = z
  .strictObject({ address: webAddress.describe('Where it can be found.') })
  .meta({ id: 'PublishDeliverable' });

export const deliverableParams = z.strictObject({ id: z.uuid(), deliverableId: z.uuid() });

export const programmesQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(['planned', 'started']).optional(),
  q: searchWords,
});

export const deliverableAnswer = deliverable
  .omit({ deliverableId: true })
  .extend({
    id: z.uuid(),
    published: z
      .object({ address: z.url(), at: instant })
      .nullable()
      .describe('Where it can be found, and since when; null: not published yet.'),
  })
  .meta({ id: 'Deliverable' });

export const programmeAnswer = programmeDetails
  .extend({
    id: z.uuid(),
    status: z.enum(['planned', 'started']),
    deliverables: z.array(deliverableAnswer),
    version: z.int(),
  })
  .meta({ id: 'Programme' });
export type ProgrammeAnswer = z.output<typeof programmeAnswer>;

export const programmesAnswer = listOf(programmeAnswer, 'Programmes');
export const deliverablesAnswer = listOf(deliverableAnswer, 'Deliverables');
