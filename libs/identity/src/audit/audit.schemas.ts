import { instant } from '@ecou/contracts';
import { listOf, pageQuery } from '@ecou/runtime';
import { z } from 'zod';

const outcome = z
  .enum(['done', 'read', 'refused'])
  .describe('done: a change was carried out; read: personal data were answered; refused: 401, 403 or 429.');

const auditItem = z.object({
  id: z.uuid(),
  at: instant,
  actor: z.string().describe('`officer:<id>`, `key:<id>`; `public` for strangers, `system` for what goes by itself.'),
  outcome,
  operation: z
    .string()
    .nullable()
    .describe('As `operationId` in the OpenAPI document. null: refusals of strangers, counted by network and code.'),
  permission: z.string().nullable().describe('Of the operation. null: the public may call it.'),
  resource: z.string().nullable().describe('Ids in the address, or of what was made.'),
  status: z.int(),
  code: z.string().nullable().describe('Of the refusal.'),
  correlation: z
    .string()
    .nullable()
    .describe('`correlationId` of the events that a change made; the trace of a read, as in the log.'),
  network: z.string().describe('Where it came from: the first 24 bits of an IPv4 address, the first 48 of an IPv6.'),
  count: z.int().describe('Requests that it stands for; of `trim_audit`, entries that were removed.'),
});
export type AuditItem = z.output<typeof auditItem>;

export const auditAnswer = listOf(auditItem, 'AuditPage');

const exact = (what: string) => z.string().max(300).optional().describe(what);

export const auditQuery = z.strictObject({
  ...pageQuery,
  actor: exact('Only what this actor did.'),
  operation: exact('Only this operation.'),
  permission: exact('Only what needs this permission.'),
  resource: exact('Only what was about this: an id, alone in the address.'),
  outcome: outcome.optional(),
  code: exact('Only refusals with this code.'),
  from: instant.optional().describe('At this time or later.'),
  to: instant.optional().describe('Before this time.'),
});
export type AuditCriteria = z.output<typeof auditQuery>;
