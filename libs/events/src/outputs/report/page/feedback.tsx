import { inLanguage, type Language } from '@ecou/contracts';
import type { ReportAnswer } from '../report.schemas.js';
import { distributionOf, figureOf, itemsOf, meanOf, rateOf } from './format.js';
import type { SectionProps } from './section.js';
import { wordsOf } from './words.js';

type Results = ReportAnswer['feedback'][number];

/** Stands where there is nothing to be reported. */
const none = '–';

function Respondents({ results, lang }: { readonly results: Results; readonly lang: Language }) {
  const words = wordsOf(lang);
  const { respondents, anonymous, denominator, responseRate, basis } = results;
  const number = figureOf(respondents, words, lang);
  return (
    <dl>
      <dt>{words.respondents}</dt>
      <dd>{denominator ? words.of(number, denominator) : number}</dd>
      <dt>{words.anonymous}</dt>
      <dd>{figureOf(anonymous, words, lang)}</dd>
      <dt>{words.responseRate}</dt>
      <dd>{rateOf(responseRate, words, lang)}</dd>
      <dt>{words.answers}</dt>
      <dd>{words.basis[basis]}</dd>
    </dl>
  );
}

function ItemRow({ item, lang }: { readonly item: ReturnType<typeof itemsOf>[number]; readonly lang: Language }) {
  const words = wordsOf(lang);
  const said = distributionOf(item, words, lang);
  const nothing = item.kind === 'text' ? none : words.rateNotReported;
  return (
    <tr>
      <th scope="row">{inLanguage(item.wording, lang)}</th>
      <td class="number">{item.n === null ? none : figureOf(item.n, words, lang)}</td>
      <td>
        {said.length === 0 ? (
          nothing
        ) : (
          <ul>
            {said.map((each) => (
              <li>{each}</li>
            ))}
          </ul>
        )}
      </td>
      <td class="number">{item.mean === null ? none : meanOf(item.mean, words, lang)}</td>
    </tr>
  );
}

function ResultsOf({ results, lang }: { readonly results: Results; readonly lang: Language }) {
  const words = wordsOf(lang);
  return (
    <>
      <h3>{inLanguage(results.title, lang)}</h3>
      <Respondents results={results} lang={lang} />
      {results.items.length > 0 && (
        <table class="wide">
          <thead>
            <tr>
              <th scope="col">{words.question}</th>
              <th scope="col" class="number">
                {words.answers}
              </th>
              <th scope="col">{words.distribution}</th>
              <th scope="col" class="number">
                {words.mean}
              </th>
            </tr>
          </thead>
          <tbody>
            {itemsOf(results, words).map((item) => (
              <ItemRow item={item} lang={lang} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** The results of the questionnaires, as they were published. */
export function Feedback({ report: { feedback }, lang }: SectionProps) {
  const words = wordsOf(lang);
  return (
    <section>
      <h2>{words.feedback}</h2>
      {feedback.length === 0 && <p class="none">{words.nothingReported}</p>}
      {feedback.map((results) => (
        <ResultsOf results={results} lang={lang} />
      ))}
    </section>
  );
}
