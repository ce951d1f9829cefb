import type { Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import type { Drawn } from './kept-charts.js';
import { chartStyle, Drawing } from './drawing.js';
import { addressOf, figuresPath, pageOf, starPath } from './paths.js';
import { wordsOf } from './words.js';

const style = `
ul.charts { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 1rem 2rem; }
ul.charts > li { border-bottom: 1px solid #c8c8c8; }
ul.charts h2 { margin: .5rem 0; }
@media print { ul.charts { grid-template-columns: 1fr 1fr; } }
`;

/** All charts, each with the way to its page. */
export function figuresPage(drawn: readonly Drawn[], lang: Language): HtmlPage {
  const words = wordsOf(lang);
  return {
    lang,
    title: words.title,
    style: chartStyle + style,
    children: (
      <main>
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
        <ul class="charts">
          {drawn.map((one) => (
            <li key={one.chart.name}>
              <h2>
                <a href={pageOf(addressOf(one.chart), lang)}>{one.chart.title[lang]}</a>
              </h2>
              {one.rows.length === 0 ? <p class="none">{words.empty}</p> : <Drawing drawn={one} lang={lang} />}
            </li>
          ))}
        </ul>
        <p>
          <a href={pageOf(starPath, lang)}>{words.proof}</a>
        </p>
        <p>
          {words.machine}:{' '}
          <a href={`${figuresPath}?format=json`} type="application/json">
            {words.json}
          </a>
        </p>
      </main>
    ),
  };
}
