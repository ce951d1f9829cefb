import { figures } from '../star/figures/figures.js';
import { starTables } from '../star/star-tables.js';
import type { Chart } from './charts/chart.js';

/** Types of the contracts that a chart is made of. */
export function sourcesOf(chart: Chart): readonly string[] {
  const tables = new Set(chart.figures.flatMap((name) => figures.get(name)?.tables ?? []));
  const read = starTables.filter(({ name }) => tables.has(name));
  return [...new Set(read.flatMap(({ folds }) => [...folds.keys()]))].sort();
}
