import { onTimer, type Policy } from '@ecou/messaging';
import { approvalTimer } from '@ecou/runtime';
import { ApprovalCommand } from './approval.command.js';

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onTimer(approvalTimer, {
    name: 'approval-expires-by-itself',
    then: ({ subject }, context) => new ApprovalCommand(subject, { type: 'ExpireApproval', at: context.now }, context),
  }),
];
