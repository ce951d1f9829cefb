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
  verbRoute,
  verbRoutes,
} from '@ecou/runtime';
import type { AsOf, IdParams, Page, Versioned } from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { facilityMap } from './views/facility-map.view.js';
import { FacilityCommand } from './facility/facility.command.js';
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

const verbs = [
  verbRoute({
    name: 'open',
    summary: 'Open a planned facility',
    command: () => ({ type: 'OpenFacility' }),
  }),
  verbRoute({
    name: 'verify',
    summary: 'Put on record that what the map says was made sure of',
    body: verifyFacilityBody,
    command: ({ by, at }, { now }) => ({ type: 'VerifyFacility', verifiedBy: by, verifiedAt: at ?? now, at: now }),
  }),
  verbRoute({
    name: 'suspend',
    summary: 'Suspend an open facility, with a reason',
    body: reasonBody,
    command: ({ reason }) => ({ type: 'SuspendFacility', reason }),
  }),
  verbRoute({
    name: 'resume',
    summary: 'Resume a suspended facility',
    command: () => ({ type: 'ResumeFacility' }),
  }),
  verbRoute({
    name: 'retire',
    summary: 'Take a facility out of use for good, with a reason',
    body: reasonBody,
    command: ({ reason }) => ({ type: 'RetireFacility', reason }),
  }),
];

@ApiTags('Facilities')
@Controller('facilities/v1/facilities')
export class FacilityController extends verbRoutes(FacilityCommand, 'facilities:write', verbs) {
  constructor(
    commands: CommandBus,
    private readonly facilities: FacilityReader,
  ) {
    super(commands);
  }

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
    const command = { type: 'AddFacility', details, status } as const;
    return this.commands.execute(new FacilityCommand(id ?? context.commandId, command, context));
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
    return this.commands.execute(new FacilityCommand(id, { type: 'ChangeFacility', details }, context));
  }
}
