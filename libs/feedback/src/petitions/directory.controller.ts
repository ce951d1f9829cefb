import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, asOfOnly, CalledBy, Context, idParams, Permission, Public } from '@ecou/runtime';
import type { AsOf, Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { directoryId } from './directory/directory.aggregate.js';
import { DirectoryCommand } from './directory/directory.command.js';
import { DirectoryReader } from './directory/directory.reader.js';
import {
  categoryBody,
  codeParams,
  daysOffBody,
  departmentBody,
  directoryAnswer,
  officerBody,
  rulesBody,
  type CodeParams,
} from './directory/directory.schemas.js';

/** The directory of those who deal with petitions, and of time limits. */
@ApiTags('Directory')
@Controller('feedback/v1/directory')
export class DirectoryController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: DirectoryReader,
  ) {}

  @Get()
  @Public()
  @ApiOperation({
    summary: 'Departments, categories, deadlines and days off',
    description: 'As they are, or as they stood; with the officers for staff.',
  })
  @Answers(directoryAnswer)
  get(@Query({ schema: asOfOnly }) { asOf }: AsOf, @CalledBy() caller: Caller) {
    return this.reader.get(asOf, caller.can('feedback:read'));
  }

  @Put('departments/:code')
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Define a department, or change it', description: 'The body replaces all of it.' })
  department(
    @Param({ schema: codeParams }) { code }: CodeParams,
    @Body({ schema: departmentBody }) department: z.output<typeof departmentBody>,
    @Context() context: CommandContext,
  ) {
    return this.run({ type: 'DefineDepartment', code, department }, context);
  }

  @Put('categories/:code')
  @Permission('feedback:write')
  @ApiOperation({
    summary: 'Define a category, or change it',
    description:
      'The body replaces all of it. Petitions keep the category and the deadline that they were registered with.',
  })
  category(
    @Param({ schema: codeParams }) { code }: CodeParams,
    @Body({ schema: categoryBody }) category: z.output<typeof categoryBody>,
    @Context() context: CommandContext,
  ) {
    return this.run({ type: 'DefineCategory', code, category }, context);
  }

  @Put('officers/:id')
  @Permission('feedback:write')
  @ApiOperation({ summary: 'Define an officer, or change them', description: 'The body replaces all of it.' })
  officer(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: officerBody }) officer: z.output<typeof officerBody>,
    @Context() context: CommandContext,
  ) {
    return this.run({ type: 'DefineOfficer', officerId: id, officer }, context);
  }

  @Put('deadline-rules')
  @Permission('feedback:write')
  @ApiOperation({
    summary: 'Set how long things may take',
    description:
      'Calendar days, by default those of Government Ordinance 27/2002. What is registered already keeps its deadline.',
  })
  rules(@Body({ schema: rulesBody }) rules: z.output<typeof rulesBody>, @Context() context: CommandContext) {
    return this.run({ type: 'SetDeadlineRules', rules }, context);
  }

  @Put('days-off')
  @Permission('feedback:write')
  @ApiOperation({
    summary: 'Set further days on which the municipality does not work',
    description: 'All of them. What is registered already keeps its deadline.',
  })
  daysOff(@Body({ schema: daysOffBody }) { days }: z.output<typeof daysOffBody>, @Context() context: CommandContext) {
    return this.run({ type: 'SetDaysOff', days }, context);
  }

  private run(command: DirectoryCommand['command'], context: CommandContext) {
    return this.commands.execute(new DirectoryCommand(directoryId, command, context));
  }
}
