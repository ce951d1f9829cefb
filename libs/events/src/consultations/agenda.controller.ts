import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, asOfOnly, CalledBy, Context, idParams, Permission, Public } from '@ecou/runtime';
import type { AsOf, Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CivicEventCommand } from './civic-event/civic-event.command.js';
import { agendaAnswer, agendaBody, type AgendaBody } from './civic-event/civic-event.schemas.js';
import { AgendaReader } from './views/agenda.reader.js';

@ApiTags('Civic events')
@Controller('events/v1/civic-events/:id/agenda')
export class AgendaController {
  constructor(
    private readonly commands: CommandBus,
    private readonly agendas: AgendaReader,
  ) {}

  @Put()
  @Permission('events:write')
  @ApiOperation({
    summary: 'Set the agenda of a civic event',
    description:
      'The body replaces all of it. Where the public knew of another one, that takes a reason (`REASON_MISSING`), the page says so, and whoever registered is told; once the event is closed, it always takes one.',
  })
  set(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: agendaBody }) body: AgendaBody,
    @Context() context: CommandContext,
  ) {
    return this.commands.execute(new CivicEventCommand(id, { type: 'SetAgenda', ...body, at: context.now }, context));
  }

  @Get()
  @Public()
  @ApiOperation({
    summary: 'The agenda of a civic event',
    description: 'Names of speakers are for callers with `events:read` only.',
  })
  @Answers(agendaAnswer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: asOfOnly }) { asOf }: AsOf,
    @CalledBy() caller: Caller,
  ) {
    return this.agendas.get(id, asOf, caller.can('events:read'));
  }
}
