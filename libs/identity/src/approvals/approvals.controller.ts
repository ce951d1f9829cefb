import type { CommandContext, CommandResult } from '@ecou/event-sourcing';
import {
  Aggregates,
  Answers,
  approval,
  CalledBy,
  Context,
  idParams,
  Permission,
  Problem,
  Reads,
  requireApproval,
  somebodyOf,
  Versioned,
  type Caller,
  type IdParams,
  type PermissionName,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApprovalCommand } from './approval.command.js';
import {
  approvalAnswer,
  approvalsAnswer,
  approvalsQuery,
  noteBody,
  type ApprovalsCriteria,
  type Note,
} from './approval.schemas.js';
import { approvals } from './views/approvals.view.js';
import { itemOf } from './approval-item.js';
import { ApprovalsReader } from './views/approvals.reader.js';

/** Orders that need two people. The order itself is asked for and carried out by its own route. */
@ApiTags('Approvals')
@Controller('identity/v1/approvals')
export class ApprovalsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly reader: ApprovalsReader,
  ) {}

  @Get()
  @Permission('approvals:read')
  @Reads(approvals)
  @ApiOperation({ summary: 'Orders that need two people, and what became of them', description: 'The newest first.' })
  @Answers(approvalsAnswer)
  list(@Query({ schema: approvalsQuery }) criteria: ApprovalsCriteria) {
    return this.reader.list(criteria);
  }

  @Get(':id')
  @Permission('approvals:read')
  @ApiOperation({ summary: 'One order, as it stands now' })
  @Answers(approvalAnswer)
  async read(@Param({ schema: idParams }) { id }: IdParams) {
    const { state, version } = await this.aggregates.load(approval, id);
    return new Versioned(itemOf(id, requireApproval(state)), version);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Permission('approvals:decide')
  @ApiOperation({
    summary: 'Approve an order that somebody else gave',
    description:
      'By another person than the one who gave it, who has the permission of the order. It is carried out when that one sends it again, with the id in `Ecou-Approval`.',
  })
  async approve(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: noteBody }) { note }: Note,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    await this.requirePermission(id, caller);
    return this.send(id, { type: 'GiveApproval', by: somebodyOf(caller), note, at: context.now }, context);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Permission('approvals:decide')
  @ApiOperation({ summary: 'Refuse an order that somebody else gave, also one that was approved and not carried out' })
  async refuse(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: noteBody }) { note }: Note,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    await this.requirePermission(id, caller);
    return this.send(id, { type: 'RefuseApproval', by: somebodyOf(caller), note, at: context.now }, context);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Permission('approvals:decide')
  @ApiOperation({ summary: 'Withdraw an order that you gave yourself' })
  withdraw(
    @Param({ schema: idParams }) { id }: IdParams,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.send(id, { type: 'WithdrawApproval', by: somebodyOf(caller), at: context.now }, context);
  }

  /** Reads an order before it is decided on: it never changes. */
  private async requirePermission(id: string, caller: Caller): Promise<void> {
    const { permission } = requireApproval((await this.aggregates.load(approval, id)).state);
    if (!caller.can(permission as PermissionName))
      throw new Problem(403, 'PERMISSION_MISSING', `This needs the permission ${permission}.`);
  }

  private send(id: string, command: ApprovalCommand['command'], context: CommandContext): Promise<CommandResult> {
    return this.commands.execute(new ApprovalCommand(id, command, context));
  }
}
