import type { CommandContext } from '@ecou/event-sourcing';
import { Context, idParams, Permission } from '@ecou/runtime';
import type { IdParams } from '@ecou/runtime';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { PetitionCommand, type PetitionOrder } from './petition.command.js';
import { callbackDoneBody, messageBody, requestCallbackBody, requestInformationBody } from './verbs.schemas.js';

/** What officers and the petitioner say to each other. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class ThreadController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/request-information')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Ask the petitioner for something', description: 'The deadline goes on.' })
  requestInformation(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: requestInformationBody }) body: z.output<typeof requestInformationBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'RequestInformation', ...message(body, context) }, context);
  }

  @Post(':id/messages')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Write to the petitioner, or write down what they said' })
  message(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: messageBody }) body: z.output<typeof messageBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'AddMessage', from: body.from, ...message(body, context) }, context);
  }

  @Post(':id/request-callback')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Put on record that the petitioner wants to be called back' })
  requestCallback(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: requestCallbackBody }) body: z.output<typeof requestCallbackBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(
      id,
      { type: 'RequestCallback', callbackId: body.id ?? context.commandId, phone: body.phone, note: body.note },
      context,
    );
  }

  @Post(':id/callback-done')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Put on record that they were called' })
  callbackDone(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: callbackDoneBody }) body: z.output<typeof callbackDoneBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'MarkCallbackDone', callbackId: body.callback, note: body.note }, context);
  }

  private run(id: string, order: PetitionOrder, context: CommandContext) {
    return this.commands.execute(new PetitionCommand(id, order, context));
  }
}

const message = (
  { id, text, attachments }: z.output<typeof requestInformationBody>,
  { commandId }: CommandContext,
) => ({
  messageId: id ?? commandId,
  text,
  attachments,
});
