import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, CalledBy, Context, idParams, Permission, Public, Reads } from '@ecou/runtime';
import type { Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { QuestionnaireCommand } from './questionnaire.command.js';
import { answerTally } from './views/answer-tally.view.js';
import { publishBody, resultsAnswer, resultsTableAnswer, resultsTableQuery } from './questionnaire/results.schemas.js';
import { ResultsReader } from './views/results.reader.js';

@ApiTags('Results')
@Controller('feedback/v1/questionnaires/:id/results')
export class ResultsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: ResultsReader,
  ) {}

  @Get()
  @Public()
  @Reads(answerTally)
  @ApiOperation({
    summary: 'The results of a questionnaire',
    description:
      'Callers with `surveys:write` see all that is known; everybody else sees what was published, with groups under 5 withheld.',
  })
  @Answers(resultsAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams, @CalledBy() caller: Caller) {
    return this.reader.get(id, caller.can('surveys:write'));
  }

  @Get('table')
  @Public()
  @Reads(answerTally)
  @ApiOperation({
    summary: 'The results of a questionnaire as rows',
    description:
      'The same results for the same callers: a row for each answer to an item, and for each theme of free texts. As CSV for spreadsheets with `format=csv`.',
  })
  @Answers(resultsTableAnswer)
  table(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: resultsTableQuery }) criteria: z.output<typeof resultsTableQuery>,
    @CalledBy() caller: Caller,
  ) {
    return this.reader.list(id, caller.can('surveys:write'), criteria);
  }

  @Post('publish')
  @HttpCode(200)
  @Permission('surveys:write')
  @ApiOperation({
    summary: 'Publish results',
    description:
      'Of a questionnaire that is closed, or of which a summary was reported. Groups under 5 are withheld, also where they would follow from what was published before: figures that would tell of fewer than 5 late answers stay as they were. A later publication takes the place of those before it.',
  })
  publish(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: publishBody }) { items, suggestions }: z.output<typeof publishBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'PublishResults', ...(items && { items }), suggestions, at: context.now } as const;
    return this.commands.execute(new QuestionnaireCommand(id, command, context));
  }
}
