import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, CalledBy, Context, Ignores, Permission, Reads, RequiresIfMatch, type Caller } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { wordingList } from '../wordings/views/wording-list.view.js';
import { wordingId } from '../wordings/wording/wording.aggregate.js';
import { WordingCommand } from '../wordings/wording/wording.command.js';
import { Previews } from './preview.js';
import { TemplatesReader } from './templates.reader.js';
import {
  draftBody,
  previewAnswer,
  previewBody,
  publishBody,
  purposeAnswer,
  purposeParams,
  purposesAnswer,
  templateAnswer,
  templateParams,
  templateQuery,
  testBody,
  versionsAnswer,
  versionsQuery,
  withdrawBody,
  type Preview,
  type TemplateParams,
  type Test,
} from './templates.schemas.js';
import { TestSending } from './test-sending.js';

const one = ':purpose/:language/:channel';

@ApiTags('Templates')
@Controller('notifications/v1/templates')
export class TemplatesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly templates: TemplatesReader,
    private readonly previews: Previews,
    private readonly testing: TestSending,
  ) {}

  @Get()
  @Permission('notifications:read')
  @Reads(wordingList)
  @ApiOperation({
    summary: 'What messages are written with',
    description: 'Each purpose with its variables, and the words that the institution wrote itself.',
  })
  @Answers(purposesAnswer)
  all() {
    return this.templates.list();
  }

  @Get(':purpose')
  @Permission('notifications:read')
  @Reads(wordingList)
  @ApiOperation({ summary: 'The variables and words of one purpose' })
  @Answers(purposeAnswer)
  async purpose(@Param({ schema: purposeParams }) { purpose }: z.output<typeof purposeParams>) {
    const { items } = await this.templates.list(purpose);
    return items[0];
  }

  @Get(one)
  @Permission('notifications:read')
  @ApiOperation({
    summary: 'The words of one message in a language on a channel',
    description: 'Those in force, as they are or stood, beside the built-in ones.',
  })
  @Answers(templateAnswer)
  get(
    @Param({ schema: templateParams }) key: TemplateParams,
    @Query({ schema: templateQuery }) { asOf }: z.output<typeof templateQuery>,
  ) {
    return this.templates.get(key, asOf);
  }

  @Get(`${one}/versions`)
  @Permission('notifications:read')
  @ApiOperation({ summary: 'Every version, and who wrote it', description: 'The newest first. None is ever changed.' })
  @Answers(versionsAnswer)
  versions(
    @Param({ schema: templateParams }) key: TemplateParams,
    @Query({ schema: versionsQuery }) paged: z.output<typeof versionsQuery>,
  ) {
    return this.templates.versions(key, paged);
  }

  @Post(`${one}/draft`)
  @HttpCode(200)
  @Permission('notifications:write')
  @ApiOperation({
    summary: 'Write a new version',
    description:
      'Nobody gets it before it is published. What the platform adds stays: the link that the message leads to, why somebody gets it, how to leave, the institution and its mark.',
  })
  draft(
    @Param({ schema: templateParams }) key: TemplateParams,
    @Body({ schema: draftBody }) { text }: z.output<typeof draftBody>,
    @Context() context: CommandContext,
  ) {
    const rules = this.templates.rulesOf(key);
    return this.run(key, { type: 'DraftWording', key, text, rules, at: context.now }, context);
  }

  @Post(`${one}/preview`)
  @HttpCode(200)
  @Permission('notifications:read')
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'See words before anybody gets them',
    description:
      'On made-up data, or on those of a message or announcement on record. Names stand in place of what is personal for whoever may not read mails. Its links open nothing of anybody.',
  })
  @Answers(previewAnswer)
  preview(
    @Param({ schema: templateParams }) key: TemplateParams,
    @Body({ schema: previewBody }) asked: Preview,
    @CalledBy() caller: Caller,
  ) {
    return this.previews.of(key, asked, caller.can('mails:read'));
  }

  @Post(`${one}/test`)
  @Permission('notifications:write')
  @ApiOperation({
    summary: 'Send yourself a test',
    description:
      'A message with made-up data that says so, on the way that all messages go: follow it by its id under `/messages`. 20 in an hour at most.',
  })
  test(
    @Param({ schema: templateParams }) key: TemplateParams,
    @Body({ schema: testBody }) asked: Test,
    @Context() context: CommandContext,
  ) {
    return this.testing.send(key, asked, context);
  }

  @Post(`${one}/publish`)
  @HttpCode(200)
  @Permission('notifications:write')
  @RequiresIfMatch()
  @ApiOperation({
    summary: 'Put a version in force',
    description: 'Also an older one. Messages that are queued already say what was in force then.',
  })
  publish(
    @Param({ schema: templateParams }) key: TemplateParams,
    @Body({ schema: publishBody }) { version }: z.output<typeof publishBody>,
    @Context() context: CommandContext,
  ) {
    const rules = this.templates.rulesOf(key);
    return this.run(key, { type: 'PublishWording', version, rules, at: context.now }, context);
  }

  @Post(`${one}/withdraw`)
  @HttpCode(200)
  @Permission('notifications:write')
  @RequiresIfMatch()
  @ApiOperation({ summary: 'Go back to the built-in words', description: 'The versions stay, to be published again.' })
  withdraw(
    @Param({ schema: templateParams }) key: TemplateParams,
    @Body({ schema: withdrawBody }) { reason }: z.output<typeof withdrawBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(key, { type: 'WithdrawWording', reason, at: context.now }, context);
  }

  private run(key: TemplateParams, command: WordingCommand['command'], context: CommandContext) {
    return this.commands.execute(new WordingCommand(wordingId(key), command, context));
  }
}
