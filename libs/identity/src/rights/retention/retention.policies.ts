import { retentionAnswered, subjectErased } from '@ecou/contracts';
import { idOf, namedUuid, type CommandContext, type RecordedEvent } from '@ecou/event-sourcing';
import { onContracts, onEvent, onTimer, type Policy } from '@ecou/messaging';
import { ruleTimer } from './plan/retention-plan.aggregate.js';
import { RetentionRunCommand } from './retention.command.js';
import { nextRunTimer } from './run/retention-run.aggregate.js';

const answers = Object.values(retentionAnswered);
const confirmations = Object.values(subjectErased);

const contextOf = (contracts: readonly { readonly type: string; readonly context: string }[], type: string): string =>
  contracts.find((contract) => contract.type === type)?.context ?? '';

const start = (_: unknown, context: CommandContext) =>
  new RetentionRunCommand(namedUuid('retention run', context.commandId), { type: 'StartRun' }, context);

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onTimer(ruleTimer, { name: 'retention-rule-takes-effect', then: start }),
  onTimer(nextRunTimer, { name: 'retention-run-is-due', then: start }),
  onContracts(answers, {
    name: 'retention-is-decided',
    then: ({ type, data: { runId, step, over, last, kept, objections } }, context) => {
      const from = contextOf(answers, type);
      const at = context.now;
      return new RetentionRunCommand(
        runId,
        step === 'find'
          ? { type: 'NoteProposals', context: from, over, last, kept, proposedAt: at }
          : { type: 'NoteObjections', context: from, objections, raisedAt: at },
        context,
      );
    },
  }),
  onEvent(['RetentionDecided'], {
    name: 'retention-destroys-keys',
    then: ({ stream }: RecordedEvent, context) =>
      new RetentionRunCommand(idOf(stream), { type: 'NoteKeysDestroyed', at: context.now }, context),
  }),
  onContracts(confirmations, {
    name: 'retention-is-confirmed',
    then: ({ type, data: { erasureId, found } }, context) => {
      const from = contextOf(confirmations, type);
      return new RetentionRunCommand(
        erasureId,
        { type: 'ConfirmErasure', context: from, found, at: context.now },
        context,
      );
    },
  }),
];
