import type { Language } from '@ecou/contracts';
import { Field, Hidden, type HtmlPage } from '@ecou/runtime';
import type { ChartColumn, ChartRow } from './charts/chart.js';
import { countIn, dayIn, formatted } from '../formats.js';
import type { Drawn } from './kept-charts.js';
import { chartStyle, Drawing } from './drawing.js';
import { addressOf, contractPageOf, datasetOf, figuresPath, pageOf, starPath } from './paths.js';
import { sourcesOf } from './sources.js';
import { wordsOf } from './words.js';

interface Props {
  readonly drawn: Drawn;
  readonly lang: Language;
}

/** As of when it answers, and by which messages. */
function momentOf({ asOf, day, position }: Drawn, lang: Language): string {
  const words = wordsOf(lang);
  const known = (asOf === null ? words.newest : words.knownAt)(dayIn(day, lang));
  return `${known}; ${words.position(countIn(position, lang))}`;
}

function AsOfForm({ drawn: { chart, asOf }, lang }: Props) {
  const words = wordsOf(lang);
  return (
    <form class="as-of" method="get" action={addressOf(chart)}>
      <Hidden name="format" value="html" />
      <Hidden name="lang" value={lang} />
      <Field name="asOf" label={words.asOf} hint={words.asOfHint}>
        {(attributes) => <input {...attributes} type="date" value={asOf ?? ''} />}
      </Field>
      <button type="submit">{words.show}</button>
    </form>
  );
}

/** The content of a cell: its words, or its number, or the reason why there is none. */
function contentOf({ name, format, text }: ChartColumn, row: ChartRow, lang: Language): string {
  const words = wordsOf(lang);
  const value = row[name];
  if (text) return text(row, lang);
  if (typeof value === 'number') return formatted(value, format ?? 'count', lang);
  return row['isWithheld'] === true ? words.withheldCell : words.none;
}

function Row({ row, columns, lang }: RowProps) {
  return (
    <tr>
      {columns.map((column, index) =>
        index === 0 ? (
          <th key={column.name} scope="row">
            {contentOf(column, row, lang)}
          </th>
        ) : (
          <td key={column.name} class="number">
            {contentOf(column, row, lang)}
          </td>
        ),
      )}
    </tr>
  );
}

interface RowProps {
  readonly row: ChartRow;
  readonly columns: readonly ChartColumn[];
  readonly lang: Language;
}

interface RowGroup {
  /** None: rows that share nothing. */
  readonly text?: string;
  readonly rows: readonly ChartRow[];
}

/** Rows under the text that they share. */
function groupsOf({ chart, rows }: Drawn, lang: Language): readonly RowGroup[] {
  const { group } = chart;
  if (!group) return [{ rows }];
  const groups = new Map<string, { readonly text: string; readonly rows: ChartRow[] }>();
  for (const row of rows) {
    const shared = groups.get(group.idOf(row)) ?? { text: group.textOf(row, lang), rows: [] };
    shared.rows.push(row);
    groups.set(group.idOf(row), shared);
  }
  return [...groups.values()];
}

function Table({ drawn, lang }: Props) {
  const { chart } = drawn;
  return (
    <table class="wide">
      <caption>
        {chart.title[lang]}. {momentOf(drawn, lang)}
      </caption>
      <thead>
        <tr>
          {chart.columns.map(({ name, title, text }) => (
            <th key={name} scope="col" {...(text ? {} : { class: 'number' })}>
              {title[lang]}
            </th>
          ))}
        </tr>
      </thead>
      {groupsOf(drawn, lang).map(({ text, rows }, place) => (
        <tbody key={place}>
          {text !== undefined && (
            <tr>
              <th scope="rowgroup" colSpan={chart.columns.length} class="group">
                {text}
              </th>
            </tr>
          )}
          {rows.map((row, index) => (
            <Row key={index} row={row} columns={chart.columns} lang={lang} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Meaning({ drawn: { chart, asOf }, lang }: Props) {
  const words = wordsOf(lang);
  const day = asOf === null ? '' : `&asOf=${asOf}`;
  return (
    <>
      <h2>{words.definition}</h2>
      <p>{chart.definition[lang]}</p>
      <h2>{words.denominator}</h2>
      <p>{chart.denominator[lang]}</p>
      <h2>{words.withheld}</h2>
      <p>{chart.withheld[lang]}</p>
      <h2>{words.data}</h2>
      <p>
        <a href={`${datasetOf(chart)}?format=csv${day}`} type="text/csv">
          {words.csv}
        </a>
        {'; '}
        <a href={`${addressOf(chart)}?format=json${day}`} type="application/json">
          {words.json}
        </a>
      </p>
      <h3>{words.sources}</h3>
      <ul>
        {sourcesOf(chart).map((type) => (
          <li key={type}>
            <a href={contractPageOf(type, lang)}>
              <code>{type}</code>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

const style = `
form.as-of { display: flex; flex-wrap: wrap; align-items: end; gap: 0 1rem; margin-bottom: 1rem; }
form.as-of button { margin-bottom: .5rem; }
table .number { white-space: normal; }
thead th.number { vertical-align: bottom; }
tbody th { font-weight: normal; }
tbody th.group { font-weight: 600; padding-top: .75rem; }
@media print { form.as-of { display: none; } caption { break-inside: avoid; } caption, thead, tr:has(.group) { break-after: avoid; } }
`;

/** A figure with its chart, its table and its meaning. */
export function figurePage(drawn: Drawn, lang: Language): HtmlPage {
  const words = wordsOf(lang);
  const { chart, rows } = drawn;
  return {
    lang,
    title: chart.title[lang],
    style: chartStyle + style,
    children: (
      <main>
        <header>
          <p>{momentOf(drawn, lang)}</p>
          <h1>{chart.title[lang]}</h1>
        </header>
        <AsOfForm drawn={drawn} lang={lang} />
        {rows.length === 0 ? (
          <p class="none">{words.empty}</p>
        ) : (
          <>
            <Drawing drawn={drawn} lang={lang} />
            <h2>{words.table}</h2>
            <Table drawn={drawn} lang={lang} />
          </>
        )}
        <Meaning drawn={drawn} lang={lang} />
        <p>
          <a href={pageOf(figuresPath, lang)}>{words.all}</a>
          {'; '}
          <a href={pageOf(starPath, lang)}>{words.proof}</a>
        </p>
      </main>
    ),
  };
}
