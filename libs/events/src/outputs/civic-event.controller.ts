import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  asksForPage,
  CalledBy,
  Context,
  criteriaOf,
  Html,
  idParams,
  Permission,
  Prefers,
  Produces,
  Public,
  Publisher,
  Reads,
  type Caller,
  type IdParams,
  type Page,
  type Versioned,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  civicEventAnswer,
  civicEventQuery,
  civicEventsAnswer,
  civicEventsQuery,
  historyAnswer,
  historyQuery,
  revokeHoldBody,
  type CivicEventAnswer,
} from '../consultations/civic-event/civic-event.schemas.js';
import { RevokeHoldCommand } from './revoke-hold.command.js';
import { civicEventPage } from './civic-event/civic-event-page.js';
import { civicEventsPage } from './civic-event/civic-events-page.js';
import { civicEventHistory } from './views/civic-event-history.view.js';
import { civicEventList } from './views/civic-event-list.view.js';
import { CivicEventPageReader } from './views/civic-event-page.reader.js';
import { CivicEventsReader } from './views/civic-events.reader.js';
import { HistoryReader } from './views/history.reader.js';

/** Civic events as they are read, together with what registration and reports say of them. Operation ids carry the name of the class. */
@ApiTags('Civic events')
@Controller('events/v1/civic-events')
export class CivicEventController {
  constructor(
    private readonly commands: CommandBus,
    private readonly civicEvents: CivicEventsReader,
    private readonly pages: CivicEventPageReader,
    private readonly histories: HistoryReader,
    private readonly publisher: Publisher,
  ) {}

  @Get()
  @Public()
  @Reads(civicEventList)
  @ApiOperation({
    summary: 'Find civic events',
    description:
      'Those that meet every criterion, in the order of their start; as JSON, as a page, or as a table. Callers without `events:read` see those that were published.',
  })
  @Answers(civicEventsAnswer)
  @Produces('text/html')
  async find(
    @Query({ schema: civicEventsQuery }) { format, lang, ...criteria }: z.output<typeof civicEventsQuery>,
    @Prefers('text/html') prefersPage: boolean,
    @CalledBy() caller: Caller,
  ): Promise<Page<CivicEventAnswer> | Html> {
    const page = await this.civicEvents.list(criteria, caller.can('events:read'));
    const asPage = asksForPage(format, prefersPage);
    return asPage ? new Html(civicEventsPage(page, criteriaOf(criteria), lang)) : page;
  }

  @Get(':id')
  @Public()
  @Produces('text/html')
  @ApiOperation({
    summary: 'One civic event',
    description:
      'As it is, or as it stood; as JSON, or as a page with schema.org Event in it (`Accept: text/html` or `?format=html`). Before it was published it is unknown to callers without `events:read`, and so is everything under it.',
  })
  @Answers(civicEventAnswer)
  async get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: civicEventQuery }) { asOf, format, lang }: z.output<typeof civicEventQuery>,
    @Prefers('text/html') prefersPage: boolean,
    @CalledBy() caller: Caller,
  ): Promise<Versioned<CivicEventAnswer> | Html> {
    const forStaff = caller.can('events:read');
    const asPage = asksForPage(format, prefersPage);
    if (!asPage) return this.civicEvents.get(id, asOf, forStaff);
    const { shown, version, state } = await this.pages.get(id, asOf, forStaff);
    return new Html(() => civicEventPage(shown, lang, this.publisher), version, undefined, state);
  }

  @Post(':id/revoke-hold')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({
    summary: 'Take back that a civic event took place, with a reason',
    description:
      'Where that was put on record by mistake: nobody attended, and no report was published. It is what it was before, and its page says so.',
  })
  revokeHold(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: revokeHoldBody }) { reason }: z.output<typeof revokeHoldBody>,
    @Context() context: CommandContext,
  ) {
    return this.commands.execute(new RevokeHoldCommand(id, { type: 'RevokeHold', reason, at: context.now }, context));
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
    return this.histories.ofCivicEvent(id, criteria);
  }
}
