import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, Context, idParams, Ignores, Permission, Reads, type IdParams } from '@ecou/runtime';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { linkAnswer, linksAnswer, linksQuery, type LinkCriteria } from './link/link.schemas.js';
import { LinksReader } from './links.reader.js';
import { facilityLinks } from './views/facility-links.view.js';

@ApiTags('Links')
@Controller('facilities/v1/links')
export class LinksController {
  constructor(private readonly links: LinksReader) {}

  @Get()
  @Permission('facilities:read')
  @Reads(facilityLinks)
  @ApiOperation({
    summary: 'Links that facilities show',
    description:
      'How each stands, those first whose state is the oldest. A link of http or https is checked every day, sooner again after a failure; it is broken once three checks in a row failed within an hour or more.',
  })
  @Answers(linksAnswer)
  find(@Query({ schema: linksQuery }) criteria: LinkCriteria) {
    return this.links.list(criteria);
  }

  @Get(':id')
  @Permission('facilities:read')
  @Reads(facilityLinks)
  @ApiOperation({ summary: 'One link' })
  @Answers(linkAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams) {
    return this.links.get(id);
  }

  @Post(':id/check')
  @HttpCode(200)
  @Permission('facilities:write')
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Check a link now',
    description: 'Within seconds, when its host may be asked again; a minute after its last check at the earliest.',
  })
  @Answers(linkAnswer)
  check(@Param({ schema: idParams }) { id }: IdParams, @Context() _: CommandContext) {
    return this.links.askFor(id);
  }
}
