import { Invalid, type CommandContext } from '@ecou/event-sourcing';
import { Answers, Context, idParams, Permission, Reads, ReadsPersonal } from '@ecou/runtime';
import type { IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { participationAnswer, proposalAnswer } from './participation/participation.schemas.js';
import { RegistrationTokens } from './registration/registration-tokens.js';
import { RegistrationCommand } from './registration/registration.command.js';
import {
  checkInBody,
  recategoriseBody,
  registrationParams,
  undoCheckInBody,
} from './registration/registration.schemas.js';
import { ParticipationReader } from './views/participation.reader.js';
import { participation } from './views/participation.view.js';
import { walkInList } from './views/walk-in-list.view.js';
import { WalkInReader } from './views/walk-in.reader.js';
import { WalkInCommand } from './walk-in/walk-in.command.js';
import { correctWalkInBody, walkInBody, walkInParams, walkInsAnswer, walkInsQuery } from './walk-in/walk-in.schemas.js';

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
      'By the code that they show, or by hand, from the day of the civic event on. Who is checked in twice came once. A code that was not made here is `CODE_UNKNOWN`, one of another civic event `REGISTRATION_OF_ANOTHER_EVENT`.',
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

  @Post('registrations/:registrationId/undo-check-in')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({
    summary: 'Take back that somebody was checked in, with a reason',
    description: 'Until the civic event is closed; they can be checked in again.',
  })
  undoCheckIn(
    @Param({ schema: registrationParams }) { id: civicEventId, registrationId }: z.output<typeof registrationParams>,
    @Body({ schema: undoCheckInBody }) { reason }: z.output<typeof undoCheckInBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'UndoCheckIn', reason, civicEventId } as const;
    return this.commands.execute(new RegistrationCommand(registrationId, command, context));
  }

  @Post('registrations/:registrationId/category')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({
    summary: 'Count somebody in another category, with a reason',
    description: 'At the door and in the attendance that is proposed; the seat stays the one that they took.',
  })
  recategorise(
    @Param({ schema: registrationParams }) { id: civicEventId, registrationId }: z.output<typeof registrationParams>,
    @Body({ schema: recategoriseBody }) { category, reason }: z.output<typeof recategoriseBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'Recategorise', category, reason, civicEventId } as const;
    return this.commands.execute(new RegistrationCommand(registrationId, command, context));
  }

  @Post('walk-ins/:walkInId/corrections')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({
    summary: 'Correct the category or the number of people who came without a registration, with a reason',
    description: 'Until the civic event is closed; 0 where nobody came.',
  })
  correctWalkIn(
    @Param({ schema: walkInParams }) { id: civicEventId, walkInId }: z.output<typeof walkInParams>,
    @Body({ schema: correctWalkInBody }) body: z.output<typeof correctWalkInBody>,
    @Context() context: CommandContext,
  ) {
    return this.commands.execute(
      new WalkInCommand(walkInId, { type: 'CorrectWalkIn', civicEventId, ...body }, context),
    );
  }

  @Post('walk-ins')
  @Permission('events:write')
  @ApiOperation({
    summary: 'Note people who came without a registration',
    description: 'From the day of the civic event on.',
  })
  recordWalkIn(
    @Param({ schema: idParams }) { id: civicEventId }: IdParams,
    @Body({ schema: walkInBody }) { id, ...walkIn }: z.output<typeof walkInBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'RecordWalkIn', civicEventId, ...walkIn } as const;
    return this.commands.execute(new WalkInCommand(id ?? context.commandId, command, context));
  }

  @Get('walk-ins')
  @ReadsPersonal()
  @Permission('events:write')
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
