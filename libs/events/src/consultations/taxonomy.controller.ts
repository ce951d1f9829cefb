import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, asOfOnly, Context, Page, Permission, Public, RequiresIfMatch } from '@ecou/runtime';
import type { AsOf } from '@ecou/runtime';
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { TaxonomyCommand } from './taxonomy/taxonomy.command.js';
import { requireTaxonomyName } from './taxonomy/taxonomy.decider.js';
import { taxonomyNames } from './taxonomy/taxonomy.events.js';
import {
  changeTaxonomyBody,
  taxonomiesAnswer,
  taxonomyAnswer,
  taxonomyParams,
  taxonomyQuery,
  taxonomyVersionsAnswer,
} from './taxonomy/taxonomy.schemas.js';
import { TaxonomiesReader } from './views/taxonomies.reader.js';

@ApiTags('Taxonomies')
@Controller('events/v1/taxonomies')
export class TaxonomyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly taxonomies: TaxonomiesReader,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'The words that can be chosen: kinds, categories of people, themes' })
  @Answers(taxonomiesAnswer)
  async all(@Query({ schema: asOfOnly }) { asOf }: AsOf) {
    const found = await Promise.all(taxonomyNames.map((name) => this.taxonomies.get(name, undefined, asOf)));
    return new Page(
      found.map(({ body }) => body),
      null,
    );
  }

  @Get(':name')
  @Public()
  @ApiOperation({
    summary: 'One taxonomy',
    description: 'As it is, as it stood, or in the version that a civic event, an attendance or a point names.',
  })
  @Answers(taxonomyAnswer)
  get(
    @Param({ schema: taxonomyParams }) { name }: z.output<typeof taxonomyParams>,
    @Query({ schema: taxonomyQuery }) { version, asOf }: z.output<typeof taxonomyQuery>,
  ) {
    return this.taxonomies.get(name, version, asOf);
  }

  @Put(':name')
  @Permission('events:write')
  @RequiresIfMatch()
  @ApiOperation({
    summary: 'Change a taxonomy',
    description:
      'The body replaces all of it, as the next version. What was recorded before keeps the version, and the names, that it was recorded under.',
  })
  change(
    @Param({ schema: taxonomyParams }) { name }: z.output<typeof taxonomyParams>,
    @Body({ schema: changeTaxonomyBody }) { entries, note }: z.output<typeof changeTaxonomyBody>,
    @Context() context: CommandContext,
  ) {
    const command = {
      type: 'ChangeTaxonomy',
      name: requireTaxonomyName(name),
      entries,
      note,
      at: context.now,
    } as const;
    return this.commands.execute(new TaxonomyCommand(command, context));
  }

  @Get(':name/versions')
  @Public()
  @ApiOperation({
    summary: 'The versions of a taxonomy',
    description: 'With what changed in each; the built-in one first.',
  })
  @Answers(taxonomyVersionsAnswer)
  versions(@Param({ schema: taxonomyParams }) { name }: z.output<typeof taxonomyParams>) {
    return this.taxonomies.versions(name);
  }
}
