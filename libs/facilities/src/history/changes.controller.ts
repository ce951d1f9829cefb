import {
  Answers,
  asksForPage,
  criteriaOf,
  Html,
  Prefers,
  Produces,
  Public,
  Publisher,
  Reads,
  Representation,
} from '@ecou/runtime';
import type { Page } from '@ecou/runtime';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { facilityHistory } from '../views/facility-history.view.js';
import { feedOf } from './changes-feed.js';
import { changesPage } from './changes-page.js';
import { ChangesReader } from './changes.reader.js';
import { changesAnswer, changesQuery, feedQuery, type ChangeAnswer } from './changes.schemas.js';

const feedLength = 100;

@ApiTags('Facilities')
@Controller('facilities/v1')
export class ChangesController {
  constructor(
    private readonly changes: ChangesReader,
    private readonly publisher: Publisher,
  ) {}

  @Get('changes')
  @Public()
  @Reads(facilityHistory)
  @ApiOperation({
    summary: 'What changed on the map between two days',
    description:
      'Facilities that were added, changed (with the fields), opened, verified, suspended, resumed, retired, the newest first. `format=html` answers a page.',
  })
  @Answers(changesAnswer)
  @Produces('text/html')
  async list(
    @Query({ schema: changesQuery }) { format, lang, ...criteria }: z.output<typeof changesQuery>,
    @Req() { url }: { readonly url: string },
    @Prefers('text/html') prefersPage: boolean,
  ): Promise<Page<ChangeAnswer> | Html> {
    const page = await this.changes.list(criteria);
    if (!asksForPage(format, prefersPage)) return page;
    const asked = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
    const { format: _format, lang: _lang, ...query } = criteriaOf(asked);
    return new Html(changesPage(page, { query, lang }));
  }

  @Get('changes.atom')
  @Public()
  @Reads(facilityHistory)
  @Produces('application/atom+xml')
  @ApiOperation({
    summary: 'The Atom feed of what changed on the map',
    description: 'The last hundred changes, the newest first; `kind` for facilities of one kind.',
  })
  async feed(@Query({ schema: feedQuery }) { kind, lang }: z.output<typeof feedQuery>): Promise<Representation> {
    const { items } = await this.changes.list({ kind, limit: feedLength });
    const render = () => feedOf(items, { publisher: this.publisher, lang, kind });
    // A change never changes, so the last position stands for all of them.
    return new Representation('application/atom+xml; charset=utf-8', render, items[0]?.position ?? 0, undefined, lang);
  }
}
