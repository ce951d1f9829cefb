import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, CalledBy, Context, idParams, Permission, Prefers, Public, Reads } from '@ecou/runtime';
import type { Caller, Html, IdParams, Versioned } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { civicEventHistory } from '../outputs/views/civic-event-history.view.js';
import { civicEventList } from '../outputs/views/civic-event-list.view.js';
import { CivicEventCommand, type CivicEventOrder } from './civic-event/civic-event.command.js';
import { GetCivicEvent, GetHistory, ListCivicEvents } from '../outputs/views/civic-events.reader.js';
import {
  cancelBody,
  civicEventAnswer,
  civicEventQuery,
  civicEventsAnswer,
  civicEventsQuery,
  historyAnswer,
  historyQuery,
  planCivicEventBody,
  rescheduleBody,
  type CivicEventAnswer,
} from './civic-event/civic-event.schemas.js';
import { GetCivicEventPage } from '../outputs/views/civic-event-page.reader.js';

@ApiTags('Civic events')
@Controller('events/v1/civic-events')
export class CivicEventController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Permission('events:write')
  @ApiOperation({ summary: 'Plan a civic event' })
  plan(
    @Body({ schema: planCivicEventBody }) { id, ...details }: z.output<typeof planCivicEventBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id ?? context.commandId, { type: 'PlanCivicEvent', details }, context);
  }

  @Get()
  @Public()
  @Reads(civicEventList)
  @ApiOperation({
    summary: 'Find civic events',
    description:
      'Those that meet every criterion, in the order of their start. Callers without `events:read` see those that were published.',
  })
  @Answers(civicEventsAnswer)
  find(@Query({ schema: civicEventsQuery }) criteria: z.output<typeof civicEventsQuery>, @CalledBy() caller: Caller) {
    return this.queries.execute(new ListCivicEvents(criteria, caller.can('events:read')));
  }

  @Get(':id')
  @Public()
  @ApiProduces('application/json', 'text/html')
  @ApiOperation({
    summary: 'One civic event',
    description:
      'As it is, or as it stood; as JSON, or as a page with schema.org Event in it (`Accept: text/html` or `?format=html`). Before it was published it is unknown to callers without `events:read`, and so is everything under it.',
  })
  @Answers(civicEventAnswer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: civicEventQuery }) { asOf, format, lang }: z.output<typeof civicEventQuery>,
    @Prefers('text/html') prefersPage: boolean,
    @CalledBy() caller: Caller,
  ): Promise<Versioned<CivicEventAnswer> | Html> {
    const forStaff = caller.can('events:read');
    const asPage = format === undefined ? prefersPage : format === 'html';
    return asPage
      ? this.queries.execute(new GetCivicEventPage(id, asOf, lang, forStaff))
      : this.queries.execute(new GetCivicEvent(id, asOf, forStaff));
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

  @Get(':id/history')
  @Permission('events:read')
  @Reads(civicEventHistory)
  @ApiOperation({
    summary: 'Everything that happened to a civic event',
    description: 'Its facts, and those of its attendance, discussion points and report, in order, with who and when.',
  })
  @Answers(historyAnswer)
  history(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: historyQuery }) criteria: z.output<typeof historyQuery>,
  ) {
    return this.queries.execute(new GetHistory(id, criteria));
  }

  private run(id: string, command: CivicEventOrder, context: CommandContext) {
    return this.commands.execute(new CivicEventCommand(id, command, context));
  }
}
