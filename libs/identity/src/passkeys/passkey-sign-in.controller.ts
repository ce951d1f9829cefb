import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  Context,
  Ignores,
  Limited,
  OfBrowsers,
  Produces,
  Public,
  Representation,
  SentCookies,
  WithCookies,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { hash } from 'node:crypto';
import type { z } from 'zod';
import { passkeysOfVisitors } from './limits.js';
import { script } from '../sign-in/pages/script.js';
import { noBody, requestOptionsAnswer, signedInAnswer, signInBody } from './passkeys.schemas.js';
import { PasskeySignIns } from './passkey-sign-ins.js';

const tag = hash('sha256', script).slice(0, 16);

/** Sign-in with passkeys, from the page for signing in. */
@ApiTags('Sign-in')
@Controller('identity/v1')
export class PasskeySignInController {
  constructor(private readonly signIns: PasskeySignIns) {}

  @Get('passkeys.js')
  @Public()
  @Produces('text/javascript')
  @ApiOperation({ summary: 'The script of the pages for passkeys' })
  script(): Representation {
    return new Representation('text/javascript', script, 1, 200, tag);
  }

  @Post('login/options')
  @HttpCode(200)
  @OfBrowsers()
  @Limited(...passkeysOfVisitors)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({ summary: 'Options for an authenticator that signs somebody in' })
  @Answers(requestOptionsAnswer)
  async options(@Body({ schema: noBody }) _body: z.output<typeof noBody>): Promise<WithCookies> {
    const { options, cookie } = await this.signIns.begin();
    return new WithCookies({ options }, [cookie]);
  }

  @Post('login/passkey')
  @HttpCode(200)
  @OfBrowsers()
  @Limited(...passkeysOfVisitors)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({ summary: 'Sign in with a passkey', description: 'Begins the session of the browser that asked.' })
  @Answers(signedInAnswer)
  async signIn(
    @Body({ schema: signInBody }) { credential }: z.output<typeof signInBody>,
    @SentCookies() cookies: string | undefined,
    @Context() context: CommandContext,
  ): Promise<WithCookies> {
    const begun = await this.signIns.finish(credential, { cookies, context });
    return new WithCookies({ signedIn: true }, begun.cookies, begun.actor);
  }
}
