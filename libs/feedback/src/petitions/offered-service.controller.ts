import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, asOfOnly, Context, idParams, Permission, Reads } from '@ecou/runtime';
import type { AsOf, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { serviceIdOf } from './open311/offered-service.aggregate.js';
import { OfferedServiceCommand } from './open311/offered-service.command.js';
import {
  offerBody,
  offeredServiceAnswer,
  offeredServicesAnswer,
  reasonBody,
  serviceParams,
  type ServiceParams,
} from './open311/offered-service.schemas.js';
import { ServiceRequestCommand } from './open311/service-request.command.js';
import { OfferedServiceReader } from './views/offered-service.reader.js';
import { open311Service } from './views/open311-service.view.js';

/** Decisions of staff about Open311: which categories it offers, and what everybody may see of a request. */
@ApiTags('Open311 for staff')
@Controller('feedback/v1')
export class OfferedServiceController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: OfferedServiceReader,
  ) {}

  @Put('open311-services/:code')
  @Permission('directory:write')
  @ApiOperation({
    summary: 'Offer a category of petitions as a service of Open311',
    description:
      'The body replaces all of what it asks for and shows. Requests that were handed in before show what they did.',
  })
  offer(
    @Param({ schema: serviceParams }) { code }: ServiceParams,
    @Body({ schema: offerBody }) offer: z.output<typeof offerBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'OfferService', code, offer, at: context.now } as const;
    return this.commands.execute(new OfferedServiceCommand(serviceIdOf(code), command, context));
  }

  @Post('open311-services/:code/withdraw')
  @HttpCode(200)
  @Permission('directory:write')
  @ApiOperation({ summary: 'Take no further requests for a service' })
  withdraw(@Param({ schema: serviceParams }) { code }: ServiceParams, @Context() context: CommandContext) {
    const command = { type: 'WithdrawService', at: context.now } as const;
    return this.commands.execute(new OfferedServiceCommand(serviceIdOf(code), command, context));
  }

  @Get('open311-services')
  @Permission('petitions:read')
  @Reads(open311Service)
  @ApiOperation({ summary: 'The services as staff offered them, those that were withdrawn, too' })
  @Answers(offeredServicesAnswer)
  list() {
    return this.reader.list();
  }

  @Get('open311-services/:code')
  @Permission('petitions:read')
  @ApiOperation({ summary: 'One service as staff offered it', description: 'As it is, or as it stood.' })
  @Answers(offeredServiceAnswer)
  get(@Param({ schema: serviceParams }) { code }: ServiceParams, @Query({ schema: asOfOnly }) { asOf }: AsOf) {
    return this.reader.get(code, asOf);
  }

  @Post('open311-requests/:id/disclose')
  @HttpCode(200)
  @Permission('directory:write')
  @ApiOperation({
    summary: 'Show all of a request to everybody, with a reason',
    description: 'What was written and where, never who wrote it. The id is that of the petition or notice.',
  })
  disclose(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reasonBody }) { reason }: z.output<typeof reasonBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'DiscloseRequest', reason, at: context.now } as const;
    return this.commands.execute(new ServiceRequestCommand(id, command, context));
  }

  @Post('open311-requests/:id/withhold')
  @HttpCode(200)
  @Permission('directory:write')
  @ApiOperation({
    summary: 'Show nobody what was written in a request, and where, with a reason',
    description: 'That there is one, its service and its state stay public. The id is that of the petition or notice.',
  })
  withhold(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reasonBody }) { reason }: z.output<typeof reasonBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'WithholdRequest', reason, at: context.now } as const;
    return this.commands.execute(new ServiceRequestCommand(id, command, context));
  }
}
