import { Prefers, Produces, Public, Publisher, Representation } from '@ecou/runtime';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { SETTINGS, type Settings } from '../../settings.js';
import { DatasetsReader } from '../datasets.reader.js';
import { datasetParams } from '../datasets.schemas.js';
import { csvMetadataOf } from './csvw.js';
import { catalogueOf, turtleOf } from './dcat.js';

const [jsonldType, turtleType, csvmType] = ['application/ld+json', 'text/turtle', 'application/csvm+json'];

const catalogueQuery = z.strictObject({
  format: z.enum(['jsonld', 'ttl']).optional().describe('JSON-LD or Turtle; `Accept` decides where it is left out.'),
});

@ApiTags('Open data')
@Controller('analytics/v1')
export class CatalogueController {
  constructor(
    private readonly datasets: DatasetsReader,
    private readonly publisher: Publisher,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('catalogue')
  @Public()
  @ApiOperation({
    summary: 'The open data as DCAT-AP 3',
    description: 'For portals that gather catalogues: each dataset, and where it is had in each form.',
  })
  @Produces(jsonldType, turtleType)
  async catalogue(
    @Query({ schema: catalogueQuery }) { format }: z.output<typeof catalogueQuery>,
    @Prefers(turtleType) prefersTurtle: boolean,
  ): Promise<Representation> {
    const document = catalogueOf(await this.datasets.all(), {
      publisher: this.publisher,
      licence: this.settings.licence,
    });
    const isTurtle = format === undefined ? prefersTurtle : format === 'ttl';
    return isTurtle
      ? new Representation(turtleType, () => turtleOf(document))
      : new Representation(jsonldType, document);
  }

  @Get('datasets/:name/csv-metadata.json')
  @Public()
  @ApiOperation({
    summary: 'A dataset as CSV on the Web describes it',
    description: 'The meaning and the type of each column of its CSV.',
  })
  @Produces(csvmType)
  async csvMetadata(
    @Param({ schema: datasetParams }) { name }: z.output<typeof datasetParams>,
  ): Promise<Representation> {
    const metadata = csvMetadataOf(await this.datasets.one(name), this.settings.licence, this.publisher);
    return new Representation(csvmType, metadata);
  }
}
