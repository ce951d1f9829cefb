import type { CommandContext } from '@ecou/event-sourcing';
import { Context, idParams, Permission } from '@ecou/runtime';
import type { IdParams } from '@ecou/runtime';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { PetitionCommand, type PetitionOrder } from './petition.command.js';
import { extendBody, fileBody, noteBody, reopenBody, satisfactionBody } from './verbs.schemas.js';

/** The deadline of a petition, its end, and what may come after. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class EndingController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/extend')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({
    summary: 'Put the deadline off, once',
    description: 'By 15 days at most, as the law says; before it is over.',
  })
  extend(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: extendBody }) body: z.output<typeof extendBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ExtendDeadline', ...body }, context);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({
    summary: 'Close what was answered, declined or forwarded',
    description: 'A notice, which is owed no answer, at any time.',
  })
  close(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: noteBody }) body: z.output<typeof noteBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ClosePetition', ...body }, context);
  }

  @Post(':id/file')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({
    summary: 'File what is answered by nobody',
    description: 'It is anonymous, or it repeats a petition that was answered.',
  })
  file(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: fileBody }) body: z.output<typeof fileBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'FilePetition', ...body }, context);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Put on record that the petitioner takes it back' })
  withdraw(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: noteBody }) body: z.output<typeof noteBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'WithdrawPetition', ...body }, context);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Reopen what was answered or declined', description: 'It gets a new deadline.' })
  reopen(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reopenBody }) body: z.output<typeof reopenBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ReopenPetition', ...body }, context);
  }

  @Post(':id/satisfaction')
  @HttpCode(200)
  @Permission('feedback:write')
  @ApiOperation({
    summary: 'Put on record how satisfied the petitioner is with the answer',
    description: 'Once per answer. Whoever is not may have it reopened.',
  })
  satisfaction(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: satisfactionBody }) body: z.output<typeof satisfactionBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'GiveSatisfaction', ...body }, context);
  }

  private run(id: string, order: PetitionOrder, context: CommandContext) {
    return this.commands.execute(new PetitionCommand(id, order, context));
  }
}
