import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  asOfOnly,
  CalledBy,
  Context,
  idParams,
  Limited,
  Permission,
  Public,
  Reads,
  ReadsPersonal,
} from '@ecou/runtime';
import type { AsOf, Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { facilityFeedbackList } from './views/facility-feedback-list.view.js';
import { FacilityFeedbackCommand } from './feedback/facility-feedback.command.js';
import { FacilityFeedbackReader } from './views/facility-feedback.reader.js';
import {
  facilityFeedbackAnswer,
  facilityFeedbackListAnswer,
  facilityFeedbackQuery,
  giveFeedbackBody,
  hideFeedbackBody,
  restoreFeedbackBody,
  type GiveFeedbackBody,
} from './feedback/facility-feedback.schemas.js';

@ApiTags('Feedback on facilities')
@Controller('feedback/v1/facility-feedback')
export class FacilityFeedbackController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: FacilityFeedbackReader,
  ) {}

  @Post()
  @Public()
  @Limited('facility-feedback', { free: 60, most: 600, seconds: 60 * 60 })
  @ApiOperation({
    summary: 'Give feedback on a facility',
    description: 'A grade, and a comment if one likes. A device gives it once a month and facility.',
  })
  async give(
    @Body({ schema: giveFeedbackBody }) { id, ...given }: GiveFeedbackBody,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ) {
    const byStaff = caller.can('facility-feedback:write');
    return this.run(id ?? context.commandId, { type: 'GiveFeedback', ...given, byStaff }, context);
  }

  @Get()
  @ReadsPersonal()
  @Public()
  @Reads(facilityFeedbackList)
  @ApiOperation({
    summary: 'Find feedback on facilities',
    description:
      'All that meets every criterion, the newest first. What staff hid keeps its place, with the reason and without the comment; callers with `facility-feedback:write` see the comment.',
  })
  @Answers(facilityFeedbackListAnswer)
  find(
    @Query({ schema: facilityFeedbackQuery }) criteria: z.output<typeof facilityFeedbackQuery>,
    @CalledBy() caller: Caller,
  ) {
    return this.reader.list(criteria, caller.can('facility-feedback:write'));
  }

  @Get(':id')
  @ReadsPersonal()
  @Public()
  @ApiOperation({
    summary: 'One piece of feedback on a facility',
    description: 'As it is, or as it stood. A comment that is hidden by now is not shown as it stood, either.',
  })
  @Answers(facilityFeedbackAnswer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: asOfOnly }) { asOf }: AsOf,
    @CalledBy() caller: Caller,
  ) {
    return this.reader.get(id, asOf, caller.can('facility-feedback:write'));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Permission('facility-feedback:write')
  @ApiOperation({ summary: 'Show a comment that awaits approval' })
  approve(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'ApproveFeedback', at: context.now }, context);
  }

  @Post(':id/hide')
  @HttpCode(200)
  @Permission('facility-feedback:write')
  @ApiOperation({
    summary: 'Hide a comment, with a reason',
    description: 'Everybody sees that it was hidden, when, and why. Its grade counts on unless it is excluded, too.',
  })
  hide(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: hideFeedbackBody }) { reason, excludeGrade }: z.output<typeof hideFeedbackBody>,
    @Context() context: CommandContext,
  ) {
    const order = { type: 'HideFeedback', reason, excludesGrade: excludeGrade, at: context.now } as const;
    return this.run(id, order, context);
  }

  @Post(':id/restore')
  @HttpCode(200)
  @Permission('facility-feedback:write')
  @ApiOperation({
    summary: 'Show a hidden comment again, with a reason',
    description: 'Its grade counts again. Everybody sees both decisions.',
  })
  restore(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: restoreFeedbackBody }) { reason }: z.output<typeof restoreFeedbackBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'RestoreFeedback', reason, at: context.now }, context);
  }

  private run(id: string, command: FacilityFeedbackCommand['command'], context: CommandContext) {
    return this.commands.execute(new FacilityFeedbackCommand(id, command, context));
  }
}
