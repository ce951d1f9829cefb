import { randomUUID } from 'node:crypto';
import type { Language } from '@ecou/contracts';
import { Rejected, type CommandContext, Personal } from '@ecou/event-sourcing';
import {
  AcceptsFiles,
  AcceptsForm,
  Answers,
  Context,
  Example,
  Html,
  linkQuery,
  LinkRoute,
  type LinkQuery,
  Produces,
  type ReceivedFile,
  type Versioned,
  ReadsPersonal,
} from '@ecou/runtime';
import { applyDecorators, Body, Controller, Get, Param, Post, Query, UseFilters } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { FollowingCommand } from './following/following.command.js';
import { PetitionCommand } from './petition/verbs/petition.command.js';
import type { PetitionVerb } from './petition/verbs/petition.verbs.js';
import { fileBytes, mostFiles } from './upload/upload.schemas.js';
import { Uploads } from './upload/uploads.js';
import { isNothingToSee, StatusAccess } from './status-access.js';
import type { Refused } from './status/forms.js';
import { StatusFormFilter } from './status-form.filter.js';
import { askForNumber, nothingToSeePage, statusPage } from './status/status-page.js';
import { refusalOf, words } from './status/words.js';
import {
  callbackForm,
  fileParams,
  followForm,
  messageForm,
  numberParams,
  openForm,
  reopenForm,
  satisfactionForm,
  statusAnswer,
  statusQuery,
  tokenQuery,
  withdrawForm,
  type StatusAnswer,
  type StatusQuery,
} from './status/status.schemas.js';
import { readerOf, TokenHeader, Visitor, type Reader, type Visiting } from './status/visitor.js';
import { AttachmentReader } from './views/attachment.reader.js';
import { StatusReader } from './views/status.reader.js';

type Numbered = z.output<typeof numberParams>;

const StatusPage = (summary: string) => applyDecorators(LinkRoute(summary), Answers(statusAnswer), TokenHeader);

/** Petitions for their petitioners, who have the number and the secret token of the receipt. */
@ApiTags('Status')
@Controller('feedback/v1/status')
@UseFilters(StatusFormFilter)
export class StatusController {
  constructor(
    private readonly access: StatusAccess,
    private readonly commands: CommandBus,
    private readonly reader: StatusReader,
    private readonly attachments: AttachmentReader,
    private readonly uploads: Uploads,
  ) {}

  @Get()
  @LinkRoute('A page that asks for number and token')
  ask(@Query({ schema: linkQuery }) { lang = 'ro' }: LinkQuery) {
    return new Html(askForNumber(lang));
  }

  @Post()
  @AcceptsForm()
  @Example({ number: '2026-000001', token: 'AbCdEfGhIjKlMnOpQrStUvWx' })
  @StatusPage('The status of a petition, without its token in an address')
  async open(
    @Body({ schema: openForm }) { number, ...form }: z.output<typeof openForm>,
    @Visitor() visitor: Visiting,
  ): Promise<Html | Versioned<StatusAnswer>> {
    const reader = readerOf(form, visitor);
    return this.opened(number, reader, (id) => this.show(id, reader));
  }

  @Get(':number')
  @ReadsPersonal({ byLink: true })
  @StatusPage('The status of a petition')
  read(
    @Param({ schema: numberParams }) { number }: Numbered,
    @Query({ schema: statusQuery }) query: StatusQuery,
    @Visitor() visitor: Visiting,
  ): Promise<Html | Versioned<StatusAnswer>> {
    const reader = readerOf(query, visitor);
    return this.opened(number, reader, (id) => this.show(id, reader));
  }

  @Get(':number/files/:file')
  @ReadsPersonal({ byLink: true })
  @Produces('application/octet-stream')
  @LinkRoute('One file of a petition, to be saved')
  @TokenHeader
  async file(
    @Param({ schema: fileParams }) { number, file }: z.output<typeof fileParams>,
    @Query({ schema: tokenQuery }) { token }: z.output<typeof tokenQuery>,
    @Visitor() visitor: Visiting,
  ) {
    const id = await this.access.open({ number, token: token ?? visitor.token, address: visitor.address });
    return this.attachments.get(id, file);
  }

  @Post(':number/messages')
  @AcceptsForm()
  @AcceptsFiles({ field: 'files', most: mostFiles, bytes: fileBytes })
  @StatusPage('Write to the officer, with files')
  write(
    @Param({ schema: numberParams }) { number }: Numbered,
    @Body({ schema: messageForm }) { token, lang, id, text, files }: z.output<typeof messageForm>,
    @Visitor() visitor: Visiting,
    @Context() context: CommandContext,
  ) {
    const reader = readerOf({ token, lang }, visitor);
    return this.opened(number, reader, async (petitionId) => {
      const attachments = await this.kept(files, context);
      const command = { type: 'AddMessage', from: 'citizen', id, text, attachments } as const;
      return this.done(petitionId, command, { reader, context });
    });
  }

  @Post(':number/callback')
  @AcceptsForm()
  @StatusPage('Ask to be called back')
  callBack(
    @Param({ schema: numberParams }) { number }: Numbered,
    @Body({ schema: callbackForm }) { token, lang, ...asked }: z.output<typeof callbackForm>,
    @Visitor() visitor: Visiting,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'RequestCallback', ...asked } as const;
    return this.act(number, command, { reader: readerOf({ token, lang }, visitor), context });
  }

  @Post(':number/satisfaction')
  @AcceptsForm()
  @StatusPage('Say how satisfied one is with the answer')
  satisfaction(
    @Param({ schema: numberParams }) { number }: Numbered,
    @Body({ schema: satisfactionForm }) { token, lang, ...given }: z.output<typeof satisfactionForm>,
    @Visitor() visitor: Visiting,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'GiveSatisfaction', ...given } as const;
    return this.act(number, command, { reader: readerOf({ token, lang }, visitor), context });
  }

  @Post(':number/reopen')
  @AcceptsForm()
  @StatusPage('Ask for reopening')
  reopen(
    @Param({ schema: numberParams }) { number }: Numbered,
    @Body({ schema: reopenForm }) { token, lang, reason, round }: z.output<typeof reopenForm>,
    @Visitor() visitor: Visiting,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'ReopenPetition', by: 'citizen', reason, round } as const;
    return this.act(number, command, { reader: readerOf({ token, lang }, visitor), context });
  }

  @Post(':number/withdraw')
  @AcceptsForm()
  @StatusPage('Take the petition back')
  withdraw(
    @Param({ schema: numberParams }) { number }: Numbered,
    @Body({ schema: withdrawForm }) { token, lang, note }: z.output<typeof withdrawForm>,
    @Visitor() visitor: Visiting,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'WithdrawPetition', note } as const;
    return this.act(number, command, { reader: readerOf({ token, lang }, visitor), context });
  }

  @Post(':number/follow')
  @AcceptsForm()
  @StatusPage('Be told of its status at an e-mail address')
  follow(
    @Param({ schema: numberParams }) { number }: Numbered,
    @Body({ schema: followForm }) { token, lang, email: address }: z.output<typeof followForm>,
    @Visitor() visitor: Visiting,
    @Context() context: CommandContext,
  ) {
    const reader = readerOf({ token, lang }, visitor);
    return this.opened(number, reader, async (petitionId) => {
      const spoken = lang ?? 'ro';
      const consentText = words[spoken].followConsent;
      const wish = { petitionId, number, language: spoken, consentText, channel: 'email', address } as const;
      const command = { type: 'AskFollowing', wish, at: context.now } as const;
      await this.commands.execute(new FollowingCommand(context.commandId, command, context));
      return this.show(petitionId, reader, 'saved');
    });
  }

  private act(number: string, command: PetitionVerb, by: Acting) {
    return this.opened(number, by.reader, (id) => this.done(id, command, by));
  }

  /** Answers whoever has the token of the petition; others are told on a page that there is nothing to see. */
  private async opened<T>(number: string, { html, token, address, lang }: Reader, then: (id: string) => Promise<T>) {
    try {
      return await then(await this.access.open({ number, token, address }));
    } catch (error) {
      if (html && isNothingToSee(error)) return new Html(nothingToSeePage(lang ?? 'ro'), undefined, 404);
      throw error;
    }
  }

  private async show(id: string, reader: Reader, outcome?: 'saved' | ((lang: Language) => Refused)) {
    const status = await this.reader.get(id);
    if (!reader.html) return status;
    const ids = { message: randomUUID(), callback: randomUUID() };
    const { token = '', lang = status.body.language } = reader;
    const isRefused = typeof outcome === 'function';
    const body = statusPage(status.body, { lang, token, outcome: isRefused ? outcome(lang) : outcome, ids });
    return new Html(body, undefined, isRefused ? 409 : undefined);
  }

  /** Does it, and shows what has become of the petition. What the rules refuse, people are told on the page. */
  private async done(id: string, command: PetitionVerb, { reader, context }: Acting) {
    try {
      await this.commands.execute(new PetitionCommand(id, command, context));
    } catch (error) {
      if (!reader.html || !(error instanceof Rejected)) throw error;
      const { code } = error;
      return this.show(id, reader, (lang) => ({ ...reader.form, because: [refusalOf(code, lang)] }));
    }
    return this.show(id, reader, 'saved');
  }

  private async kept(files: readonly ReceivedFile[], context: CommandContext) {
    const attachments = [];
    for (const file of files) {
      const { id, name } = await this.uploads.keep(file, context);
      attachments.push({ file: id, name: new Personal(name) });
    }
    return attachments;
  }
}

interface Acting {
  readonly reader: Reader;
  readonly context: CommandContext;
}
