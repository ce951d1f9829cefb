import type { Language } from '@ecou/contracts';
import { ChartSvg } from './charts/chart-svg.js';
import type { Picture } from './charts/picture.js';
import type { Drawn } from './kept-charts.js';
import { wordsOf } from './words.js';

/** Style of charts and their legends, on screens and on paper. */
export const chartStyle = `
svg.chart { display: block; width: 100%; height: auto; max-width: 34rem; margin: .5rem 0; break-inside: avoid; }
ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding: 0; margin: .25rem 0; font-size: .9rem; }
ul.legend li { margin: 0; }
ul.legend svg { width: .8rem; height: .8rem; margin-right: .35rem; }
@media print { svg.chart, ul.legend svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;

/** The meaning of the colours of a picture; renders nothing where there is only one. */
function Legend({ of: { parts, withheld }, lang }: { readonly of: Picture; readonly lang: Language }) {
  const named = parts.length > 1 ? parts : [];
  if (named.length === 0 && withheld.length === 0) return null;
  return (
    <ul class="legend">
      {named.map(({ id, name, colour }) => (
        <li key={id}>
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <rect width="10" height="10" fill={colour} />
          </svg>
          {name}
        </li>
      ))}
      {withheld.length > 0 && <li>* {wordsOf(lang).withheldLegend}</li>}
    </ul>
  );
}

/** The picture of a chart with its legend. */
export function Drawing({ drawn: { chart, rows }, lang }: { readonly drawn: Drawn; readonly lang: Language }) {
  const picture = chart.picture(rows, lang);
  return (
    <>
      <Legend of={picture} lang={lang} />
      <ChartSvg
        picture={picture}
        lang={lang}
        id={`chart-${chart.name}`}
        title={chart.title[lang]}
        description={`${chart.definition[lang]} ${wordsOf(lang).inTable}`}
      />
    </>
  );
}
