import { language } from '@ecou/contracts';
import { Controller, Get, Query, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Html } from '../http/answers/answers.js';
import { Produces } from '../http/routes/openapi.decorators.js';
import { Public } from '../http/routes/route.js';
import { startPage, type StartGroup } from '../pages/start-page.js';

const startQuery = z.object({ lang: language.default('ro').describe('Language of the page.') });

/** The page at `/`. */
export function startController(groups: readonly StartGroup[]): Type {
  @ApiTags('Start')
  @Controller()
  class StartController {
    @Get()
    @Public()
    @Produces('text/html')
    @ApiOperation({ summary: 'The page that leads to everything public' })
    start(@Query({ schema: startQuery }) { lang }: z.output<typeof startQuery>) {
      return new Html(startPage(groups, lang));
    }
  }
  return StartController;
}
