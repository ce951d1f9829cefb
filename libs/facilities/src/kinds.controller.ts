import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, Context, Permission, Public, RequiresIfMatch } from '@ecou/runtime';
import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { FacilityKindsCommand } from './kinds/facility-kinds.command.js';
import { changeKindsBody, kindsAnswer, kindsQuery, kindsVersionsAnswer } from './kinds/facility-kinds.schemas.js';
import { KindsReader } from './kinds/kinds.reader.js';

@ApiTags('Facilities')
@Controller('facilities/v1/kinds')
export class KindsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly kinds: KindsReader,
  ) {}

  @Get()
  @Public()
  @ApiOperation({
    summary: 'The kinds of facilities, and what can be said of each',
    description: 'As they are, as they stood, or in a version.',
  })
  @Answers(kindsAnswer)
  get(@Query({ schema: kindsQuery }) { version, asOf }: z.output<typeof kindsQuery>) {
    return this.kinds.get(version, asOf);
  }

  @Put()
  @Permission('facilities:write')
  @RequiresIfMatch()
  @ApiOperation({
    summary: 'Change the kinds of facilities',
    description:
      'The body replaces all of them, as the next version. What facilities say already stays; what is said from now on fits it.',
  })
  change(
    @Body({ schema: changeKindsBody }) { kinds, note }: z.output<typeof changeKindsBody>,
    @Context() context: CommandContext,
  ) {
    return this.commands.execute(
      new FacilityKindsCommand({ type: 'ChangeKinds', kinds, note, at: context.now }, context),
    );
  }

  @Get('versions')
  @Public()
  @ApiOperation({ summary: 'The versions of the kinds', description: 'With what changed; the built-in list first.' })
  @Answers(kindsVersionsAnswer)
  versions() {
    return this.kinds.versions();
  }
}
