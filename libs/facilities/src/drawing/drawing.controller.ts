import { Produces, Public, Reads, type Content, type Representation } from '@ecou/runtime';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { geoJsonType } from '../facility/geo-json.js';
import { answered } from '../ogc/answered.js';
import { facilityHistory } from '../views/facility-history.view.js';
import { facilityMap } from '../views/facility-map.view.js';
import { ClustersReader } from './clusters.reader.js';
import { clustersAnswer, clustersQuery, mapAnswer } from './clusters.schemas.js';
import { MapFile } from './map-file.js';

/** Answers for websites that draw a map. */
@ApiTags('Facilities')
@Controller('facilities/v1')
export class DrawingController {
  constructor(
    private readonly file: MapFile,
    private readonly reader: ClustersReader,
  ) {}

  @Get('facilities.geojson')
  @Public()
  @Reads(facilityHistory)
  @Produces({ type: geoJsonType, schema: mapAnswer })
  @ApiOperation({
    summary: 'The whole map as one file of GeoJSON',
    description:
      'Every facility that is not retired, with the properties that OGC API Features has. Websites of other hosts may load it; `ETag` changes when the map does.',
  })
  whole(): Promise<Content> {
    return this.file.content();
  }

  @Get('clusters')
  @Public()
  @Reads(facilityMap)
  @Produces({ type: geoJsonType, schema: clustersAnswer })
  @ApiOperation({
    summary: 'Facilities in a box, gathered by a grid',
    description: 'For maps with many points: what lies in one cell is one feature, with the number of facilities.',
  })
  async clusters(@Query({ schema: clustersQuery }) query: z.output<typeof clustersQuery>): Promise<Representation> {
    return answered(geoJsonType, { type: 'FeatureCollection', features: await this.reader.clusters(query) });
  }
}
