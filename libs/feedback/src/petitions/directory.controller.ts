import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, asOfOnly, CalledBy, Context, idParams, Permission, Public, ReadsPersonal } from '@ecou/runtime';
import type { AsOf, Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { directoryId } from './directory/directory.aggregate.js';
import { DirectoryCommand } from './directory/directory.command.js';
import { DirectoryReader } from './directory/directory.reader.js';
import {
  beginRegisterBody,
  categoryBody,
  codeParams,
  daysOffBody,
  departmentBody,
  directoryAnswer,
  letterheadBody,
  officerBody,
  petitionRulesBody,
  registerParams,
  rulesBody,
  standardTextBody,
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
  @ReadsPersonal()
  @Public()
  @ApiOperation({
    summary: 'Departments, categories, deadlines and days off',
    description: 'As they are, or as they stood; with the officers and the standard texts for staff.',
  })
  @Answers(directoryAnswer)
  get(@Query({ schema: asOfOnly }) { asOf }: AsOf, @CalledBy() caller: Caller) {
    return this.reader.get(asOf, caller.can('petitions:read'));
  }

  @Put('departments/:code')
  @Permission('directory:write')
  @ApiOperation({ summary: 'Define a department, or change it', description: 'The body replaces all of it.' })
  department(
    @Param({ schema: codeParams }) { code }: CodeParams,
    @Body({ schema: departmentBody }) department: z.output<typeof departmentBody>,
    @Context() context: CommandContext,
  ) {
    return this.run({ type: 'DefineDepartment', code, department }, context);
  }

  @Put('categories/:code')
  @Permission('directory:write')
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
  @Permission('directory:write')
  @ApiOperation({ summary: 'Define an officer, or change them', description: 'The body replaces all of it.' })
  officer(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: officerBody }) officer: z.output<typeof officerBody>,
    @Context() context: CommandContext,
  ) {
    return this.run({ type: 'DefineOfficer', officerId: id, officer }, context);
  }

  @Put('standard-texts/:code')
  @Permission('directory:write')
  @ApiOperation({
    summary: 'Define a standard text, or change it',
    description:
      'The body replaces all of it. Officers begin an answer from it: `GET /feedback/v1/petitions/{id}/standard-texts/{code}` fills its fields.',
  })
  standardText(
    @Param({ schema: codeParams }) { code }: CodeParams,
    @Body({ schema: standardTextBody }) standardText: z.output<typeof standardTextBody>,
    @Context() context: CommandContext,
  ) {
    return this.run({ type: 'DefineStandardText', code, standardText }, context);
  }

  @Put('deadline-rules')
  @Permission('directory:write')
  @ApiOperation({
    summary: 'Set how long things may take',
    description:
      'Calendar days, by default those of Government Ordinance 27/2002, and how they are read. What is registered already keeps its deadline, and is put off by the rules of that day.',
  })
  rules(@Body({ schema: rulesBody }) rules: z.output<typeof rulesBody>, @Context() context: CommandContext) {
    return this.run({ type: 'SetDeadlineRules', rules }, context);
  }

  @Put('petition-rules')
  @Permission('directory:write')
  @ApiOperation({
    summary: 'Set the readings of the law by which petitions are dealt with',
    description: 'What is registered already keeps the rules under which it was registered.',
  })
  petitionRules(
    @Body({ schema: petitionRulesBody }) rules: z.output<typeof petitionRulesBody>,
    @Context() context: CommandContext,
  ) {
    return this.run({ type: 'SetPetitionRules', rules }, context);
  }

  @Put('days-off')
  @Permission('directory:write')
  @ApiOperation({
    summary: 'Set further days on which the municipality does not work',
    description:
      'All of them. What is registered already keeps its target date; a last day by law that becomes a day off moves on (Civil Code, art. 2554).',
  })
  daysOff(@Body({ schema: daysOffBody }) { days }: z.output<typeof daysOffBody>, @Context() context: CommandContext) {
    return this.run({ type: 'SetDaysOff', days }, context);
  }

  @Put('letterhead')
  @Permission('directory:write')
  @ApiOperation({
    summary: 'Set the letterhead of answers',
    description: 'A letter that went out keeps the letterhead that it went out with.',
  })
  letterhead(
    @Body({ schema: letterheadBody }) letterhead: z.output<typeof letterheadBody>,
    @Context() context: CommandContext,
  ) {
    return this.run({ type: 'SetLetterhead', letterhead }, context);
  }

  @Put('registers/:year')
  @Permission('directory:write')
  @ApiOperation({
    summary: 'Let the register of a year begin at a number',
    description:
      'Where the numbers below it stand in another register. Before the first one of that year is given; later, it goes on from where it stands.',
  })
  register(
    @Param({ schema: registerParams }) { year }: z.output<typeof registerParams>,
    @Body({ schema: beginRegisterBody }) { firstNumber }: z.output<typeof beginRegisterBody>,
    @Context() context: CommandContext,
  ) {
    return this.run({ type: 'BeginRegister', year, firstNumber }, context);
  }

  private run(command: DirectoryCommand['command'], context: CommandContext) {
    return this.commands.execute(new DirectoryCommand(directoryId, command, context));
  }
}
