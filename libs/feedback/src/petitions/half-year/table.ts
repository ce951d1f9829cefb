import { inLanguage, type Language } from '@ecou/contracts';
import { csvOf } from '@ecou/runtime';
import { definitions, inOrder } from './definitions.js';
import type { FigureId } from './figures.js';
import type { HalfYearAnswer } from './half-year.schemas.js';
import { words } from './words.js';

interface Line {
  readonly scope: string;
  readonly figure: string;
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly definition: string;
}

const columns = (['scope', 'figure', 'name', 'value', 'unit', 'definition'] as const).map((name) => ({
  name,
  value: (line: Line) => line[name],
}));

/** The report as a table: a row for each figure, of the whole and of each department (`scope`), with its definition. */
export function halfYearCsv(report: HalfYearAnswer, lang: Language, bom: boolean): string {
  const linesOf = (scope: string, values: Readonly<Record<FigureId, number | null>>): Line[] =>
    inOrder.map((id) => {
      const { name, unit, definition } = definitions[id];
      return {
        scope,
        figure: id,
        name: inLanguage(name, lang),
        value: values[id],
        unit,
        definition: inLanguage(definition, lang),
      };
    });
  const whole = Object.fromEntries(report.figures.map(({ id, value }) => [id, value])) as Record<
    FigureId,
    number | null
  >;
  const lines = [
    ...linesOf(words[lang].all, whole),
    ...report.departments.flatMap(({ name, figures }) => linesOf(inLanguage(name, lang), figures)),
  ];
  return csvOf(columns, lines, { bom });
}
