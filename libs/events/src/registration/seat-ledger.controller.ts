import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, asOfOnly, CalledBy, Context, idParams, Permission, Public } from '@ecou/runtime';
import type { AsOf, Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { SeatLedgerCommand } from './seat-ledger/seat-ledger.command.js';
import { arrangeBody, registrationDesk } from './seat-ledger/seat-ledger.schemas.js';
import { SeatLedgerReader } from './views/seat-ledger.reader.js';

@ApiTags('Registration')
@Controller('events/v1/civic-events/:id/registration')
export class SeatLedgerController {
  constructor(
    private readonly commands: CommandBus,
    private readonly ledgers: SeatLedgerReader,
  ) {}

  @Put()
  @Permission('events:write')
  @ApiOperation({
    summary: 'Say how people register for a civic event',
    description:
      'Seats, some of them for categories, the waiting list, when it opens and closes, reminders. What is said later replaces it; seats that are added go to those who wait, and a seat that is taken is never taken away.',
  })
  arrange(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: arrangeBody }) { confirmation, confirmWithinHours, ...rest }: z.output<typeof arrangeBody>,
    @Context() context: CommandContext,
  ) {
    const settings = { ...rest, confirmWithinHours: confirmation === 'link' ? confirmWithinHours : null };
    return this.run(id, { type: 'ArrangeRegistration', settings, at: context.now }, context);
  }

  @Get()
  @Public()
  @ApiOperation({
    summary: 'Whether people can register, and how many seats are free',
    description: 'As it is, or as it stood. `If-Match` of the other routes compares the settings, not the free seats.',
  })
  @Answers(registrationDesk)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: asOfOnly }) { asOf }: AsOf,
    @CalledBy() caller: Caller,
  ) {
    return this.ledgers.desk(id, asOf, caller.can('events:read'));
  }

  @Post('open')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Open registration now' })
  open(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'OpenRegistration', reason: 'staff', at: context.now }, context);
  }

  @Post('close')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({
    summary: 'Close registration now',
    description: 'Nobody registers any more; those who wait still get the seats that others give up.',
  })
  close(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'CloseRegistration', reason: 'staff', at: context.now }, context);
  }

  private run(id: string, command: SeatLedgerCommand['command'], context: CommandContext) {
    return this.commands.execute(new SeatLedgerCommand(id, command, context));
  }
}
