import type { CommandContext } from '@ecou/event-sourcing';
import {
  AcceptsForm,
  Answers,
  asksForPage,
  CalledBy,
  CalledIn,
  CallerAddress,
  Callers,
  Context,
  Html,
  notSignedIn,
  OfBrowsers,
  OwnSession,
  Prefers,
  Produces,
  Publisher,
  QueryText,
  ScriptedHtml,
  SeeOther,
  SentCookies,
  sessionCookie,
  WithCookies,
  type CalledByBrowser,
  type Caller,
  type Session,
} from '@ecou/runtime';
import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { PersonNames } from '../people/person-names.js';
import { PersonCommand } from '../people/person/person.command.js';
import { loginPage } from './pages/login-page.js';
import { scriptPath } from './pages/paths.js';
import { sessionPage, signedOutPage } from './pages/session-page.js';
import {
  backChannelAnswer,
  backChannelBody,
  callbackQuery,
  loginQuery,
  logoutAnswer,
  logoutBody,
  sessionAnswer,
  sessionQuery,
  type LoginQuery,
  type LogoutBody,
  type SessionAnswer,
  type SessionQuery,
} from './sign-in.schemas.js';
import { SignIns } from './sign-ins.js';

/** Sign-in by a browser: at the provider of the town and back, or on a page for passkeys. */
@ApiTags('Sign-in')
@Controller('identity/v1')
export class SignInController {
  constructor(
    private readonly signIns: SignIns,
    private readonly callers: Callers,
    private readonly commands: CommandBus,
    private readonly names: PersonNames,
    private readonly publisher: Publisher,
  ) {}

  @Get('login')
  @OfBrowsers()
  @Header('Cache-Control', 'no-store')
  @Produces('text/html')
  @ApiOperation({
    summary: 'Sign in',
    description: 'A page, where the deployment has passkeys; else leads to the provider of OpenID Connect (303).',
  })
  async login(
    @Query({ schema: loginQuery }) { to, by, lang }: LoginQuery,
    @CallerAddress() address: string,
  ): Promise<SeeOther | Html> {
    const { takesPasskeys, provider } = this.callers;
    if (takesPasskeys && by !== 'provider')
      return new ScriptedHtml(loginPage({ lang, to, hasProvider: provider !== undefined }), scriptPath);
    const way = await this.signIns.begin(to, address);
    return new SeeOther(way.to, way.cookies);
  }

  @Get('callback')
  @OfBrowsers()
  @Header('Cache-Control', 'no-store')
  @Produces('text/html')
  @ApiOperation({
    summary: 'The way back from the provider',
    description: 'Takes the code of the provider once, in the browser that began the sign-in (303).',
  })
  async callback(
    @Query({ schema: callbackQuery }) _answer: z.output<typeof callbackQuery>,
    @QueryText() query: string,
    @SentCookies() cookies: string | undefined,
  ): Promise<SeeOther> {
    const way = await this.signIns.finish(query, cookies);
    return new SeeOther(way.to, way.cookies, way.signedIn);
  }

  @Get('session')
  @OfBrowsers()
  @Header('Cache-Control', 'no-store')
  @Produces('text/html')
  @ApiOperation({ summary: 'Who am I', description: 'Whoever calls: by a session, a token or a key. 401 for nobody.' })
  @Answers(sessionAnswer)
  async session(
    @Query({ schema: sessionQuery }) { format, lang }: SessionQuery,
    @CalledBy() caller: Caller,
    @CalledIn() browser: CalledByBrowser | undefined,
    @SentCookies() cookies: string | undefined,
    @Prefers('text/html') prefersPage: boolean,
  ): Promise<SessionAnswer | Html> {
    if (caller.isPublic) throw browser?.refusal ?? notSignedIn();
    const answer = { ...(await this.whoIs(caller)), session: this.told(browser?.session, cookies) };
    return asksForPage(format, prefersPage) ? new Html(sessionPage(answer, lang, this.callers.takesPasskeys)) : answer;
  }

  @Post('logout')
  @HttpCode(200)
  @OfBrowsers()
  @AcceptsForm()
  @Produces('text/html')
  @ApiOperation({ summary: 'Sign out', description: 'Here, or everywhere. Of a session only: keys are revoked.' })
  @Answers(logoutAnswer)
  async logout(
    @Body({ schema: logoutBody }) { everywhere, lang }: LogoutBody,
    @OwnSession() session: Session,
    @SentCookies() cookies: string | undefined,
    @Context() context: CommandContext,
    @Prefers('text/html') prefersPage: boolean,
  ): Promise<WithCookies> {
    await this.callers.sessions.end(this.callers.tokenIn({ cookie: cookies }) ?? '');
    if (everywhere) {
      const command = { type: 'EndSessions', at: context.now } as const;
      await this.commands.execute(new PersonCommand(session.person.id, command, context));
    }
    const provider = await this.atProvider();
    const answer = prefersPage ? new Html(signedOutPage(provider, lang)) : { signedOut: true, provider };
    return new WithCookies(answer, [this.callers.cookies.clear(sessionCookie)]);
  }

  @Post('backchannel-logout')
  @HttpCode(200)
  @OfBrowsers()
  @Header('Cache-Control', 'no-store')
  @AcceptsForm()
  @ApiOperation({
    summary: 'The provider says that somebody signed out there',
    description: 'OpenID Connect Back-Channel Logout 1.0.',
  })
  @Answers(backChannelAnswer)
  async backChannel(
    @Body({ schema: backChannelBody }) { logout_token: token }: z.output<typeof backChannelBody>,
    @Context() context: CommandContext,
  ): Promise<{ signedOut: true }> {
    await this.signIns.endByProvider(token, context);
    return { signedOut: true };
  }

  /** The address that ends the session at the provider; `null` where there is none, or it cannot be asked. */
  private async atProvider(): Promise<string | null> {
    const away = () => undefined;
    return (await this.callers.provider?.signOutUrl(this.publisher.publicUrl).catch(away)) ?? null;
  }

  private async whoIs({ actor, roles, officer, person: id }: Caller): Promise<Omit<SessionAnswer, 'session'>> {
    return { actor, person: id, name: await this.names.nameOf(id), roles: [...roles], officer };
  }

  private told(session: Session | undefined, cookies: string | undefined): SessionAnswer['session'] {
    const token = this.callers.tokenIn({ cookie: cookies });
    if (!session || token === undefined) return null;
    const { startedAt, endsAt } = session;
    return { startedAt, endsAt, csrf: this.callers.sessions.proofOf(token) };
  }
}
