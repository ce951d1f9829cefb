import { inLanguage } from '@ecou/contracts';
import { Text } from '@ecou/runtime';
import { dayOf } from '../../page/times.js';
import type { SectionProps } from './section.js';
import { wordsOf, type Words } from './words.js';

type Figures = NonNullable<SectionProps['report']['participants']['reported']>;

interface TableProps extends Pick<SectionProps, 'lang'> {
  readonly caption?: string;
  readonly figures: Figures;
  readonly words: Words;
}

export const FiguresTable = ({ caption, figures, words, lang }: TableProps) => (
  <table>
    {caption && <caption>{caption}</caption>}
    <thead>
      <tr>
        <th scope="col">{words.category}</th>
        <th scope="col" class="number">
          {words.count}
        </th>
      </tr>
    </thead>
    <tbody>
      {figures.categories.map(({ label, count }) => (
        <tr>
          <td>{inLanguage(label, lang)}</td>
          <td class="number">{count}</td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">{words.total}</th>
        <td class="number">{figures.total}</td>
      </tr>
    </tfoot>
  </table>
);

/** The number of people who attended; says so where the figures do not add up, and shows what was reported before a correction. */
export function Participants({ report: { participants, timeZone }, lang }: SectionProps) {
  const words = wordsOf(lang);
  const { state, categories, total, difference, reported, correction } = participants;
  return (
    <section>
      <h2>{words.participants}</h2>
      {categories && total !== null ? (
        <FiguresTable figures={{ categories, total }} words={words} lang={lang} />
      ) : (
        <p class="none">{words.nothingReported}</p>
      )}
      {state === 'unreconciled' && total !== null && (
        <p class="mark" role="note">
          <strong>{words.unreconciled}.</strong> {words.unreconciledNote(total + (difference ?? 0), total)}
        </p>
      )}
      {correction && reported && (
        <>
          <p>
            {words.corrected(dayOf(correction.correctedAt, timeZone, lang))}{' '}
            <Text text={correction.reason} lang={lang} />
          </p>
          <FiguresTable caption={words.asReported} figures={reported} words={words} lang={lang} />
        </>
      )}
    </section>
  );
}
