import type { Opened } from '@ecou/event-sourcing';
import type { FileReference } from './petition.events.js';

type File = Opened<FileReference>;
type Marked<A> = Omit<A, 'attachments'> & { readonly attachments: (File & { readonly removed: boolean })[] };

/** Whatever has files attached, with each of them saying whether it was removed. */
export const markRemoved =
  (removed: readonly string[]) =>
  <A extends { readonly attachments: readonly File[] }>(to: A): Marked<A> => ({
    ...to,
    attachments: to.attachments.map((file) => ({ ...file, removed: removed.includes(file.id) })),
  });
