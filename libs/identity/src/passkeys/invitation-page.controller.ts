import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  Context,
  Ignores,
  Limited,
  Produces,
  OfBrowsers,
  ScriptedHtml,
  SentCookies,
  WithCookies,
} from '@ecou/runtime';
import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Challenges } from './challenges.js';
import { Invitations, type InvitationLink } from './invitations.js';
import { invitationPage } from './pages/invitation-page.js';
import { scriptPath } from '../sign-in/pages/paths.js';
import {
  creationOptionsAnswer,
  invitedBody,
  invitedPasskeyBody,
  pageQuery,
  registeredAnswer,
  type PageQuery,
} from './passkeys.schemas.js';
import { passkeysOfVisitors } from './limits.js';
import { Registrations, type Registrant } from './registrations.js';

/** The page behind the link of an invitation. The link's fragment opens it, which the page's script sends. */
@ApiTags('Sign-in')
@Controller('identity/v1/invitation')
export class InvitationPageController {
  constructor(
    private readonly invitations: Invitations,
    private readonly registrations: Registrations,
    private readonly challenges: Challenges,
  ) {}

  @Get()
  @OfBrowsers()
  @Header('Cache-Control', 'no-store')
  @Produces('text/html')
  @ApiOperation({ summary: 'The page on which somebody who was invited registers a passkey' })
  page(@Query({ schema: pageQuery }) { lang }: PageQuery): ScriptedHtml {
    return new ScriptedHtml(invitationPage(lang), scriptPath);
  }

  @Post('options')
  @HttpCode(200)
  @OfBrowsers()
  @Limited(...passkeysOfVisitors)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({ summary: 'Options for the authenticator of somebody who was invited' })
  @Answers(creationOptionsAnswer)
  async options(
    @Body({ schema: invitedBody }) link: z.output<typeof invitedBody>,
    @Context() { now }: CommandContext,
  ): Promise<WithCookies> {
    const { options, cookie } = await this.registrations.begin(await this.registrant(link, now));
    return new WithCookies({ options }, [cookie]);
  }

  @Post('passkeys')
  @OfBrowsers()
  @Limited(...passkeysOfVisitors)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Register the passkey of somebody who was invited',
    description: 'Uses the invitation up. They sign in with it then.',
  })
  @Answers(registeredAnswer, { status: 201 })
  async register(
    @Body({ schema: invitedPasskeyBody }) { person, token, ...given }: z.output<typeof invitedPasskeyBody>,
    @SentCookies() cookies: string | undefined,
    @Context() context: CommandContext,
  ): Promise<WithCookies> {
    const registrant = await this.registrant({ person, token }, context.now);
    const passkey = await this.registrations.finish(registrant, given, { cookies, context });
    return new WithCookies({ passkey }, [this.challenges.clear()]);
  }

  private async registrant(link: InvitationLink, now: string): Promise<Registrant> {
    return { person: link.person, invitation: await this.invitations.open(link, now), session: null };
  }
}
