import type { UnitExtras } from '@ecou/event-sourcing';
import type { AttachedFile } from '../upload/upload.schemas.js';
import type { Order } from './orders.js';
import type { PlainContent, PlainFile } from './sealing.js';

/** What somebody sends, as it came; the handler seals what is personal, and asks the directory whom it goes to. */
export type RegisterOrder = {
  readonly type: 'RegisterPetition';
  readonly content: PlainContent;
  /** The person, where something of theirs stands elsewhere, too; made up where it is left out. */
  readonly subject?: string;
  /** What else is written with it, or must stand as it was read. */
  readonly extras?: UnitExtras;
};

type Files = { readonly attachments: readonly PlainFile[] };

/** An order as callers give it: files by the ids under which they were handed in, instead of what they are. */
export type Attaching<O> = O extends { readonly content: infer C extends Files }
  ? Omit<O, 'content'> & {
      readonly content: Omit<C, 'attachments'> & { readonly attachments: readonly AttachedFile[] };
    }
  : O extends Files
    ? Omit<O, 'attachments'> & { readonly attachments: readonly AttachedFile[] }
    : O;

type Whole = RegisterOrder | Order;

/** The files that an order attaches. */
export function attachedTo(order: Attaching<Whole>): readonly AttachedFile[] {
  if ('content' in order) return order.content.attachments;
  return 'attachments' in order ? order.attachments : [];
}

/** The order with what its files are. */
export function withFiles(order: Attaching<Whole>, files: readonly PlainFile[]): Whole {
  if ('content' in order) return { ...order, content: { ...order.content, attachments: files } };
  return 'attachments' in order ? { ...order, attachments: files } : order;
}
