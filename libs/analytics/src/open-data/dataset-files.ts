import { Content, exportsOfPublic, Limits, ReadModels, type Limit } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { FiguresReader, type FigureQuery, type Moment } from '../star/figures/figures.reader.js';
import { metadataPathOf, pathOf } from './addresses.js';
import { DatasetsReader } from './datasets.reader.js';
import { Exports } from './exports.js';
import { formats, formatsVersion, type FormatName } from './formats.js';

/** A dataset in one form, as of a moment. */
export interface Wanted extends Moment {
  readonly name: string;
  readonly format: FormatName;
  /** True where its address names the position. */
  readonly isFixed: boolean;
}

/** The caller that asks for it. */
export interface Asker {
  /** Aborts when the caller has gone. */
  readonly gone: AbortSignal;
  /** By which the public is counted. */
  readonly address: string | undefined;
}

/** Datasets as files. */
@Injectable()
export class DatasetFiles {
  private readonly limit: Limit;

  constructor(
    private readonly figures: FiguresReader,
    private readonly datasets: DatasetsReader,
    private readonly readModels: ReadModels,
    private readonly exports: Exports,
    limits: Limits,
  ) {
    this.limit = limits.make(exportsOfPublic);
  }

  /** Throws as `FiguresReader.query`. Once it is opened, as `Exports.open`, and 429 where the public asks for too many. */
  async content(wanted: Wanted, asker: Asker): Promise<Content> {
    const { name, format, asOf } = wanted;
    const query = await this.figures.query(name, wanted);
    const { mediaType } = formats[format];
    const tag = `${query.tag}-${format}${formatsVersion}`;
    const file = { name: `${name}-${query.position}${asOf ? `-${asOf}` : ''}.${format}`, type: mediaType, tag };
    const pieces = (signal: AbortSignal) => this.pieces(query, format, asker, signal);
    return new Content(file, () => this.exports.open(`${name} ${tag}`, pieces, asker.gone), {
      'Content-Location': pathOf(name, { format, asOf, position: query.position }),
      Link: `<${metadataPathOf(name)}>; rel="describedby"; type="application/csvm+json"`,
      ...(wanted.isFixed && { 'Cache-Control': 'public, max-age=31536000, immutable' }),
    });
  }

  private async *pieces(
    { figure, sql }: FigureQuery,
    name: FormatName,
    { address }: Asker,
    signal: AbortSignal,
  ): AsyncGenerator<string | Uint8Array> {
    if (address !== undefined) await this.limit.spend(address);
    const { columns } = await this.datasets.one(figure.name);
    const format = formats[name];
    const selected = columns.map((column) => `${format.sql(column)} AS ${column.name}`).join(', ');
    const query = `SELECT ${selected} FROM (${sql}) figure`;
    yield* format.write(columns, this.readModels.copy(query, format.copied, signal));
  }
}
