import { Rejected, type Sealed } from '@ecou/event-sourcing';
import type { FileReference, PetitionEvent } from '../petition.events.js';
import type { Petition } from '../petition.state.js';

/** A file is taken away for good, such as at the wish of somebody whom it shows; that it was there, and why it went, stays. */
export type RemoveAttachment = { type: 'RemoveAttachment'; fileId: string; reason: Sealed<string>; at: string };

/** Every file of a petition: what came with it, with its messages, and with its answers. */
export const filesOf = ({ content, thread, draft, replies }: Petition): FileReference[] =>
  [content, ...thread, ...(draft ? [draft] : []), ...replies].flatMap(({ attachments }) => attachments);

function removeAttachment({ fileId, reason, at }: RemoveAttachment, petition: Petition): PetitionEvent[] {
  if (petition.removed.includes(fileId)) return [];
  if (!filesOf(petition).some(({ id }) => id === fileId)) {
    throw new Rejected('ATTACHMENT_UNKNOWN', 'No such file is attached to the petition.');
  }
  return [{ type: 'AttachmentRemoved', data: { fileId, reason, removedAt: at } }];
}

/** The files of a petition. */
export const attachmentRules = { RemoveAttachment: removeAttachment } as const;
