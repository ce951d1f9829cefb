import { language } from '@ecou/contracts';
import { Controller, Get, Query, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Html } from '../http/answers/answers.js';
import { Produces } from '../http/routes/openapi.decorators.js';
import { Public } from '../http/routes/route.js';
import { privacyPage } from '../pages/privacy-page.js';
import { startPage, type StartGroup } from '../pages/start-page.js';
import type { ProcessingActivity } from '../privacy/processing.js';
import type { Publisher } from '../config/publisher.js';

const startQuery = z.object({ lang: language.default('ro').describe('Language of the page.') });

interface StartPages {
  readonly groups: readonly StartGroup[];
  readonly activities: readonly ProcessingActivity[];
  readonly publisher: Publisher;
}

/** The pages at `/` and `/privacy`. */
export function startController({ groups, activities, publisher }: StartPages): Type {
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

    @Get('privacy')
    @Public()
    @Produces('text/html')
    @ApiOperation({
      summary: 'The page that says what is done with personal data, by whom, and which rights people have',
    })
    privacy(@Query({ schema: startQuery }) { lang }: z.output<typeof startQuery>) {
      return new Html(privacyPage(activities, lang, publisher));
    }
  }
  return StartController;
}
