import type { Language } from '@ecou/contracts';
import { TaggedDocument } from '@ecou/runtime/pdf';
import type { HalfYearAnswer } from './half-year.schemas.js';
import { outlineOf } from './outline.js';
import { words } from './words.js';

/** The report as a tagged PDF that stands alone. `institution` is named as its author. The same figures give the same bytes. */
export function halfYearPdf(report: HalfYearAnswer, lang: Language, institution: string): Promise<Buffer> {
  const say = words[lang];
  const { title, facts, remark, sections, departments, shares } = outlineOf(report, lang);
  const document = new TaggedDocument({
    title,
    author: institution,
    subject: say.basis,
    keywords: `${report.year}-${report.half}`,
    lang,
    at: report.at,
  });
  document.paragraph({ text: institution }, 'faint');
  document.heading(1, { text: title });
  document.paragraph({ text: say.basis }, 'faint');
  document.facts(facts);
  if (remark !== undefined) document.paragraph({ text: remark });
  for (const { title: section, lines } of sections) {
    document.heading(2, { text: section });
    document.table({
      columns: [
        { name: say.figure, share: 6 },
        { name: say.value, share: 2, align: 'right' },
        { name: say.definition, share: 10 },
      ],
      rows: lines.map(({ name, value, definition }) => [name, value, definition]),
      namedRows: true,
    });
  }
  document.paragraph({ text: say.balance });
  document.heading(2, { text: say.departments });
  if (departments.rows.length === 0) document.paragraph({ text: say.none }, 'faint');
  else {
    document.table({
      columns: departments.columns.map((name, index) =>
        index === 0 ? { name, share: 5 } : { name, share: 4, align: 'right' },
      ),
      rows: departments.rows,
      namedRows: true,
    });
  }
  for (const { title: of, rows } of shares) {
    document.heading(2, { text: of });
    if (rows.length === 0) document.paragraph({ text: say.none }, 'faint');
    else {
      const columns = [
        { name: say.value, share: 8 },
        { name: say.count, share: 2, align: 'right' as const },
      ];
      document.table({ columns, rows, namedRows: true });
    }
  }
  return document.end((page, pages) => `${institution} · ${title} · ${say.page(page, pages)}`);
}
