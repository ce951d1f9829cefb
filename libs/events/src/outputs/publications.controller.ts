import { Public, Reads, Representation } from '@ecou/runtime';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { languageQuery } from './calendar/calendar.schemas.js';
import { publicationList } from './views/publication-list.view.js';
import { GetFeed } from './views/publications.reader.js';

@ApiTags('Calendars and feeds')
@Controller('events/v1')
export class PublicationsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('publications.atom')
  @Public()
  @Reads(publicationList)
  @ApiProduces('application/atom+xml')
  @ApiOperation({
    summary: 'The Atom feed of publications',
    description:
      'Civic events that were announced, moved or cancelled, reports and deliverables that were published: the last hundred, the newest first.',
  })
  feed(@Query({ schema: languageQuery }) { lang }: z.output<typeof languageQuery>): Promise<Representation> {
    return this.queries.execute(new GetFeed(lang));
  }
}
