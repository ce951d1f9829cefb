import { UnitsOfWork, type CommandContext } from '@ecou/event-sourcing';
import {
  AcceptsCsv,
  Answers,
  BodyLimit,
  BulkAnswer,
  Context,
  Example,
  idParams,
  Ignores,
  Permission,
  Produces,
  Reads,
  spool,
  type IdParams,
} from '@ecou/runtime';
import { answerOf, importBytes, importRules } from '@ecou/runtime/imports';
import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { geoJsonType } from '../facility/geo-json.js';
import { facilityMap } from '../views/facility-map.view.js';
import { ExchangeReader } from './exchange.reader.js';
import { FacilitiesImport } from './facilities.import.js';
import {
  facilitiesImported,
  facilitiesImportQuery,
  facilityBody,
  facilityImportAnswer,
  undoBody,
  type FacilitiesImportQuery,
  type FacilityBody,
} from './imports.schemas.js';
import { facilityRows } from './rows.js';
import { ImportUndo } from './undo.js';

const table =
  'externalId,kind,name_ro,lon,lat,address,openingHours\nterminale/1,payment-terminal,Terminal de plată,26.11,44.39,"Strada Exemplului 8, București",Mo-Fr 08:00-16:30\n';
const features = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      id: 'terminale/1',
      geometry: { type: 'Point', coordinates: [26.11, 44.39] },
      properties: { kind: 'payment-terminal', name: { ro: 'Terminal de plată' }, openingHours: 'Mo-Fr 08:00-16:30' },
    },
  ],
};

@ApiTags('Imports')
@Controller('facilities/v1')
export class ExchangeController {
  constructor(
    private readonly facilities: FacilitiesImport,
    private readonly undoing: ImportUndo,
    private readonly reader: ExchangeReader,
    private readonly units: UnitsOfWork,
  ) {}

  @Post('imports')
  @HttpCode(200)
  @Permission('facilities:write')
  @AcceptsCsv(table)
  @Example(features)
  @BodyLimit(importBytes)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiConsumes('text/csv', 'application/json', geoJsonType)
  @ApiOperation({
    summary: 'Bring facilities in',
    description:
      'A GeoJSON FeatureCollection, or the list of facilities as JSON or as a table, where `lon` and `lat` may stand for `position`. A facility is known again by its `id`, or by its `externalId`; ' +
      'one that is not known is added. What a row does not name stays as it is; an empty cell, or `null`, takes away. A longer list is sent in several files under one `import`.' +
      importRules,
  })
  @Answers(facilitiesImported)
  async import(
    @Body({ schema: facilityBody }) body: FacilityBody,
    @Query({ schema: facilitiesImportQuery }) { dryRun, import: id }: FacilitiesImportQuery,
    @Context() context: CommandContext,
  ) {
    const importId = id ?? context.commandId;
    const rehearsed = dryRun === 'true';
    const carryOut = () => this.facilities.run(importId, facilityRows(body), context);
    const rows = await (rehearsed ? this.units.rehearse(context.now, carryOut) : carryOut());
    return new BulkAnswer({ id: importId, ...answerOf(rows, rehearsed) });
  }

  @Get('imports/:id')
  @Permission('facilities:read')
  @ApiOperation({ summary: 'What an import did', description: 'One that changed nothing is not known.' })
  @Answers(facilityImportAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams) {
    return this.reader.import(id);
  }

  @Post('imports/:id/undo')
  @HttpCode(200)
  @Permission('facilities:write')
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Take an import back',
    description:
      'Facilities that it added are retired, those that it changed get back what they said before. What somebody changed since is left as it is, and listed (`undone`: `left`). 5,000 facilities at a time: while the status is `partly-undone`, ask again.',
  })
  @Answers(facilityImportAnswer)
  async undo(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: undoBody }) { reason }: z.output<typeof undoBody>,
    @Context() context: CommandContext,
  ) {
    await this.undoing.run(id, reason, context);
    return this.reader.import(id);
  }

  @Get('exports/geojson')
  @Permission('facilities:read')
  @Reads(facilityMap)
  @Produces(geoJsonType)
  @ApiOperation({
    summary: 'The whole map as one GeoJSON file',
    description:
      'All that is not retired, as `POST /facilities/v1/imports` reads it. As a table: `GET /facilities/v1/facilities?format=csv`.',
  })
  async export(): Promise<StreamableFile> {
    const { stream, size } = await spool(this.reader.geoJson());
    return new StreamableFile(stream, {
      type: geoJsonType,
      disposition: 'attachment; filename="facilities.geojson"',
      length: size,
    });
  }
}
