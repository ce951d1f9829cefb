import { z } from 'zod';
import { contract, personalEnvelope } from './contract.js';
import { instant, slug } from './types.js';

export const EndpointPausedContactV1 = contract(
  'ecou.integrations.endpoint-paused-contact.v1',
  'An endpoint of another system was paused by itself, and whoever looks after it is to be told.',
  z.object({
    endpointId: z.uuid(),
    host: z.string().describe('Of the address that it was sent to.'),
    reason: slug.describe(
      '`failing` (for three days), `gone` (it said so), `trimmed` (the log does not keep what it missed); more may follow.',
    ),
    error: z.string().nullable().describe('What came back last.'),
    position: z.int().min(0).describe('Where it goes on in the log once it is resumed.'),
    contact: personalEnvelope.describe('E-mail address of whoever looks after it.'),
    pausedAt: instant,
  }),
  'internal',
);

export const integrationsContracts = [EndpointPausedContactV1] as const;
