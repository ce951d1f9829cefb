import { Clock, Unknown } from '@ecou/event-sourcing';
import { htmlQuery, idParams, Produces, Public, Publisher, Representation, type IdParams } from '@ecou/runtime';
import { onTheWall, openIntervals } from '@ecou/runtime/hours';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { hoursCalendar } from './open-now/calendar.js';
import { FacilityReader } from './map/facility.reader.js';

const hoursQuery = z.strictObject({ lang: htmlQuery.lang });

/** Days of opening hours that a calendar holds. */
const calendarDays = 28;

@ApiTags('Facilities')
@Controller('facilities/v1/facilities')
export class HoursController {
  constructor(
    private readonly facilities: FacilityReader,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
  ) {}

  @Get(':id/hours.ics')
  @Public()
  @Produces('text/calendar')
  @ApiOperation({
    summary: 'The opening hours of a facility as a calendar',
    description:
      'iCalendar (RFC 5545), to subscribe to: the times in which it is open, today and the 27 days after that; holidays are left out where the hours say so. One that is not in use has none.',
  })
  async calendar(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: hoursQuery }) { lang }: z.output<typeof hoursQuery>,
  ): Promise<Representation> {
    const { body, version } = await this.facilities.get(id);
    const now = Date.parse(this.clock.now());
    const intervals = openIntervals(body.openingHours ?? '', now, calendarDays);
    if (!intervals) throw new Unknown('HOURS_UNKNOWN', 'Nothing is known of when the facility is open.');
    const shown = body.status === 'open' ? intervals : [];
    const page = `${this.publisher.publicUrl}/facilities/v1/facilities/${id}?format=html&lang=${lang}`;
    const render = () => hoursCalendar(body, shown, { lang, page });
    const today = onTheWall(now);
    const day = `${today.getFullYear()}-${today.getMonth() + 1}-${today.getDate()}`;
    return new Representation('text/calendar', render, version, undefined, day);
  }
}
