import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, asOfOnly, CalledBy, Context, idParams, Permission, Public } from '@ecou/runtime';
import type { AsOf, Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { AttendanceCommand } from './civic-event/attendance.command.js';
import { attendanceAnswer, correctAttendanceBody, reportAttendanceBody } from './civic-event/attendance.schemas.js';
import { AttendanceReader } from './views/attendance.reader.js';

@ApiTags('Attendance')
@Controller('events/v1/civic-events/:id/attendance')
export class AttendanceController {
  constructor(
    private readonly commands: CommandBus,
    private readonly attendances: AttendanceReader,
  ) {}

  @Put()
  @Permission('events:write')
  @ApiOperation({
    summary: 'Report how many people attended',
    description:
      'Once, as somebody gave it, whether it adds up or not, from the start of the civic event on. Other figures are a correction.',
  })
  report(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reportAttendanceBody }) figures: z.output<typeof reportAttendanceBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'ReportAttendance', figures, at: context.now } as const;
    return this.commands.execute(new AttendanceCommand(id, command, context));
  }

  @Get()
  @Public()
  @ApiOperation({
    summary: 'How many people attended',
    description: 'What was reported, what it was corrected to, and whether it adds up: as it is, or as it stood.',
  })
  @Answers(attendanceAnswer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: asOfOnly }) { asOf }: AsOf,
    @CalledBy() caller: Caller,
  ) {
    return this.attendances.get(id, asOf, caller.can('events:read'));
  }

  @Post('corrections')
  @Permission('events:write')
  @ApiOperation({ summary: 'Correct the attendance, with a reason', description: 'What was reported stays on record.' })
  correct(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: correctAttendanceBody }) { reason, categories, total }: z.output<typeof correctAttendanceBody>,
    @Context() context: CommandContext,
  ) {
    const figures = { ...(categories && { categories }), ...(total !== undefined && { total }) };
    const command = { type: 'CorrectAttendance', figures, reason, at: context.now } as const;
    return this.commands.execute(new AttendanceCommand(id, command, context));
  }
}
