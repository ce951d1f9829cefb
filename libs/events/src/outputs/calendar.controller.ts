import { idParams, type IdParams, Produces, Public, Reads } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { calendarQuery, languageQuery, seriesParams } from './calendar/calendar.schemas.js';
import { CalendarReader } from './views/calendar.reader.js';
import { civicEventList } from './views/civic-event-list.view.js';

const description =
  'iCalendar (RFC 5545), to subscribe to: civic events that were announced, cancelled ones too. Its ETag spares a calendar that did not change.';

@ApiTags('Calendars and feeds')
@Controller('events/v1')
export class CalendarController {
  constructor(private readonly calendars: CalendarReader) {}

  @Get('calendar.ics')
  @Public()
  @Reads(civicEventList)
  @Produces('text/calendar')
  @ApiOperation({ summary: 'The calendar of civic events', description })
  all(@Query({ schema: calendarQuery }) { lang, ...criteria }: z.output<typeof calendarQuery>) {
    return this.calendars.get(criteria, lang);
  }

  @Get('series/:name/calendar.ics')
  @Public()
  @Reads(civicEventList)
  @Produces('text/calendar')
  @ApiOperation({ summary: 'The calendar of a series', description })
  series(
    @Param({ schema: seriesParams }) { name }: z.output<typeof seriesParams>,
    @Query({ schema: languageQuery }) { lang }: z.output<typeof languageQuery>,
  ) {
    return this.calendars.ofSeries(name, lang);
  }

  @Get('civic-events/:id/calendar.ics')
  @Public()
  @Produces('text/calendar')
  @ApiOperation({ summary: 'The calendar of one civic event', description })
  one(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: languageQuery }) { lang }: z.output<typeof languageQuery>,
  ) {
    return this.calendars.ofOne(id, lang);
  }
}
