import type { Personal } from '@ecou/event-sourcing';
import type { PetitionWork } from './petition-work.js';

export interface RemoveAttachment {
  readonly fileId: string;
  readonly reason: Personal<string>;
}

/** The files of a petition. */
export const attachmentVerbs = {
  RemoveAttachment: {
    run: (work: PetitionWork, id: string, { fileId, reason }: RemoveAttachment) =>
      work.decide(id, { type: 'RemoveAttachment', fileId, reason, at: work.now }),
  },
} as const;
