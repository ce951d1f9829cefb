import type { Approval } from '@ecou/runtime';
import type { ApprovalItem } from './approval.schemas.js';

/** An approval as it is shown: without the hash of the order. */
export const itemOf = (id: string, { orderHash: _, ...state }: Approval): ApprovalItem => ({ id, ...state });
