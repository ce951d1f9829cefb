import { instant } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** A file that is handed in before what it belongs to. Its name is not kept here: it may tell of a person, and nobody is known yet. */
export const uploadEvents = defineEvents('upload', {
  /** Before the first byte is kept, so that none is ever kept without anybody knowing. */
  UploadBegun: z.object({ expiresAt: instant.describe('When it goes, unless something has claimed it.') }),
  UploadReceived: z.object({
    type: z.string().describe('Media type, as the bytes say.'),
    size: z.int().min(0).describe('Bytes.'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    receivedAt: instant,
  }),
  UploadClaimed: z.object({ petitionId: z.uuid(), claimedAt: instant }),
  UploadExpired: z.object({ expiredAt: instant }),
  UploadRemoved: z.object({ removedAt: instant }),
  /** Its bytes are nowhere any more. */
  UploadErased: z.object({ erasedAt: instant }),
});
export type UploadEvent = EventOf<typeof uploadEvents>;
