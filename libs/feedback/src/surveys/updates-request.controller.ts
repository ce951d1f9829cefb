import type { CommandContext } from '@ecou/event-sourcing';
import { Context, idParams, Ignores, Limited, Public, type IdParams } from '@ecou/runtime';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { UpdatesRequestCommand } from './updates-request/updates-request.command.js';
import { updatesRequestBody, type UpdatesRequestBody } from './updates-request/updates-request.schemas.js';

@ApiTags('Answers')
@Controller('feedback/v1/questionnaires/:id/updates-requests')
export class UpdatesRequestController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Public()
  @Limited('updates-requests', { free: 20, most: 200, seconds: 60 * 60 })
  @Ignores('If-Match')
  @ApiOperation({
    summary: 'Ask to be informed',
    description:
      'Of the topics of a questionnaire, whether one answers it or not, and apart from what one answers. The same `id` again changes nothing, and tells nothing of the address that stands there.',
  })
  ask(
    @Param({ schema: idParams }) { id: questionnaireId }: IdParams,
    @Body({ schema: updatesRequestBody }) { id, ...asked }: UpdatesRequestBody,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'AskForUpdates', questionnaireId, ...asked } as const;
    return this.commands.execute(new UpdatesRequestCommand(id ?? context.commandId, command, context));
  }
}
