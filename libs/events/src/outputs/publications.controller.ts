import { Produces, Public, Publisher, Reads, Representation } from '@ecou/runtime';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { languageQuery } from './calendar/calendar.schemas.js';
import { feedOf } from './feed.js';
import { publicationList } from './views/publication-list.view.js';
import { PublicationsReader } from './views/publications.reader.js';

@ApiTags('Calendars and feeds')
@Controller('events/v1')
export class PublicationsController {
  constructor(
    private readonly publications: PublicationsReader,
    private readonly publisher: Publisher,
  ) {}

  @Get('publications.atom')
  @Public()
  @Reads(publicationList)
  @Produces('application/atom+xml')
  @ApiOperation({
    summary: 'The Atom feed of publications',
    description:
      'Civic events that were announced, moved or cancelled, reports and deliverables that were published: the last hundred, the newest first.',
  })
  async feed(@Query({ schema: languageQuery }) { lang }: z.output<typeof languageQuery>): Promise<Representation> {
    const rows = await this.publications.latest();
    const render = () => feedOf(rows, this.publisher, lang);
    // A publication never changes, so the last position stands for all of them.
    return new Representation('application/atom+xml; charset=utf-8', render, rows[0]?.position ?? 0, undefined, lang);
  }
}
