import type { PetitionRequestEvent } from './petition-request.events.js';

/** One event of each type. */
export const samples = {
  PetitionRequestRefused: {
    conversationId: '00000000-0000-4000-8000-000000000001',
    code: 'CATEGORY_UNKNOWN',
    reason: 'There is no category street-lamps.',
    refusedAt: '2024-03-01T09:00:01.000Z',
  },
} satisfies { [E in PetitionRequestEvent as E['type']]: E['data'] };
