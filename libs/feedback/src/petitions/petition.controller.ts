import { Invalid, type CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  AnswersRepeats,
  asOfOnly,
  CalledBy,
  Context,
  idParams,
  Permission,
  Public,
  Reads,
} from '@ecou/runtime';
import type { AsOf, Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { historyAnswer, historyQuery } from './petition/history.schemas.js';
import { PetitionCommand } from './petition/verbs/petition.command.js';
import {
  petitionAnswer,
  petitionsAnswer,
  petitionsQuery,
  receiptAnswer,
  registerBody,
  type PetitionCriteria,
} from './petition/petition.schemas.js';
import { PetitionHistoryReader } from './views/petition-history.reader.js';
import { petitionList } from './views/petition-list.view.js';
import { PetitionReader } from './views/petition.reader.js';

/** The register of petitions. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class PetitionController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: PetitionReader,
    private readonly facts: PetitionHistoryReader,
  ) {}

  @Post()
  @Public()
  @AnswersRepeats()
  @ApiOperation({
    summary: 'Register a petition or a notice',
    description:
      'The answer is the receipt. The same body with the same `id` again changes nothing and is answered with the same number; another body with it is refused.',
  })
  @Answers(receiptAnswer, { status: 201 })
  async register(
    @Body({ schema: registerBody }) { id, ...content }: z.output<typeof registerBody>,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ) {
    if (content.channel !== 'web' && !caller.can('feedback:write')) {
      throw new Invalid('CHANNEL_OF_STAFF', 'Staff and other systems of the municipality say how it came.', [
        'channel',
      ]);
    }
    const command = { type: 'RegisterPetition', content } as const;
    const registered =
      context.repeated ?? (await this.commands.execute(new PetitionCommand(id ?? context.commandId, command, context)));
    return registered.with(await this.reader.receipt(registered.id));
  }

  @Get()
  @Permission('feedback:read')
  @Reads(petitionList)
  @ApiOperation({
    summary: 'Find petitions',
    description: 'Those that meet every criterion, the newest first; nothing personal of them.',
  })
  @Answers(petitionsAnswer)
  find(@Query({ schema: petitionsQuery }) criteria: PetitionCriteria) {
    return this.reader.list(criteria);
  }

  @Get(':id')
  @Permission('feedback:read')
  @ApiOperation({
    summary: 'One petition',
    description: 'As it is, or as it stood; with what is personal for callers with `feedback:write`.',
  })
  @Answers(petitionAnswer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: asOfOnly }) { asOf }: AsOf,
    @CalledBy() caller: Caller,
  ) {
    return this.reader.get(id, asOf, caller.can('feedback:write'));
  }

  @Get(':id/history')
  @Permission('feedback:read')
  @ApiOperation({ summary: 'What has become of a petition', description: 'The facts, in order, with who and when.' })
  @Answers(historyAnswer)
  history(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: historyQuery }) criteria: z.output<typeof historyQuery>,
  ) {
    return this.facts.list(id, criteria);
  }
}
