import { inLanguage, type Language } from '@ecou/contracts';
import { dateOf } from '../calendar/as-read.js';
import type { HalfYearAnswer } from './half-year.schemas.js';
import { sections } from './definitions.js';
import { words } from './words.js';

/** A figure as page and document show it. */
interface Line {
  readonly name: string;
  readonly value: string;
  readonly definition: string;
}

/** A figure's value as it is written; a dash where there is none. */
const shown = (value: number | null | undefined, lang: Language): string =>
  value === null || value === undefined ? '–' : new Intl.NumberFormat(lang).format(value);

/** The figures of a department that its table has. */
const departmentFigures = ['carried-over', 'registered', 'answers', 'late', 'running', 'running-overdue'] as const;

/** The content of the report in a language: what page and document lay out. */
export function outlineOf(report: HalfYearAnswer, lang: Language) {
  const say = words[lang];
  const { year, half, from, to, at, complete, figures, departments, registeredBy } = report;
  const linesOf = (section: (typeof sections)[number]): Line[] =>
    figures
      .filter((figure) => figure.section === section)
      .map(({ name, definition, value }) => ({
        name: inLanguage(name, lang),
        value: shown(value, lang),
        definition: inLanguage(definition, lang),
      }));
  const valueOf = (of: HalfYearAnswer['departments'][number]['figures'], id: (typeof departmentFigures)[number]) =>
    id === 'answers' ? (of.answered ?? 0) + (of.declined ?? 0) : of[id];
  const sharesOf = (title: string, shares: HalfYearAnswer['registeredBy']['kind']) => ({
    title,
    rows: shares.map(({ name, count }) => [inLanguage(name, lang), shown(count, lang)] as const),
  });
  return {
    title: `${say.report}: ${say.half[half]} ${year}`,
    facts: [
      [say.period, `${dateOf(from, lang)} – ${dateOf(to, lang)}`],
      // What is counted to the end of a half-year is counted to its last day.
      [say.counted, dateOf(complete ? to : at, lang)],
    ] as const,
    remark: complete ? undefined : say.running,
    sections: sections.map((section) => ({ title: say.sections[section], lines: linesOf(section) })),
    departments: {
      columns: [say.department, ...departmentFigures.map((id) => say.short[id])],
      rows: departments.map(({ name, figures: of }) => [
        inLanguage(name, lang),
        ...departmentFigures.map((id) => shown(valueOf(of, id), lang)),
      ]),
    },
    shares: [
      sharesOf(say.byKind, registeredBy.kind),
      sharesOf(say.byChannel, registeredBy.channel),
      sharesOf(say.byCategory, registeredBy.category),
    ],
  };
}
