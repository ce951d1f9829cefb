import { Answers, CallerGone, PrefersOneOf, Produces, Public, PublicAddress, type Content } from '@ecou/runtime';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { SETTINGS, type Settings } from '../settings.js';
import { metadataPathOf, openData, pathOf } from './addresses.js';
import { DatasetFiles } from './dataset-files.js';
import { DatasetsReader, type Dataset } from './datasets.reader.js';
import {
  datasetAtParams,
  datasetAtQuery,
  datasetParams,
  datasetQuery,
  datasetsAnswer,
  rowsAnswer,
} from './datasets.schemas.js';
import { formatNames, formats, type FormatName } from './formats.js';

const { csv, ndjson, parquet } = formats;
const mediaTypes = [csv, ndjson, parquet].map(({ mediaType }) => mediaType);

const formatOf = (preferred: string | undefined): FormatName =>
  formatNames.find((name) => formats[name].mediaType === preferred) ?? 'json';

const partly =
  'Has a strong `ETag`; a range of bytes is answered with 206. Ranges of one file are cheap: it was written once.';

@ApiTags('Open data')
@Controller('analytics/v1/datasets')
export class DatasetsController {
  constructor(
    private readonly datasets: DatasetsReader,
    private readonly files: DatasetFiles,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Public()
  @ApiOperation({
    summary: 'The datasets of the open data',
    description:
      'What each one means, its columns with their types, the contracts that it is made of, and its addresses.',
  })
  @Answers(datasetsAnswer)
  async list() {
    const { position, items } = await this.datasets.all();
    return {
      position,
      licence: this.settings.licence,
      catalogue: `${openData}/catalogue`,
      items: items.map((dataset) => listed(dataset, position)),
    };
  }

  @Get(':name')
  @Public()
  @ApiOperation({
    summary: 'The rows of a dataset',
    description: `By all that is known, or by the messages up to a position; \`Content-Location\` names the address at which this answer stands for good. \`asOf\` answers what was known at the end of a day. ${partly}`,
  })
  @Answers(rowsAnswer)
  @Produces(csv.mediaType, ndjson.mediaType, parquet.mediaType)
  read(
    @Param({ schema: datasetParams }) { name }: z.output<typeof datasetParams>,
    @Query({ schema: datasetQuery }) { format, ...moment }: z.output<typeof datasetQuery>,
    @PrefersOneOf(...mediaTypes) preferred: string | undefined,
    @PublicAddress() address: string | undefined,
    @CallerGone() gone: AbortSignal,
  ): Promise<Content> {
    const wanted = { name, ...moment, format: format ?? formatOf(preferred), isFixed: false };
    return this.files.content(wanted, { address, gone });
  }

  @Get(':name/at/:position')
  @Public()
  @ApiOperation({
    summary: 'The rows of a dataset by the messages up to a position',
    description: `What this address answers never changes, whatever is recorded or corrected later. ${partly}`,
  })
  @Answers(rowsAnswer)
  @Produces(csv.mediaType, ndjson.mediaType, parquet.mediaType)
  readAt(
    @Param({ schema: datasetAtParams }) { name, position }: z.output<typeof datasetAtParams>,
    @Query({ schema: datasetAtQuery }) { format, asOf }: z.output<typeof datasetAtQuery>,
    @PrefersOneOf(...mediaTypes) preferred: string | undefined,
    @PublicAddress() address: string | undefined,
    @CallerGone() gone: AbortSignal,
  ): Promise<Content> {
    const wanted = { name, position, asOf, format: format ?? formatOf(preferred), isFixed: true };
    return this.files.content(wanted, { address, gone });
  }
}

const listed = (dataset: Dataset, position: number) => ({
  ...dataset,
  url: pathOf(dataset.name),
  at: pathOf(dataset.name, { position }),
  csvMetadata: metadataPathOf(dataset.name),
  formats: formatNames.map((format) => ({
    format,
    mediaType: formats[format].mediaType,
    url: pathOf(dataset.name, { format }),
  })),
});
