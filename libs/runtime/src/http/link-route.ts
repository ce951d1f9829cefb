import { applyDecorators, Header, HttpCode } from '@nestjs/common';
import { ApiOperation, ApiProduces } from '@nestjs/swagger';
import { Public } from './route.js';

/**
 * A route of the pages behind somebody's link (`linkPage`): whoever has the link may come; no cache keeps the page, no other page embeds it,
 * and no script runs in it.
 */
export const LinkRoute = (summary: string, ...produces: readonly string[]) =>
  applyDecorators(
    Public(),
    HttpCode(200),
    Header('Cache-Control', 'no-store'),
    Header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ApiProduces(...(produces.length > 0 ? produces : ['text/html'])),
    ApiOperation({ summary }),
  );
