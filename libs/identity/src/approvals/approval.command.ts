import { UnitsOfWork, type CommandResult } from '@ecou/event-sourcing';
import {
  AggregateCommand,
  approval,
  type ExpireApproval,
  type GiveApproval,
  type RefuseApproval,
  type WithdrawApproval,
} from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/** Decisions on what was asked. Asking and using go with the order, in whichever process takes it (`Approvals`). */
export class ApprovalCommand extends AggregateCommand<
  GiveApproval | RefuseApproval | WithdrawApproval | ExpireApproval
> {}

@CommandHandler(ApprovalCommand)
export class ApprovalHandler implements ICommandHandler<ApprovalCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: ApprovalCommand): Promise<CommandResult> {
    return this.units.run(context, (work) => work.decide(approval, id, command));
  }
}
