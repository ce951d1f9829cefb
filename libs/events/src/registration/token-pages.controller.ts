import { registrationPage as pathOfRegistration } from '@ecou/contracts';
import { Rejected, Vault, type CommandContext } from '@ecou/event-sourcing';
import {
  AcceptsForm,
  Aggregates,
  Context,
  Html,
  linkQuery,
  LinkRoute,
  type LinkQuery,
  ReadsPersonal,
} from '@ecou/runtime';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { civicEvent } from '../consultations/civic-event/civic-event.aggregate.js';
import { announcementOf, requireCivicEvent } from '../consultations/civic-event/civic-event.decider.js';
import { invitation } from './invitation/invitation.aggregate.js';
import { InvitationCommand } from './invitation/invitation.command.js';
import { requireInvitation } from './invitation/invitation.decider.js';
import { invitationPage } from './page/invitation-page.js';
import { invalidLink } from './page/page.js';
import { askToConfirm, refusal, registrationPage, type Shown } from './page/registration-page.js';
import { CodePictures } from './registration/code-pictures.js';
import { RegistrationTokens } from './registration/registration-tokens.js';
import { RegistrationCommand } from './registration/registration.command.js';
import { RegistrationReader } from './views/registration.reader.js';

const linkParams = z.strictObject({ id: z.uuid(), token: z.string().max(200) });
type Link = z.output<typeof linkParams>;

const formOf = <const A extends readonly [string, ...string[]]>(actions: A) =>
  z.strictObject({ action: z.enum(actions) });
const cancelForm = formOf(['cancel']);
const confirmForm = formOf(['confirm']);
const answerForm = formOf(['accept', 'decline']);

/** The pages behind the links in messages. A GET only shows, since mail scanners follow links; the button's POST does it. */
@ApiTags('Pages behind links')
@Controller('events/v1')
export class RegistrationPagesController {
  @Inject(CodePictures)
  private readonly pictures!: CodePictures;

  constructor(
    private readonly commands: CommandBus,
    private readonly registrations: RegistrationReader,
    private readonly aggregates: Aggregates,
    private readonly tokens: RegistrationTokens,
    private readonly vault: Vault,
  ) {}

  @Get('registrations/:id/:token')
  @ReadsPersonal({ byLink: true })
  @LinkRoute('A registration, for its holder')
  async showRegistration(
    @Param({ schema: linkParams }) { id, token }: Link,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
  ) {
    return this.tokens.manage.opens(token, id)
      ? new Html(registrationPage(await this.shown(id, lang)))
      : notFound(lang);
  }

  @Post('registrations/:id/:token')
  @AcceptsForm()
  @LinkRoute('Give up a place')
  async cancel(
    @Param({ schema: linkParams }) { id, token }: Link,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Body({ schema: cancelForm }) _form: z.output<typeof cancelForm>,
    @Context() context: CommandContext,
  ) {
    if (!this.tokens.manage.opens(token, id)) return notFound(lang);
    const command = new RegistrationCommand(id, { type: 'CancelRegistration', reason: 'holder' }, context);
    const refused = await refusalOf(this.commands.execute(command));
    return new Html(
      refused ? refusal(await this.shown(id, lang), 'late') : registrationPage(await this.shown(id, lang)),
    );
  }

  @Get('registrations/:id/confirm/:token')
  @LinkRoute('What a link would confirm')
  async showConfirmation(
    @Param({ schema: linkParams }) { id, token }: Link,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
  ) {
    if (!this.tokens.confirm.opens(token, id)) return notFound(lang);
    const shown = await this.shown(id, lang);
    const isOpen = shown.registration.state === 'pending-confirmation';
    return new Html(isOpen ? askToConfirm(shown) : registrationPage(shown));
  }

  @Post('registrations/:id/confirm/:token')
  @AcceptsForm()
  @LinkRoute('Confirm a registration')
  async confirm(
    @Param({ schema: linkParams }) { id, token }: Link,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Body({ schema: confirmForm }) _form: z.output<typeof confirmForm>,
    @Context() context: CommandContext,
  ) {
    if (!this.tokens.confirm.opens(token, id)) return notFound(lang);
    const command = new RegistrationCommand(id, { type: 'ConfirmRegistration', by: 'link' }, context);
    const refused = await refusalOf(this.commands.execute(command));
    const shown = await this.shown(id, lang);
    if (!refused) return new Html(registrationPage(shown));
    return new Html(refusal(shown, refused === 'REGISTERED_ALREADY' ? 'already' : 'late'));
  }

  @Get('invitations/:id/:token')
  @ReadsPersonal({ byLink: true })
  @LinkRoute('An invitation, for whom it is meant')
  async showInvitation(
    @Param({ schema: linkParams }) { id, token }: Link,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
  ) {
    return this.tokens.invitation.opens(token, id)
      ? new Html(invitationPage(await this.shownInvitation(id, lang)))
      : notFound(lang);
  }

  @Post('invitations/:id/:token')
  @AcceptsForm()
  @LinkRoute('Accept or decline an invitation')
  async answer(
    @Param({ schema: linkParams }) { id, token }: Link,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Body({ schema: answerForm }) { action }: z.output<typeof answerForm>,
    @Context() context: CommandContext,
  ) {
    if (!this.tokens.invitation.opens(token, id)) return notFound(lang);
    const type = action === 'accept' ? 'AcceptInvitation' : 'DeclineInvitation';
    const refused = await refusalOf(this.commands.execute(new InvitationCommand(id, { type }, context)));
    const told = refused === null ? null : (whyNot[refused] ?? 'late');
    return new Html(invitationPage(await this.shownInvitation(id, lang), told));
  }

  private async shown(id: string, lang: LinkQuery['lang']): Promise<Shown> {
    const { body } = await this.registrations.get(id, null);
    const text = this.tokens.codeOf(id);
    return {
      registration: { ...body, language: lang ?? body.language },
      occasion: await this.occasion(body.civicEventId),
      page: pathOfRegistration(id, this.tokens.manage.of(id)) + (lang ? `?lang=${lang}` : ''),
      code: { text, svg: await this.pictures.svgOf(text, true) },
    };
  }

  private async shownInvitation(id: string, lang: LinkQuery['lang']) {
    const { invitee, answer, registrationId } = requireInvitation((await this.aggregates.load(invitation, id)).state);
    return {
      language: lang ?? invitee.language,
      name: (await this.vault.open(invitee.name)) ?? null,
      occasion: await this.occasion(invitee.civicEventId),
      answer,
      registrationPage:
        registrationId === null ? null : pathOfRegistration(registrationId, this.tokens.manage.of(registrationId)),
    };
  }

  private async occasion(civicEventId: string) {
    return announcementOf(requireCivicEvent((await this.aggregates.load(civicEvent, civicEventId)).state));
  }
}

/** Codes of refusals that the page of an invitation has words for. */
const whyNot: Readonly<Partial<Record<string, 'full' | 'closed'>>> = {
  NO_SEAT_LEFT: 'full',
  REGISTRATION_NOT_OPEN: 'closed',
  REGISTRATION_NOT_ARRANGED: 'closed',
};

const notFound = (lang: LinkQuery['lang']) => new Html(invalidLink(lang ?? 'ro'), undefined, 404);

/** The code of the domain's no, or `null` where it was done. */
async function refusalOf(done: Promise<unknown>): Promise<string | null> {
  try {
    await done;
    return null;
  } catch (error) {
    if (error instanceof Rejected) return error.code;
    throw error;
  }
}
