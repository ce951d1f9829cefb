import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  BodyLimit,
  CalledBy,
  Context,
  idParams,
  Ignores,
  Limited,
  Permission,
  Produces,
  Public,
  Reads,
  ReadsPersonal,
} from '@ecou/runtime';
import type { Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { responseList } from './views/response-list.view.js';
import { ResponseCommand } from './response/response.command.js';
import { ResponseReader } from './views/response.reader.js';
import { CodingCommand } from './response/coding.command.js';
import { RecordBatch } from './response/batch.command.js';
import {
  batchAnswer,
  batchBody,
  codeBody,
  responseBody,
  responseParams,
  responsesAnswer,
  responsesQuery,
  tableQuery,
  type BatchBody,
  type ResponseBody,
} from './response/response.schemas.js';

/** 500 answers with long texts. */
const batchBytes = 4_000_000;

@ApiTags('Answers')
@Controller('feedback/v1/questionnaires/:id/responses')
export class ResponseController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: ResponseReader,
  ) {}

  @Post()
  @Public()
  @Limited('answers', { free: 40, most: 600, seconds: 60 * 60 })
  // An answer has one version, and its wish is written before If-Match would be compared.
  @Ignores('If-Match')
  @ApiOperation({
    summary: 'Answer a questionnaire',
    description:
      'With an invitation token, or without one where anyone may answer. A caller with `surveys:write` who sends no token enters an answer from paper.',
  })
  answer(
    @Param({ schema: idParams }) { id: questionnaireId }: IdParams,
    @Body({ schema: responseBody }) { id, ...answer }: ResponseBody,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ) {
    const byStaff = caller.can('surveys:write');
    const command = { type: 'AnswerQuestionnaire', questionnaireId, ...answer, byStaff } as const;
    return this.commands.execute(new ResponseCommand(id ?? context.commandId, command, context));
  }

  @Post('batch')
  @HttpCode(200)
  @Permission('surveys:write')
  // The id of the batch says what is a repeat, and its answers have one version each.
  @Ignores('Idempotency-Key', 'If-Match')
  @BodyLimit(batchBytes)
  @ApiOperation({
    summary: 'Enter many answers from paper',
    description:
      'All of them are recorded, or none: a refusal names what is wrong in every row. Also of a questionnaire that is closed, for what was filled in before.',
  })
  @Answers(batchAnswer)
  enter(
    @Param({ schema: idParams }) { id: questionnaireId }: IdParams,
    @Body({ schema: batchBody }) { id, ...batch }: BatchBody,
    @Context() context: CommandContext,
  ) {
    return this.commands.execute(new RecordBatch(questionnaireId, id ?? context.commandId, batch, context));
  }

  @Put(':responseId/themes')
  @Permission('surveys:write')
  @ApiOperation({
    summary: 'Code a free text to themes',
    description:
      'What it is about, in themes of the questionnaire. Coding it again takes the place of what was said before.',
  })
  code(
    @Param({ schema: responseParams }) { id: questionnaireId, responseId }: z.output<typeof responseParams>,
    @Body({ schema: codeBody }) body: z.output<typeof codeBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'CodeAnswer', questionnaireId, ...body } as const;
    return this.commands.execute(new CodingCommand(responseId, command, context));
  }

  @Get()
  @ReadsPersonal()
  @Permission('surveys:write')
  @Reads(responseList)
  @ApiOperation({
    summary: 'The single answers',
    description:
      'With free texts, so for those who work with them. Without time, and in no order that tells who came when.',
  })
  @Answers(responsesAnswer)
  find(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: responsesQuery }) criteria: z.output<typeof responsesQuery>,
  ) {
    return this.reader.list(id, criteria);
  }

  @Get('table')
  @ReadsPersonal()
  @Permission('surveys:write')
  @Reads(responseList)
  @ApiOperation({
    summary: 'The single answers as a table for spreadsheets',
    description:
      'CSV with a row for each answer and a column for each item. What somebody wrote is never taken for a formula.',
  })
  @Produces('text/csv')
  table(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: tableQuery }) { bom }: z.output<typeof tableQuery>,
  ) {
    return this.reader.table(id, bom === 'true');
  }
}
