import { Invalid, type CommandContext } from '@ecou/event-sourcing';
import { Answers, Context, idParams, Permission, Reads } from '@ecou/runtime';
import type { IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { participationAnswer, proposalAnswer } from './participation/participation.schemas.js';
import { RegistrationTokens } from './registration/registration-tokens.js';
import { RegistrationCommand } from './registration/registration.command.js';
import { checkInBody } from './registration/registration.schemas.js';
import { ParticipationReader } from './views/participation.reader.js';
import { participation } from './views/participation.view.js';
import { walkInList } from './views/walk-in-list.view.js';
import { WalkInReader } from './views/walk-in.reader.js';
import { WalkInCommand } from './walk-in/walk-in.command.js';
import { walkInBody, walkInsAnswer, walkInsQuery } from './walk-in/walk-in.schemas.js';

/** People who come, and the attendance that follows from them. */
@ApiTags('At the door')
@Controller('events/v1/civic-events/:id')
export class DoorController {
  constructor(
    private readonly commands: CommandBus,
    private readonly participations: ParticipationReader,
    private readonly walkIns: WalkInReader,
    private readonly tokens: RegistrationTokens,
  ) {}

  @Post('check-ins')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({
    summary: 'Check somebody in',
    description:
      'By the code that they show, or by hand. Who is checked in twice came once. A code that was not made here is `CODE_UNKNOWN`, one of another civic event `REGISTRATION_OF_ANOTHER_EVENT`.',
  })
  checkIn(
    @Param({ schema: idParams }) { id: civicEventId }: IdParams,
    @Body({ schema: checkInBody }) body: z.output<typeof checkInBody>,
    @Context() context: CommandContext,
  ) {
    const by = 'code' in body ? 'code' : 'hand';
    const registrationId = 'code' in body ? this.tokens.readCode(body.code) : body.registrationId;
    if (registrationId === undefined) {
      throw new Invalid('CODE_UNKNOWN', 'This is no code of a registration.', ['code']);
    }
    return this.commands.execute(
      new RegistrationCommand(registrationId, { type: 'CheckIn', by, civicEventId }, context),
    );
  }

  @Post('walk-ins')
  @Permission('events:write')
  @ApiOperation({ summary: 'Note people who came without a registration' })
  recordWalkIn(
    @Param({ schema: idParams }) { id: civicEventId }: IdParams,
    @Body({ schema: walkInBody }) { id, ...walkIn }: z.output<typeof walkInBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'RecordWalkIn', civicEventId, ...walkIn } as const;
    return this.commands.execute(new WalkInCommand(id ?? context.commandId, command, context));
  }

  @Get('walk-ins')
  @Permission('events:read')
  @Reads(walkInList)
  @ApiOperation({ summary: 'Who came without a registration' })
  @Answers(walkInsAnswer)
  findWalkIns(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: walkInsQuery }) criteria: z.output<typeof walkInsQuery>,
  ) {
    return this.walkIns.list(id, criteria);
  }

  @Get('participation')
  @Permission('events:read')
  @Reads(participation)
  @ApiOperation({
    summary: 'How many were invited, registered, and attended',
    description: 'Three different numbers, in all and by category.',
  })
  @Answers(participationAnswer)
  participation(@Param({ schema: idParams }) { id }: IdParams) {
    return this.participations.get(id);
  }

  @Get('attendance/proposal')
  @Permission('events:read')
  @Reads(participation)
  @ApiOperation({
    summary: 'The attendance as it was seen at the door',
    description:
      'Check-ins and walk-ins by category. It is a proposal: staff confirm it, or report something else, by `PUT …/attendance`.',
  })
  @Answers(proposalAnswer)
  proposal(@Param({ schema: idParams }) { id }: IdParams) {
    return this.participations.proposal(id);
  }
}
