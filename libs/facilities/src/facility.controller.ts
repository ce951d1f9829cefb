import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  asOfOnly,
  Context,
  idParams,
  Permission,
  Prefers,
  Public,
  Reads,
  Representation,
  RequiresIfMatch,
} from '@ecou/runtime';
import type { AsOf, IdParams, Page, Versioned } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { facilityMap } from './views/facility-map.view.js';
import { FacilityCommand } from './facility/facility.command.js';
import type { FacilityCommandBody } from './facility/facility.decider.js';
import { FacilityReader } from './views/facility.reader.js';
import {
  addFacilityBody,
  changeFacilityBody,
  facilitiesAnswer,
  facilityAnswer,
  facilitiesQuery,
  reasonBody,
  verifyFacilityBody,
  type FacilityAnswer,
  type FacilityCriteria,
} from './facility/facility.schemas.js';
import { collectionOf, featureOf, geoJsonType } from './facility/geo-json.js';
import { LinkNext, type NextLinked } from './facility/link-next.js';

@ApiTags('Facilities')
@Controller('facilities/v1/facilities')
export class FacilityController {
  constructor(
    private readonly commands: CommandBus,
    private readonly facilities: FacilityReader,
  ) {}

  @Post()
  @Permission('facilities:write')
  @ApiOperation({
    summary: 'Put a facility on the map',
    description: 'The same body with the same `id` again changes nothing; another body with it is refused.',
  })
  add(
    @Body({ schema: addFacilityBody }) { id, status, ...details }: z.output<typeof addFacilityBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id ?? context.commandId, { type: 'AddFacility', details, status }, context);
  }

  @Get()
  @Public()
  @Reads(facilityMap)
  @ApiOperation({
    summary: 'Find facilities',
    description:
      'Those that meet every criterion, by name, or the nearest first. `Accept: application/geo+json` answers a GeoJSON FeatureCollection.',
  })
  @Answers(facilitiesAnswer)
  async find(
    @Query({ schema: facilitiesQuery }) criteria: FacilityCriteria,
    @Prefers(geoJsonType) asGeoJson: boolean,
    @LinkNext() linkNext: NextLinked,
  ): Promise<Page<FacilityAnswer> | Representation> {
    const page = await this.facilities.list(criteria);
    return asGeoJson ? new Representation(geoJsonType, collectionOf(page, linkNext(page.next))) : page;
  }

  @Get(':id')
  @Public()
  @ApiOperation({
    summary: 'One facility',
    description: 'As it is, or as it stood. `Accept: application/geo+json` answers a GeoJSON Feature.',
  })
  @Answers(facilityAnswer)
  async get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: asOfOnly }) { asOf }: AsOf,
    @Prefers(geoJsonType) asGeoJson: boolean,
  ): Promise<Versioned<FacilityAnswer> | Representation> {
    const found = await this.facilities.get(id, asOf);
    return asGeoJson ? new Representation(geoJsonType, featureOf(found.body), found.version) : found;
  }

  @Put(':id')
  @Permission('facilities:write')
  @RequiresIfMatch()
  @ApiOperation({ summary: 'Change what the map says of a facility', description: 'The body replaces all of it.' })
  change(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: changeFacilityBody }) details: z.output<typeof changeFacilityBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ChangeFacility', details }, context);
  }

  @Post(':id/open')
  @HttpCode(200)
  @Permission('facilities:write')
  @ApiOperation({ summary: 'Open a planned facility' })
  open(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'OpenFacility' }, context);
  }

  @Post(':id/verify')
  @HttpCode(200)
  @Permission('facilities:write')
  @ApiOperation({ summary: 'Put on record that what the map says was made sure of' })
  verify(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: verifyFacilityBody }) { by, at }: z.output<typeof verifyFacilityBody>,
    @Context() context: CommandContext,
  ) {
    const { now } = context;
    return this.run(id, { type: 'VerifyFacility', verifiedBy: by, verifiedAt: at ?? now, at: now }, context);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @Permission('facilities:write')
  @ApiOperation({ summary: 'Suspend an open facility, with a reason' })
  suspend(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reasonBody }) { reason }: z.output<typeof reasonBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'SuspendFacility', reason }, context);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Permission('facilities:write')
  @ApiOperation({ summary: 'Resume a suspended facility' })
  resume(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, { type: 'ResumeFacility' }, context);
  }

  @Post(':id/retire')
  @HttpCode(200)
  @Permission('facilities:write')
  @ApiOperation({ summary: 'Take a facility out of use for good, with a reason' })
  retire(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: reasonBody }) { reason }: z.output<typeof reasonBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'RetireFacility', reason }, context);
  }

  private run(id: string, command: FacilityCommandBody, context: CommandContext) {
    return this.commands.execute(new FacilityCommand(id, command, context));
  }
}
