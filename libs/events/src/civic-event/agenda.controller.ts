import { Vault } from '@ecou/event-sourcing';
import { Aggregates, Answers, CalledBy, Context, Permission, Public } from '@ecou/runtime';
import type { Caller, CommandContext } from '@ecou/runtime';
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { asOfOnly, idParams, type AsOf, type IdParams } from '../schemas.js';
import { civicEvent } from './civic-event.aggregate.js';
import { CivicEventCommand } from './civic-event.command.js';
import { knownEvent } from './civic-event.decider.js';
import { GetAgenda } from './civic-event.queries.js';
import { agendaAnswer, agendaBody, type AgendaBody } from './civic-event.schemas.js';
import { sealSpeakers } from './seal-speakers.js';

@ApiTags('Civic events')
@Controller('events/v1/civic-events/:id/agenda')
export class AgendaController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
  ) {}

  @Put()
  @Permission('events:write')
  @ApiOperation({ summary: 'Set the agenda of a civic event', description: 'The body replaces all of it.' })
  async set(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: agendaBody }) body: AgendaBody,
    @Context() context: CommandContext,
  ) {
    const { agenda } = knownEvent((await this.aggregates.load(civicEvent, id)).state);
    const items = await sealSpeakers(body, agenda, this.vault);
    return this.commands.execute(new CivicEventCommand(id, { type: 'SetAgenda', items }, context));
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
    return this.queries.execute(new GetAgenda(id, asOf, caller.can('events:read')));
  }
}
