import { Personal, type CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  Context,
  idParams,
  Permission,
  PrefersOneOf,
  Produces,
  Public,
  Reads,
  RequiresIfMatch,
  verbRoute,
  verbRoutes,
  ReadsPersonal,
} from '@ecou/runtime';
import type { IdParams, Page, Representation, Versioned } from '@ecou/runtime';
import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { facilityMap } from './views/facility-map.view.js';
import { facilityWords } from './views/facility-words.view.js';
import { FacilityCommand } from './facility/facility.command.js';
import { FacilityReader } from './map/facility.reader.js';
import { StewardReader } from './views/steward.reader.js';
import {
  addFacilityBody,
  changeFacilityBody,
  facilitiesAnswer,
  facilityAnswer,
  facilitiesQuery,
  facilityQuery,
  reasonBody,
  stewardAnswer,
  stewardBody,
  verifyFacilityBody,
  type FacilityAnswer,
} from './facility/facility.schemas.js';
import { collectionAnswer, featureAnswer, geoJsonType } from './facility/geo-json.js';
import { KindsReader } from './kinds/kinds.reader.js';
import { Linked, type Links } from './facility/linked.js';
import { FacilityForms } from './page/facility-forms.js';

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

const forms: Readonly<Record<string, 'html' | 'geojson'>> = { 'text/html': 'html', [geoJsonType]: 'geojson' };

@ApiTags('Facilities')
@Controller('facilities/v1/facilities')
export class FacilityController extends verbRoutes(FacilityCommand, 'facilities:write', verbs) {
  constructor(
    commands: CommandBus,
    private readonly facilities: FacilityReader,
    private readonly stewards: StewardReader,
    private readonly kinds: KindsReader,
    private readonly forms: FacilityForms,
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
  @Reads(facilityMap, facilityWords)
  @ApiOperation({
    summary: 'Find facilities',
    description:
      'Those that meet every criterion, by name, the best match of `q` first, or the nearest first. `format=geojson` or `Accept: application/geo+json` answers a GeoJSON FeatureCollection, `format=html` a page.',
  })
  @Answers(facilitiesAnswer)
  @Produces('text/html', { type: geoJsonType, schema: collectionAnswer })
  async find(
    @Query({ schema: facilitiesQuery }) { format, lang, ...criteria }: z.output<typeof facilitiesQuery>,
    @PrefersOneOf('text/html', geoJsonType) preferred: string | undefined,
    @Linked() linked: Links,
  ): Promise<Page<FacilityAnswer> | Representation> {
    await this.kinds.refuseUnknown(criteria.kind);
    const page = await this.facilities.list(criteria);
    return this.forms.list(page, { ...criteria, form: format ?? forms[preferred ?? ''] ?? 'json', lang, linked });
  }

  @Get(':id')
  @Public()
  @ApiOperation({
    summary: 'One facility',
    description:
      'As it is, or as it stood. `format=geojson` or `Accept: application/geo+json` answers a GeoJSON Feature, `format=html` a page.',
  })
  @Answers(facilityAnswer)
  @Produces('text/html', { type: geoJsonType, schema: featureAnswer })
  async get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: facilityQuery }) { asOf, format, lang }: z.output<typeof facilityQuery>,
    @PrefersOneOf('text/html', geoJsonType) preferred: string | undefined,
    @Linked() linked: Links,
  ): Promise<Versioned<FacilityAnswer> | Representation> {
    const found = await this.facilities.get(id, asOf);
    return this.forms.one(found, { form: format ?? forms[preferred ?? ''] ?? 'json', lang, asOf, linked });
  }

  @Get(':id/steward')
  @ReadsPersonal()
  @Permission('facilities:write')
  @ApiOperation({
    summary: 'Who sees to a facility',
    description: 'The department or organisation that is reminded when it is to be verified again.',
  })
  @Answers(stewardAnswer)
  steward(@Param({ schema: idParams }) { id }: IdParams) {
    return this.stewards.of(id);
  }

  @Put(':id/steward')
  @Permission('facilities:write')
  @ApiOperation({ summary: 'Name who sees to a facility' })
  nameSteward(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: stewardBody }) { name, email }: z.output<typeof stewardBody>,
    @Context() context: CommandContext,
  ) {
    const steward = { name: new Personal(name), email: new Personal(email) };
    return this.commands.execute(new FacilityCommand(id, { type: 'NameSteward', steward }, context));
  }

  @Delete(':id/steward')
  @Permission('facilities:write')
  @ApiOperation({ summary: 'Nobody sees to a facility any more' })
  releaseSteward(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.commands.execute(new FacilityCommand(id, { type: 'ReleaseSteward' }, context));
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
