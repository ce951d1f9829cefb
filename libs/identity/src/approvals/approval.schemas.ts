import { instant } from '@ecou/contracts';
import { listOf, pageQuery, text } from '@ecou/runtime';
import { z } from 'zod';

const statuses = ['asked', 'approved', 'refused', 'withdrawn', 'expired', 'used'] as const;

const somebody = z.object({
  actor: z.string(),
  officer: z.uuid().nullable().describe('The officer of the directory whom the key names.'),
});

const status = z
  .enum(statuses)
  .describe(
    'asked: somebody else has to decide; approved: whoever asked may send the order again; used: it was taken.',
  );

const approvalItem = z.object({
  id: z.uuid(),
  kind: z.string().describe('grant-administrator, erase-subject, bulk-redrive, bulk-discard; more may follow.'),
  status,
  says: z.string().describe('The order in words.'),
  permission: z.string().describe('Whoever approves must have it.'),
  askedBy: somebody,
  askedAt: instant,
  expiresAt: instant,
  decidedBy: somebody.nullable(),
  decidedAt: instant.nullable(),
  note: z.string().nullable(),
  isWaived: z.boolean().describe('One person was enough, by ECOU_APPROVALS=single.'),
  usedAt: instant.nullable(),
});
export type ApprovalItem = z.output<typeof approvalItem>;

export const approvalAnswer = approvalItem.meta({ id: 'Approval' });
export const approvalsAnswer = listOf(approvalItem, 'ApprovalsPage');

export const approvalsQuery = z.strictObject({
  ...pageQuery,
  status: status.optional(),
  kind: z.string().max(100).optional(),
});
export type ApprovalsCriteria = z.output<typeof approvalsQuery>;

export const noteBody = z
  .strictObject({
    note: text(1000).nullable().default(null).describe('Why. Kept on record; no personal data.'),
  })
  .meta({ id: 'ApprovalNote' });
export type Note = z.output<typeof noteBody>;
