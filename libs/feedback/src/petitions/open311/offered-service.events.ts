import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { code } from '../directory/directory.events.js';

/** Kinds of input that a service asks for (GeoReport v2, GET Service Definition). */
export const datatype = z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']);

const text = localizedText.strict();

/** A code of an attribute or of one of its values, as it stands in forms. */
export const attributeCode = z.string().regex(/^[A-Za-z0-9_-]{1,60}$/, 'Letters, digits, - and _, at most 60');

export const attribute = z.strictObject({
  code: attributeCode,
  datatype,
  required: z.boolean(),
  description: text.describe('What is asked for.'),
  hint: text.nullable().describe('How to fill it in.'),
  values: z
    .array(z.strictObject({ key: attributeCode, name: text }))
    .describe('What can be chosen; for `singlevaluelist` and `multivaluelist` only.'),
});
export type Attribute = z.output<typeof attribute>;

/** The parts of a request that everybody may see: the place as it was given; what was written, with the address of a picture. */
export const shows = z.strictObject({ place: z.boolean(), words: z.boolean() });
export type Shows = z.output<typeof shows>;

export const offer = z.strictObject({
  kind: z
    .enum(['request', 'complaint', 'report', 'suggestion'])
    .describe('What it is registered as, where somebody signs it.'),
  shows,
  attributes: z.array(attribute),
  notice: text.nullable().describe('What whoever hands a request in is told.'),
});
export type Offer = z.output<typeof offer>;

/** Categories of petitions that are offered as services of Open311. */
export const offeredServiceEvents = defineEvents('offered-service', {
  ServiceOffered: offer.extend({ code, offeredAt: instant }),
  ServiceWithdrawn: z.object({ code, withdrawnAt: instant }),
});
export type OfferedServiceEvent = EventOf<typeof offeredServiceEvents>;
