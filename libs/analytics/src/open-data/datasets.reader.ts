import type { LocalizedText } from '@ecou/contracts';
import { Unknown } from '@ecou/event-sourcing';
import { ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { Figure } from '../star/figures/figure.js';
import { figures } from '../star/figures/figures.js';
import { FiguresReader } from '../star/figures/figures.reader.js';
import { starTables } from '../star/star-tables.js';
import type { ColumnType, DatasetColumn } from './columns.js';
import { titles } from './titles.js';

/** A figure, as the public is told of it. */
export interface Dataset {
  readonly name: string;
  readonly title: Required<LocalizedText>;
  readonly description: Required<LocalizedText>;
  /** True where groups under five are withheld. */
  readonly isGrouped: boolean;
  readonly columns: readonly DatasetColumn[];
  /** The contracts that it is made of. */
  readonly sources: readonly string[];
}

/** All datasets, and the newest position. */
export interface Datasets {
  readonly position: number;
  readonly items: readonly Dataset[];
}

/** Tells of datasets; the database says which types their columns have. */
@Injectable()
export class DatasetsReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly figures: FiguresReader,
  ) {}

  /** Throws `Unavailable` while the star is being built. */
  async all(): Promise<Datasets> {
    const { position } = await this.figures.live();
    return { position, items: await this.described([...figures.values()]) };
  }

  /** Throws `Unknown` for another name, and `Unavailable` while the star is being built. */
  async one(name: string): Promise<Dataset> {
    const figure = figures.get(name);
    if (figure) await this.figures.live();
    const [dataset] = figure ? await this.described([figure]) : [];
    if (!dataset) throw new Unknown('DATASET_UNKNOWN', `There is no ${name}.`);
    return dataset;
  }

  private async described(some: readonly Figure[]): Promise<readonly Dataset[]> {
    const found = await this.readModels.query<{ figure: string; name: string; type: ColumnType }>(
      `SELECT relname AS figure, attname AS name, format_type(atttypid, NULL) AS type
       FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
       WHERE relnamespace = 'analytics'::regnamespace AND relkind = 'v' AND attnum > 0 AND relname = ANY ($1)`,
      [some.map(({ name }) => name)],
    );
    const types = new Map(found.map(({ figure, name, type }) => [`${figure}.${name}`, type]));
    return some.map((figure) => datasetOf(figure, (name) => types.get(`${figure.name}.${name}`)));
  }
}

function datasetOf(figure: Figure, typeOf: (column: string) => ColumnType | undefined): Dataset {
  const { name, comment, isGrouped, tables } = figure;
  const { ro, en, holds } = titles[name] ?? { ro: name, en: name, holds: comment };
  return {
    ...{ name, isGrouped },
    title: { ro, en },
    description: { ro: holds, en: comment },
    columns: figure.columns.map((column) => ({ ...column, type: typeOf(column.name) ?? 'text' })),
    sources: starTables.filter((table) => tables.includes(table.name)).flatMap(({ folds }) => [...folds.keys()]),
  };
}
