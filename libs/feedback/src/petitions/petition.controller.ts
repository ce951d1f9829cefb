import { Invalid, type CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  AnswersRepeats,
  asOfOnly,
  CalledBy,
  Context,
  idParams,
  Limited,
  Permission,
  Public,
  Reads,
  ReadsPersonal,
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
  petitionBounds,
  petitionsAnswer,
  petitionsQuery,
  receiptAnswer,
  registerBody,
  type PetitionCriteria,
} from './petition/petition.schemas.js';
import { petitionDelivery } from './views/petition-delivery.view.js';
import { PetitionHistoryReader } from './views/petition-history.reader.js';
import { petitionList } from './views/petition-list.view.js';
import { PetitionReader } from './views/petition.reader.js';
import { PetitionReceiptReader } from './views/petition-receipt.reader.js';

/** The public sends a petition now, and directly: a day of reception and a sender are for staff to say. */
function refuseOfStaff({ channel, receivedOn }: Pick<z.output<typeof registerBody>, 'channel' | 'receivedOn'>): void {
  if (channel !== 'web') {
    const text = 'Staff and other systems of the municipality say how it came.';
    throw new Invalid('CHANNEL_OF_STAFF', text, ['channel']);
  }
  if (receivedOn !== null) {
    const text = 'Staff and other systems of the municipality say when it reached it.';
    throw new Invalid('RECEPTION_OF_STAFF', text, ['receivedOn']);
  }
}

/** The register of petitions. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class PetitionController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: PetitionReader,
    private readonly facts: PetitionHistoryReader,
    private readonly receipts: PetitionReceiptReader,
  ) {}

  @Post()
  @Public()
  @AnswersRepeats()
  @Limited('petitions', petitionBounds)
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
    if (!caller.can('petitions:register')) refuseOfStaff(content);
    const command = { type: 'RegisterPetition', content } as const;
    const registered =
      context.repeated ?? (await this.commands.execute(new PetitionCommand(id ?? context.commandId, command, context)));
    return registered.with(await this.receipts.receipt(registered.id));
  }

  @Get()
  @Permission('petitions:read')
  @Reads(petitionList)
  @ApiOperation({
    summary: 'Find petitions',
    description:
      'Those that meet every criterion, the newest first; nothing personal of them. An officer sees those of the own department.',
  })
  @Answers(petitionsAnswer)
  find(@Query({ schema: petitionsQuery }) criteria: PetitionCriteria, @CalledBy() caller: Caller) {
    return this.reader.list(criteria, caller);
  }

  @Get(':id')
  @ReadsPersonal()
  @Permission('petitions:read')
  @Reads(petitionDelivery)
  @ApiOperation({
    summary: 'One petition',
    description:
      'As it is, or as it stood; with what is personal, and what became of the messages to the petitioner, for callers with `petitions:handle`.',
  })
  @Answers(petitionAnswer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: asOfOnly }) { asOf }: AsOf,
    @CalledBy() caller: Caller,
  ) {
    return this.reader.get(id, asOf, caller);
  }

  @Get(':id/history')
  @Permission('petitions:read')
  @ApiOperation({ summary: 'What has become of a petition', description: 'The facts, in order, with who and when.' })
  @Answers(historyAnswer)
  history(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: historyQuery }) criteria: z.output<typeof historyQuery>,
    @CalledBy() caller: Caller,
  ) {
    return this.facts.list(id, criteria, caller);
  }
}
