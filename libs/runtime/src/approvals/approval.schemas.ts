import { instant } from '@ecou/contracts';
import { z } from 'zod';

/** The answer to an order that somebody else has to approve first. */
export const askedAnswer = z
  .object({
    approval: z.object({
      id: z.uuid().describe('Send the same request with it in `Ecou-Approval`, once somebody else has approved.'),
      kind: z.string(),
      says: z.string().describe('The order in words.'),
      status: z.literal('asked'),
      expiresAt: instant.describe('Until then it has to be approved and carried out.'),
    }),
  })
  .meta({ id: 'ApprovalAsked' });
export type AskedAnswer = z.output<typeof askedAnswer>;

export const asked = (about: Omit<AskedAnswer['approval'], 'status'>): AskedAnswer => ({
  approval: { ...about, status: 'asked' },
});
