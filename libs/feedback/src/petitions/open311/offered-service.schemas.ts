import { listOf, localized, optional } from '@ecou/runtime';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';
import { attribute, attributeCode, offer, shows } from './offered-service.events.js';

export const serviceParams = z.strictObject({ code });
export type ServiceParams = z.output<typeof serviceParams>;

type Issues = Pick<z.RefinementCtx, 'addIssue'>;

/** Refuses a code that names another one already. */
function refuseRepeated(codes: readonly string[], at: (index: number) => (string | number)[], { addIssue }: Issues) {
  codes.forEach((one, index) => {
    if (codes.indexOf(one) < index) {
      const params = { code: 'CODE_REPEATED' };
      addIssue({ code: 'custom', path: at(index), message: `${one} stands there twice`, params });
    }
  });
}

const attributeBody = z
  .strictObject({
    code: attributeCode,
    datatype: attribute.shape.datatype,
    required: z.boolean().default(false),
    description: localized(500).describe('What is asked for.'),
    hint: optional(localized(500)).describe('How to fill it in.'),
    values: z
      .array(z.strictObject({ key: attributeCode, name: localized(200) }))
      .max(200)
      .default([])
      .describe('What can be chosen; for `singlevaluelist` and `multivaluelist` only.'),
  })
  .superRefine(({ datatype, values }, context) => {
    const isList = datatype.endsWith('list');
    if (isList !== values.length > 0) {
      const message = isList ? 'A list has values to choose from' : 'Only lists have values to choose from';
      context.addIssue({ code: 'custom', path: ['values'], message, params: { code: 'VALUES_KIND' } });
    }
    refuseRepeated(
      values.map(({ key }) => key),
      (index) => ['values', index, 'key'],
      context,
    );
  });

export const offerBody = z
  .strictObject({
    kind: offer.shape.kind.default('complaint'),
    shows: z
      .strictObject({
        place: z.boolean().default(true).describe('Position and address, as they were given.'),
        words: z.boolean().default(false).describe('What was written, and the address of a picture.'),
      })
      .default({ place: true, words: false })
      .describe('What everybody may see of a request, unless staff decide otherwise for it.'),
    attributes: z.array(attributeBody).max(50).default([]).describe('What is asked besides, in this order.'),
    notice: optional(localized(1000)).describe('What whoever hands a request in is told.'),
  })
  .superRefine(({ attributes }, context) => {
    refuseRepeated(
      attributes.map((one) => one.code),
      (index) => ['attributes', index, 'code'],
      context,
    );
  })
  .meta({
    id: 'OfferService',
    example: {
      kind: 'complaint',
      shows: { place: true, words: false },
      attributes: [{ code: 'POLE', datatype: 'string', required: false, description: { ro: 'Numărul stâlpului' } }],
    },
  });

export const offeredServiceAnswer = offer
  .extend({
    code,
    shows,
    withdrawn: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'OfferedService' });
export type OfferedServiceAnswer = z.output<typeof offeredServiceAnswer>;

export const offeredServicesAnswer = listOf(offeredServiceAnswer, 'OfferedServices');

export const reasonBody = z.strictObject({ reason: localized(1000) }).meta({ id: 'Open311Reason' });
