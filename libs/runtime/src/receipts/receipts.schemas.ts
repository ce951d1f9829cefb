import { instant, slug } from '@ecou/contracts';
import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const named = {
  kind: slug.describe(
    '`petition`, `ballot`, `report`, `attendance-correction` or `recommendation-decision`; more may follow.',
  ),
  number: z.string().nullable().describe('By which people name it; `null` where it has none.'),
  registeredAt: instant.nullable().describe('`null` where the time would tell who it was.'),
};

/** The receipt of a registration. */
export const receiptSchema = z
  .object({
    format: z.literal('ecou-receipt/v1'),
    leaf: z
      .object({ ...named, commitment: hash.describe('SHA-256 of the salted record, hexadecimal.') })
      .meta({ id: 'LogLeaf' })
      .describe('What the public log has of it.'),
    leafHash: hash.describe('By which the log finds it.'),
    salt: z.string().describe('Random; whoever has it can check the commitment. Keep it.'),
    record: z.record(z.string(), z.unknown()).describe('What was registered, as the commitment has it.'),
    promise: z.string().describe('A signed note (C2SP): the word that the leaf comes into the log.'),
    log: z.object({
      origin: z.string(),
      url: z.url().describe('Where the log can be read.'),
      promiseKeys: z.array(z.string()),
      checkpointKeys: z.array(z.string()),
    }),
  })
  .meta({ id: 'RegistrationReceipt' });

export const registrationsQuery = z.strictObject({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).describe('Those after this position.'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

export const registrationsAnswer = z
  .object({
    items: z.array(
      z.object({
        position: z.int().min(1).describe('Of the fact, in this context.'),
        leaf: z.object({
          ...named,
          commitment: hash.nullable().describe('`null` once a person whom it names was erased.'),
        }),
      }),
    ),
    position: z.int().min(0).describe('Put it into `after` to go on.'),
    end: z.boolean().describe('True where there is nothing more yet.'),
  })
  .meta({ id: 'Registrations' });

export const positionParams = z.strictObject({
  position: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});
