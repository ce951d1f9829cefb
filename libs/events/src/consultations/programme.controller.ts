import type { CommandContext } from '@ecou/event-sourcing';
import { randomUUID } from 'node:crypto';
import {
  AcceptsFiles,
  Answers,
  asksForPage,
  asOfOnly,
  Context,
  criteriaOf,
  FileStore,
  Html,
  idParams,
  Page,
  Permission,
  Prefers,
  Produces,
  Public,
  Reads,
  Representation,
  type AsOf,
  type IdParams,
  type Versioned,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import { PresentDeliverableCommand } from './present-deliverable.command.js';
import { ProgrammeCommand } from './programme/programme.command.js';
import {
  addDeliverableBody,
  addEmblemBody,
  correctProgrammeBody,
  createProgrammeBody,
  deliverableParams,
  deliverablesAnswer,
  emblemBytes,
  endProgrammeBody,
  emblemParams,
  noQuery,
  presentDeliverableBody,
  programmeAnswer,
  programmesAnswer,
  programmeQuery,
  programmesQuery,
  publishDeliverableBody,
  type ProgrammeAnswer,
  reopenProgrammeBody,
} from './programme/programme.schemas.js';
import { programmePage, programmesPage } from './programme/programme-page.js';
import { EmblemsReader } from './views/emblems.reader.js';
import { programmeList } from './views/programme-list.view.js';
import { ProgrammesReader } from './views/programmes.reader.js';

@ApiTags('Programmes')
@Controller('events/v1/programmes')
export class ProgrammeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly programmes: ProgrammesReader,
    private readonly emblems: EmblemsReader,
    private readonly files: FileStore,
  ) {}

  @Post()
  @Permission('events:write')
  @ApiOperation({
    summary: 'Create a programme',
    description: 'With the deliverables that it plans, if they are known.',
  })
  create(
    @Body({ schema: createProgrammeBody }) { id, deliverables, ...details }: z.output<typeof createProgrammeBody>,
    @Context() context: CommandContext,
  ) {
    const planned = deliverables.map(({ id: own, ...rest }) => ({ deliverableId: own ?? randomUUID(), ...rest }));
    return this.run(id ?? context.commandId, { type: 'CreateProgramme', details, deliverables: planned }, context);
  }

  @Get()
  @Public()
  @Reads(programmeList)
  @ApiOperation({ summary: 'Find programmes', description: 'Those that meet every criterion, by title.' })
  @Answers(programmesAnswer)
  @Produces('text/html')
  async find(
    @Query({ schema: programmesQuery }) { format, lang, ...criteria }: z.output<typeof programmesQuery>,
    @Prefers('text/html') prefersHtml: boolean,
  ): Promise<Page<ProgrammeAnswer> | Html> {
    const page = await this.programmes.list(criteria);
    const html = asksForPage(format, prefersHtml);
    return html ? new Html(programmesPage(page, criteriaOf(criteria), lang)) : page;
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'One programme', description: 'As it is, or as it stood.' })
  @Answers(programmeAnswer)
  @Produces('text/html')
  async get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: programmeQuery }) { asOf, format, lang }: z.output<typeof programmeQuery>,
    @Prefers('text/html') prefersHtml: boolean,
  ): Promise<Versioned<ProgrammeAnswer> | Html> {
    const found = await this.programmes.get(id, asOf);
    const html = asksForPage(format, prefersHtml);
    return html ? new Html(programmePage(found.body, lang), found.version) : found;
  }

  @Post(':id/start')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Start a programme' })
  start(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'StartProgramme' }, context);
  }

  @Post(':id/corrections')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({
    summary: 'Correct what stands on record of a programme, with a reason',
    description:
      'What is left out stays as it stands, a language of a text too. The answer of a programme says what was corrected.',
  })
  correct(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: correctProgrammeBody }) { reason, ...given }: z.output<typeof correctProgrammeBody>,
    @Context() context: CommandContext,
  ) {
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return this.run(id, { type: 'CorrectProgramme', fields, reason, at: context.now }, context);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({
    summary: 'End a programme',
    description: 'It gets no civic event and plans no deliverable any more; what it planned can still be published.',
  })
  end(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: endProgrammeBody }) { reason }: z.output<typeof endProgrammeBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'EndProgramme', reason, at: context.now }, context);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Let a programme go on that was ended, with a reason' })
  reopen(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reopenProgrammeBody }) { reason }: z.output<typeof reopenProgrammeBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ReopenProgramme', reason, at: context.now }, context);
  }

  @Post(':id/deliverables')
  @Permission('events:write')
  @ApiOperation({
    summary: 'Add a deliverable to a programme',
    description: 'With an address it is published at once, and announced. The answer has the id of the deliverable.',
  })
  addDeliverable(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: addDeliverableBody }) body: z.output<typeof addDeliverableBody>,
    @Context() context: CommandContext,
  ) {
    const { id: deliverableId = randomUUID(), kind, title, address } = body;
    const deliverable = { deliverableId, kind, title };
    const command: ProgrammeCommand['command'] =
      address === undefined
        ? { type: 'PlanDeliverable', deliverable }
        : { type: 'AddPublishedDeliverable', deliverable, address, at: context.now };
    return this.run(id, command, { ...context, part: deliverableId });
  }

  @Get(':id/deliverables')
  @Public()
  @ApiOperation({ summary: 'The deliverables of a programme', description: 'In the order in which they were planned.' })
  @Answers(deliverablesAnswer)
  async deliverables(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: asOfOnly }) { asOf }: AsOf) {
    const { body } = await this.programmes.get(id, asOf);
    return new Page(body.deliverables, null);
  }

  @Post(':id/emblems')
  @Permission('events:write')
  @AcceptsFiles({ field: 'files', most: 1, bytes: emblemBytes, required: true })
  @ApiOperation({
    summary: 'Add an emblem to a programme',
    description:
      'A picture at the head of its reports, such as that of whoever finances it. The same picture again changes its name. The answer has the id of the emblem.',
  })
  async addEmblem(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: addEmblemBody }) { files, nameRo: ro, nameEn: en }: z.output<typeof addEmblemBody>,
    @Context() context: CommandContext,
  ) {
    const [{ bytes, type, size, sha256 }] = files as [(typeof files)[number]];
    // Of what the picture holds: the same one is kept once, and a report of before finds its own.
    const emblemId = uuidv5(sha256, id);
    await this.programmes.get(id, undefined);
    await this.files.put(emblemId, bytes);
    const emblem = { emblemId, name: en === undefined ? { ro } : { ro, en }, type: type as 'image/png', size, sha256 };
    return this.run(id, { type: 'AddEmblem', emblem }, { ...context, part: emblemId });
  }

  @Get(':id/emblems/:emblemId')
  @Public()
  @ApiOperation({ summary: 'An emblem of a programme, as a picture' })
  @Produces('image/png', 'image/jpeg')
  async emblem(
    @Param({ schema: emblemParams }) { id, emblemId }: z.output<typeof emblemParams>,
    @Query({ schema: noQuery }) _query: z.output<typeof noQuery>,
  ) {
    const { type, bytes } = await this.emblems.get(id, emblemId);
    return new Representation(type, bytes, 1);
  }

  @Post(':id/emblems/:emblemId/remove')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({
    summary: 'Remove an emblem from a programme',
    description: 'Versions of reports that were published with it keep it.',
  })
  removeEmblem(
    @Param({ schema: emblemParams }) { id, emblemId }: z.output<typeof emblemParams>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'RemoveEmblem', emblemId }, context);
  }

  @Post(':id/deliverables/:deliverableId/present')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({
    summary: 'Put on record that a deliverable was presented at a civic event',
    description: 'At one of the programme that took place; a deliverable may be presented at several.',
  })
  presentDeliverable(
    @Param({ schema: deliverableParams }) { id, deliverableId }: z.output<typeof deliverableParams>,
    @Body({ schema: presentDeliverableBody }) { civicEventId }: z.output<typeof presentDeliverableBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'PresentDeliverable', deliverableId, civicEventId } as const;
    return this.commands.execute(new PresentDeliverableCommand(id, command, context));
  }

  @Post(':id/deliverables/:deliverableId/publish')
  @HttpCode(200)
  @Permission('events:write')
  @ApiOperation({ summary: 'Publish a deliverable', description: 'Whoever asked to be told of it is told.' })
  publishDeliverable(
    @Param({ schema: deliverableParams }) { id, deliverableId }: z.output<typeof deliverableParams>,
    @Body({ schema: publishDeliverableBody }) { address }: z.output<typeof publishDeliverableBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'PublishDeliverable', deliverableId, address, at: context.now }, context);
  }

  private run(id: string, command: ProgrammeCommand['command'], context: CommandContext) {
    return this.commands.execute(new ProgrammeCommand(id, command, context));
  }
}
