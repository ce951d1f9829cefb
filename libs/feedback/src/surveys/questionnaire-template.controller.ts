import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, Context, idParams, Permission, Reads, RequiresIfMatch } from '@ecou/runtime';
import type { IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { QuestionnaireCommand } from './questionnaire.command.js';
import { draftFromTemplateBody } from './questionnaire/questionnaire.schemas.js';
import { templateList } from './views/template-list.view.js';
import { QuestionnaireTemplateCommand } from './questionnaire-template/questionnaire-template.command.js';
import type { QuestionnaireTemplateCommandBody } from './questionnaire-template/questionnaire-template.decider.js';
import { QuestionnaireTemplateReader } from './views/questionnaire-template.reader.js';
import {
  createTemplateBody,
  retireTemplateBody,
  reviseTemplateBody,
  templateAnswer,
  templateQuery,
  templatesAnswer,
  templatesQuery,
} from './questionnaire-template/questionnaire-template.schemas.js';

@ApiTags('Questionnaire templates')
@Controller('feedback/v1/questionnaire-templates')
export class QuestionnaireTemplateController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: QuestionnaireTemplateReader,
  ) {}

  @Post()
  @Permission('surveys:write')
  @ApiOperation({
    summary: 'Create a template of questionnaires',
    description: 'The same body with the same `id` again changes nothing; another body with it is refused.',
  })
  create(
    @Body({ schema: createTemplateBody }) { id, ...content }: z.output<typeof createTemplateBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id ?? context.commandId, { type: 'CreateTemplate', content }, context);
  }

  @Get()
  @Permission('surveys:read')
  @Reads(templateList)
  @ApiOperation({ summary: 'Find templates', description: 'In their newest version, the newest template first.' })
  @Answers(templatesAnswer)
  find(@Query({ schema: templatesQuery }) criteria: z.output<typeof templatesQuery>) {
    return this.reader.list(criteria);
  }

  @Get(':id')
  @Permission('surveys:read')
  @ApiOperation({
    summary: 'One template',
    description: 'As it is, or as it stood; every version of it can be read for ever.',
  })
  @Answers(templateAnswer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: templateQuery }) criteria: z.output<typeof templateQuery>,
  ) {
    return this.reader.get(id, criteria);
  }

  @Put(':id')
  @Permission('surveys:write')
  @RequiresIfMatch()
  @ApiOperation({
    summary: 'Revise a template',
    description: 'The body is its next version. Questionnaires that were drafted from it stay as they are.',
  })
  revise(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reviseTemplateBody }) content: z.output<typeof reviseTemplateBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ReviseTemplate', content }, context);
  }

  @Post(':id/retire')
  @HttpCode(200)
  @Permission('surveys:write')
  @ApiOperation({ summary: 'Retire a template', description: 'No questionnaire is drafted from it any more.' })
  retire(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: retireTemplateBody }) { reason }: z.output<typeof retireTemplateBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'RetireTemplate', reason, at: context.now }, context);
  }

  @Post(':id/questionnaires')
  @Permission('surveys:write')
  @ApiOperation({
    summary: 'Draft a questionnaire from a template',
    description:
      'It takes over what the template says in the version that is named, or in the newest, and says which. It is a questionnaire like any other, and may be revised.',
  })
  draft(
    @Param({ schema: idParams }) { id: templateId }: IdParams,
    @Body({ schema: draftFromTemplateBody }) { id, version, ...own }: z.output<typeof draftFromTemplateBody>,
    @Context() context: CommandContext,
  ) {
    const template = { id: templateId, version };
    const command = { type: 'DraftFromTemplate', template, own } as const;
    return this.commands.execute(new QuestionnaireCommand(id ?? context.commandId, command, context));
  }

  private run(id: string, command: QuestionnaireTemplateCommandBody, context: CommandContext) {
    return this.commands.execute(new QuestionnaireTemplateCommand(id, command, context));
  }
}
