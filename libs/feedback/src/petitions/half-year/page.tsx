import type { Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import type { HalfYearAnswer } from './half-year.schemas.js';
import { outlineOf } from './outline.js';
import { words } from './words.js';

const style = `
body { max-width: 60rem; }
.scrolled { overflow-x: auto; }
td.definition { color: #444; }
@media (max-width: 30rem) { .figures td.definition { display: block; } .figures tr { display: block; } .figures thead { display: none; } .figures th, .figures td { border: 0; display: inline-block; } .figures tr { border-bottom: 1px solid #c8c8c8; } }
`;

interface TableProps {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The first cell of each row names it; the others are numbers. */
const Numbers = ({ columns, rows }: TableProps) => (
  <div class="scrolled">
    <table>
      <thead>
        <tr>
          {columns.map((name, index) => (
            <th scope="col" class={index === 0 ? undefined : 'number'}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...values]) => (
          <tr>
            <th scope="row">{name}</th>
            {values.map((value) => (
              <td class="number">{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

interface SectionProps {
  readonly section: ReturnType<typeof outlineOf>['sections'][number];
  readonly lang: Language;
}

function Figures({ section: { title, lines }, lang }: SectionProps) {
  const say = words[lang];
  return (
    <section>
      <h2>{title}</h2>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{say.figure}</th>
            <th scope="col" class="number">
              {say.value}
            </th>
            <th scope="col">{say.definition}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, value, definition }) => (
            <tr>
              <th scope="row">{name}</th>
              <td class="number">{value}</td>
              <td class="definition">{definition}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The report as a page, which needs no script. */
export function halfYearPage(report: HalfYearAnswer, lang: Language): HtmlPage {
  const say = words[lang];
  const { title, facts, remark, sections, departments, shares } = outlineOf(report, lang);
  return {
    lang,
    title,
    style,
    children: (
      <main>
        <header>
          <h1>{title}</h1>
          <p>{say.basis}</p>
        </header>
        <dl>
          {facts.map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
        {remark !== undefined && (
          <p class="mark" role="note">
            {remark}
          </p>
        )}
        {sections.map((section) => (
          <Figures section={section} lang={lang} />
        ))}
        <p>{say.balance}</p>
        <h2>{say.departments}</h2>
        {departments.rows.length === 0 ? <p>{say.none}</p> : <Numbers {...departments} />}
        {shares.map(({ title: of, rows }) => (
          <section>
            <h2>{of}</h2>
            {rows.length === 0 ? <p>{say.none}</p> : <Numbers columns={[say.value, say.count]} rows={rows} />}
          </section>
        ))}
        <footer>
          <a href={`?format=pdf&lang=${lang}`}>PDF</a> · <a href={`?format=csv&lang=${lang}`}>CSV</a>
        </footer>
      </main>
    ),
  };
}
