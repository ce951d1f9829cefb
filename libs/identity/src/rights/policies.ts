import { subjectErased } from '@ecou/contracts';
import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { onContracts, onEvent, onTimer, type Policy } from '@ecou/messaging';
import { overdueTimer } from './request/rights-request.aggregate.js';
import { RightsRequestCommand } from './request/rights-request.command.js';

const confirmations = Object.values(subjectErased);

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onEvent(['ErasureOrdered'], {
    name: 'ordered-erasure-destroys-keys',
    then: ({ stream }: RecordedEvent, context) =>
      new RightsRequestCommand(idOf(stream), { type: 'NoteKeysDestroyed', at: context.now }, context),
  }),
  onContracts(confirmations, {
    name: 'erasure-is-confirmed',
    then: ({ type, data: { erasureId, found } }, context) => {
      const from = confirmations.find((contract) => contract.type === type)?.context ?? '';
      return new RightsRequestCommand(
        erasureId,
        { type: 'ConfirmErasure', context: from, found, at: context.now },
        context,
      );
    },
  }),
  onTimer(overdueTimer, {
    name: 'rights-request-is-overdue',
    then: ({ subject }, context) =>
      new RightsRequestCommand(subject, { type: 'RaiseOverdue', at: context.now }, context),
  }),
];
