import { contextsWithPeople, instant } from '@ecou/contracts';
import { optional, personalText, text, thingStream } from '@ecou/runtime';
import { z } from 'zod';

const heldThing = z.strictObject({
  context: z.enum(contextsWithPeople as [string, ...string[]]),
  stream: thingStream,
});

const reason = personalText(5000);
const legalBasis = text(500).describe('What obliges to keep the data; no personal data.');

export const placeBody = z
  .strictObject({
    subjects: z.array(z.uuid()).max(1000).default([]).describe('Ids of a person, as each context found them.'),
    things: z.array(heldThing).max(100).default([]).describe('Everybody who stands in these, now or later.'),
    reason,
    legalBasis,
    until: optional(instant).describe('When it ends by itself; left out: once it is lifted.'),
  })
  .refine(({ subjects, things }) => subjects.length + things.length > 0, {
    path: ['subjects'],
    error: 'Somebody or something that is to be kept',
    params: { code: 'NOTHING_TO_HOLD' },
  })
  .meta({
    id: 'PlaceHold',
    example: {
      subjects: ['0c4c3c5e-2f53-4b0a-9a53-3f0c5f1d2a10'],
      reason: 'The person has gone to court.',
      legalBasis: 'GDPR, art. 17(3)(e)',
    },
  });
export type PlaceBody = z.output<typeof placeBody>;

export const liftBody = z.strictObject({ reason }).meta({ id: 'LiftHold' });

const opened = z.string().nullable();
const holdItem = z.object({
  id: z.uuid(),
  subjects: z.array(z.uuid()),
  things: z.array(z.object({ context: z.string(), stream: z.string() })),
  legalBasis: z.string(),
  reason: opened,
  by: z.string(),
  placedAt: z.string(),
  until: z.string().nullable(),
  active: z.boolean().describe('False once it was lifted, or its time is over.'),
  lifted: z.object({ by: z.string(), liftedAt: z.string(), reason: opened }).nullable(),
});
export type HoldItem = z.output<typeof holdItem>;

export const holdAnswer = holdItem.meta({ id: 'LegalHold' });
export const holdsAnswer = z.object({ items: z.array(holdItem) }).meta({ id: 'LegalHolds' });
export const holdsQuery = z.strictObject({
  active: z.enum(['true', 'false']).optional().describe('Those that stand now, or those that do not.'),
});
