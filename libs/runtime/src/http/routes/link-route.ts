import { language } from '@ecou/contracts';
import { applyDecorators, Header, HttpCode } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { Produces } from './openapi.decorators.js';
import { Public } from './route.js';

/** The query of such a route: the language of its page; that of its owner where it is left out. */
export const linkQuery = z.object({
  lang: language.optional().describe('Language of the page; that of its owner by default.'),
});
export type LinkQuery = z.output<typeof linkQuery>;

/**
 * A route of the pages behind somebody's link (`linkPage`): whoever has the link may come; no cache keeps the page, no other page embeds it,
 * and no script runs in it.
 */
export const LinkRoute = (summary: string) =>
  applyDecorators(
    Public(),
    HttpCode(200),
    Header('Cache-Control', 'no-store'),
    Produces('text/html'),
    ApiOperation({ summary }),
  );
