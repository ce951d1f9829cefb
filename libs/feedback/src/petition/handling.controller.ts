import type { CommandContext } from '@ecou/event-sourcing';
import { Context, idParams, Permission } from '@ecou/runtime';
import type { IdParams } from '@ecou/runtime';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { PetitionCommand, type PetitionOrder } from './petition.command.js';
import { answerBody, assignBody, declineBody, forwardBody, joinBody } from './verbs.schemas.js';

/** What officers do with a petition until it is answered. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class HandlingController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/assign')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Assign a petition to a department, or to an officer of it' })
  assign(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: assignBody }) body: z.output<typeof assignBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'AssignPetition', ...body }, context);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Say that somebody works on it' })
  start(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'StartWork' }, context);
  }

  @Post(':id/forward')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({
    summary: 'Forward it to the authority that is competent',
    description: 'Within five days of its registration, as the law says. Whether that was so stays on record.',
  })
  forward(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: forwardBody }) body: z.output<typeof forwardBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ForwardPetition', ...body }, context);
  }

  @Post(':id/join')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({
    summary: 'Join it to an earlier petition that asks the same',
    description: 'One answer answers all.',
  })
  join(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: joinBody }) body: z.output<typeof joinBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'JoinPetition', ...body }, context);
  }

  @Post(':id/answer')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Answer it, and all that are joined to it' })
  answer(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: answerBody }) body: z.output<typeof answerBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'AnswerPetition', outcome: 'answered', ...body }, context);
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Decline it with reasons, and all that are joined to it' })
  decline(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: declineBody }) body: z.output<typeof declineBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, declined(body), context);
  }

  private run(id: string, order: PetitionOrder, context: CommandContext) {
    return this.commands.execute(new PetitionCommand(id, order, context));
  }
}

const declined = ({ reason, legalBasis, attachments }: z.output<typeof declineBody>): PetitionOrder => ({
  type: 'AnswerPetition',
  outcome: 'declined',
  text: reason,
  legalBasis,
  attachments,
});
