import type { CommandContext } from '@ecou/event-sourcing';
import { Context, idParams, Permission } from '@ecou/runtime';
import type { IdParams } from '@ecou/runtime';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CivicEventCommand } from './civic-event/civic-event.command.js';
import { cancelBody, planCivicEventBody, rescheduleBody } from './civic-event/civic-event.schemas.js';

/** The commands of a civic event; it is read together with its reports, by outputs. */
@ApiTags('Civic events')
@Controller('events/v1/civic-events')
export class CivicEventController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Permission('events:write')
  @ApiOperation({ summary: 'Plan a civic event' })
  plan(
    @Body({ schema: planCivicEventBody }) { id, ...details }: z.output<typeof planCivicEventBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id ?? context.commandId, { type: 'PlanCivicEvent', details }, context);
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Announce a civic event to the public' })
  publish(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'PublishCivicEvent' }, context);
  }

  @Post(':id/reschedule')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Move a civic event to another time', description: 'Its agenda moves with it.' })
  reschedule(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: rescheduleBody }) { reason, ...times }: z.output<typeof rescheduleBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'RescheduleCivicEvent', times, reason }, context);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Cancel a civic event, with a reason' })
  cancel(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: cancelBody }) { reason }: z.output<typeof cancelBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'CancelCivicEvent', reason }, context);
  }

  @Post(':id/hold')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Put on record that a civic event took place' })
  hold(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'HoldCivicEvent' }, context);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Close a civic event that took place' })
  close(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'CloseCivicEvent' }, context);
  }

  private run(id: string, command: CivicEventCommand['command'], context: CommandContext) {
    return this.commands.execute(new CivicEventCommand(id, command, context));
  }
}
