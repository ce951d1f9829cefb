import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  asOfOnly,
  CalledBy,
  Context,
  idParams,
  Permission,
  Public,
  Reads,
  RequiresIfMatch,
} from '@ecou/runtime';
import type { AsOf, Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { questionnaireList } from './views/questionnaire-list.view.js';
import { QuestionnaireCommand } from './questionnaire.command.js';
import {
  denominatorBody,
  draftBody,
  invitationsAnswer,
  invitationsBody,
  invitationsQuery,
  questionnaireAnswer,
  questionnairesAnswer,
  questionnairesQuery,
  reportedSummaryAnswer,
  reportedSummaryBody,
  reviseBody,
} from './questionnaire/questionnaire.schemas.js';
import { QuestionnaireReader } from './views/questionnaire.reader.js';

@ApiTags('Questionnaires')
@Controller('feedback/v1/questionnaires')
export class QuestionnaireController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: QuestionnaireReader,
  ) {}

  @Post()
  @Permission('surveys:write')
  @ApiOperation({
    summary: 'Draft a questionnaire',
    description: 'The same body with the same `id` again changes nothing; another body with it is refused.',
  })
  draft(
    @Body({ schema: draftBody }) { id, ...content }: z.output<typeof draftBody>,
    @Context() context: CommandContext,
  ) {
    const drafted = { ...content, template: null };
    return this.run(id ?? context.commandId, { type: 'DraftQuestionnaire', content: drafted }, context);
  }

  @Get()
  @Permission('surveys:read')
  @Reads(questionnaireList)
  @ApiOperation({ summary: 'Find questionnaires', description: 'Those that meet every criterion, the newest first.' })
  @Answers(questionnairesAnswer)
  find(@Query({ schema: questionnairesQuery }) criteria: z.output<typeof questionnairesQuery>) {
    return this.reader.list(criteria);
  }

  @Get(':id')
  @Public()
  @ApiOperation({
    summary: 'One questionnaire',
    description:
      'As it is, or as it stood. The public sees those that were opened, or of which results were published.',
  })
  @Answers(questionnaireAnswer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: asOfOnly }) { asOf }: AsOf,
    @CalledBy() caller: Caller,
  ) {
    return this.reader.get(id, asOf, caller.can('surveys:read'));
  }

  @Put(':id')
  @Permission('surveys:write')
  @RequiresIfMatch()
  @ApiOperation({
    summary: 'Revise a questionnaire',
    description: 'The body replaces all of it. Once somebody has answered, the items stay as they are.',
  })
  revise(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reviseBody }) content: z.output<typeof reviseBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ReviseQuestionnaire', content }, context);
  }

  @Post(':id/open')
  @HttpCode(200)
  @Permission('surveys:write')
  @ApiOperation({ summary: 'Open a questionnaire for answers' })
  open(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'OpenQuestionnaire', at: context.now }, context);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Permission('surveys:write')
  @ApiOperation({
    summary: 'Close a questionnaire',
    description: 'It takes no answers any more, and is not opened again.',
  })
  close(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'CloseQuestionnaire', at: context.now }, context);
  }

  @Post(':id/invitations')
  @Permission('surveys:write')
  @ApiOperation({
    summary: 'Issue invitation tokens',
    description: 'Each answers once. `GET` of the same address lists them; who gets which is not known here.',
  })
  invite(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: invitationsBody }) { count }: z.output<typeof invitationsBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'IssueInvitations', count }, context);
  }

  @Get(':id/invitations')
  @Permission('surveys:write')
  @ApiOperation({ summary: 'The invitation tokens that were issued' })
  @Answers(invitationsAnswer)
  invitations(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: invitationsQuery }) criteria: z.output<typeof invitationsQuery>,
  ) {
    return this.reader.issuedInvitations(id, criteria);
  }

  @Put(':id/denominator')
  @Permission('surveys:write')
  @ApiOperation({
    summary: 'Say what the response rate is a part of',
    description: 'How many people were invited, or attended. Other figures later are a correction.',
  })
  reportDenominator(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: denominatorBody }) denominator: z.output<typeof denominatorBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ReportDenominator', denominator }, context);
  }

  @Put(':id/reported-summary')
  @Permission('surveys:write')
  @ApiOperation({
    summary: 'Report what is known of answers of which only totals are',
    description: 'What is known and nothing else; not beside single answers. Another summary later is a correction.',
  })
  reportSummary(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reportedSummaryBody }) summary: z.output<typeof reportedSummaryBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ReportSummary', summary }, context);
  }

  @Get(':id/reported-summary')
  @Permission('surveys:write')
  @ApiOperation({ summary: 'The summary as it was reported', description: 'As it is, or as it stood.' })
  @Answers(reportedSummaryAnswer)
  reportedSummary(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: asOfOnly }) { asOf }: AsOf) {
    return this.reader.reportedSummary(id, asOf);
  }

  private run(id: string, command: QuestionnaireCommand['command'], context: CommandContext) {
    return this.commands.execute(new QuestionnaireCommand(id, command, context));
  }
}
