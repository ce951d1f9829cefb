import { Clock, type CommandContext } from '@ecou/event-sourcing';
import {
  AcceptsForm,
  Answers,
  asksForPage,
  Context,
  idParams,
  Ignores,
  Limited,
  OfBrowsers,
  OwnSession,
  Prefers,
  Produces,
  ScriptedHtml,
  SeeOther,
  SentCookies,
  WithCookies,
  type IdParams,
  type Session,
} from '@ecou/runtime';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Challenges } from './challenges.js';
import { passkeysOfVisitors } from './limits.js';
import { OwnPasskeys, requireFresh } from './own-passkeys.js';
import { passkeysPage } from './pages/passkeys-page.js';
import { passkeysPath, scriptPath } from '../sign-in/pages/paths.js';
import {
  creationOptionsAnswer,
  noBody,
  passkeyBody,
  passkeysAnswer,
  passkeysQuery,
  registeredAnswer,
  removeBody,
  removedAnswer,
  type GivenPasskey,
  type OwnPasskeysAnswer,
  type PasskeysQuery,
} from './passkeys.schemas.js';
import { Registrations, type Registrant } from './registrations.js';

const ofSession = ({ id, person }: Session): Registrant => ({ person: person.id, invitation: null, session: id });

/** The passkeys of whoever is signed in by a browser. */
@ApiTags('Sign-in')
@Controller('identity/v1/passkeys')
export class OwnPasskeysController {
  constructor(
    private readonly own: OwnPasskeys,
    private readonly registrations: Registrations,
    private readonly challenges: Challenges,
    private readonly clock: Clock,
  ) {}

  @Get()
  @OfBrowsers()
  @Header('Cache-Control', 'no-store')
  @Produces('text/html')
  @ApiOperation({ summary: 'Your passkeys', description: 'Of a session only. The oldest first.' })
  @Answers(passkeysAnswer)
  async list(
    @Query({ schema: passkeysQuery }) { format, lang }: PasskeysQuery,
    @OwnSession() session: Session,
    @Prefers('text/html') prefersPage: boolean,
  ): Promise<OwnPasskeysAnswer | ScriptedHtml> {
    const answer = await this.own.list(session, this.clock.now());
    return asksForPage(format, prefersPage) ? new ScriptedHtml(passkeysPage(answer, lang), scriptPath) : answer;
  }

  @Post('options')
  @HttpCode(200)
  @OfBrowsers()
  @Limited(...passkeysOfVisitors)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({ summary: 'Options for your authenticator', description: 'Of a session of the last 15 minutes.' })
  @Answers(creationOptionsAnswer)
  async options(
    @Body({ schema: noBody }) _body: z.output<typeof noBody>,
    @OwnSession() session: Session,
    @Context() { now }: CommandContext,
  ): Promise<WithCookies> {
    requireFresh(session, now);
    const { options, cookie } = await this.registrations.begin(ofSession(session));
    return new WithCookies({ options }, [cookie]);
  }

  @Post()
  @OfBrowsers()
  @Limited(...passkeysOfVisitors)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({ summary: 'Add a passkey', description: 'Of a session of the last 15 minutes.' })
  @Answers(registeredAnswer, { status: 201 })
  async add(
    @Body({ schema: passkeyBody }) given: GivenPasskey,
    @OwnSession() session: Session,
    @SentCookies() cookies: string | undefined,
    @Context() context: CommandContext,
  ): Promise<WithCookies> {
    requireFresh(session, context.now);
    const passkey = await this.registrations.finish(ofSession(session), given, { cookies, context });
    return new WithCookies({ passkey }, [this.challenges.clear()]);
  }

  @Post(':id/remove')
  @HttpCode(200)
  @OfBrowsers()
  @AcceptsForm()
  @Produces('text/html')
  @ApiOperation({
    summary: 'Remove a passkey',
    description:
      'Of a session of the last 15 minutes; sessions in other browsers end. The last one stays, unless an account of the provider signs you in.',
  })
  @Answers(removedAnswer)
  async remove(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: removeBody }) { lang }: z.output<typeof removeBody>,
    @OwnSession() session: Session,
    @Context() context: CommandContext,
    @Prefers('text/html') prefersPage: boolean,
  ): Promise<{ removed: true } | SeeOther> {
    await this.own.remove(session, id, context);
    return prefersPage ? new SeeOther(`${passkeysPath}?lang=${lang}`) : { removed: true };
  }
}
