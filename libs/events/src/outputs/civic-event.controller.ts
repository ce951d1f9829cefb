import { Answers, CalledBy, Html, idParams, Permission, Prefers, Public, Reads } from '@ecou/runtime';
import type { Caller, IdParams, Versioned } from '@ecou/runtime';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  civicEventAnswer,
  civicEventQuery,
  civicEventsAnswer,
  civicEventsQuery,
  historyAnswer,
  historyQuery,
  type CivicEventAnswer,
} from '../consultations/civic-event/civic-event.schemas.js';
import { SETTINGS, type Settings } from '../settings.js';
import { renderCivicEvent } from './civic-event/civic-event-page.js';
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
    private readonly civicEvents: CivicEventsReader,
    private readonly pages: CivicEventPageReader,
    private readonly histories: HistoryReader,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

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
    return this.civicEvents.list(criteria, caller.can('events:read'));
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
  async get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: civicEventQuery }) { asOf, format, lang }: z.output<typeof civicEventQuery>,
    @Prefers('text/html') prefersPage: boolean,
    @CalledBy() caller: Caller,
  ): Promise<Versioned<CivicEventAnswer> | Html> {
    const forStaff = caller.can('events:read');
    const asPage = format === undefined ? prefersPage : format === 'html';
    if (!asPage) return this.civicEvents.get(id, asOf, forStaff);
    const { shown, version, state } = await this.pages.get(id, asOf, forStaff);
    return new Html(() => renderCivicEvent(shown, lang, this.settings), version, undefined, state);
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
