import type { Language } from '@ecou/contracts';
import { Text, type HtmlPage, type Page } from '@ecou/runtime';
import type { ChangeAnswer } from './changes.schemas.js';
import { summaryOf, wordsOf } from './changes-words.js';

export const changesPath = '/facilities/v1/changes';

interface Shown {
  /** The criteria as they were asked for. */
  readonly query: Readonly<Record<string, string>>;
  readonly lang: Language;
}

/** The time at which a change was recorded, by the clock of the municipality. */
function When({ at, lang }: { readonly at: string; readonly lang: Language }) {
  const form = new Intl.DateTimeFormat(lang === 'ro' ? 'ro-RO' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Bucharest',
  });
  return <time dateTime={at}>{form.format(new Date(at))}</time>;
}

const isDay = (value = ''): boolean => /^\d{4}-\d\d-\d\d$/.test(value);

/** Asks for the changes between two days. */
function Days({ query, lang }: Shown) {
  const words = wordsOf(lang);
  const { from, to, ...others } = query;
  return (
    <form action={changesPath}>
      {Object.entries({ ...others, format: 'html', lang }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {(['from', 'to'] as const).map((name) => (
        <label key={name}>
          {words[name]} <input type="date" name={name} value={isDay(query[name]) ? query[name] : ''} />
        </label>
      ))}
      <button type="submit">{words.show}</button>
    </form>
  );
}

/** Changes between two moments, each with the way to the facility as it was then. */
export function changesPage({ items, next }: Page<ChangeAnswer>, { query, lang }: Shown): HtmlPage {
  const words = wordsOf(lang);
  return {
    lang,
    title: words.title,
    children: (
      <main>
        <h1>{words.title}</h1>
        <Days query={query} lang={lang} />
        {items.length === 0 && <p class="none">{words.none}</p>}
        <ul class="cards">
          {items.map((change) => (
            <li key={change.id}>
              <h2>
                <a
                  href={`/facilities/v1/facilities/${change.facilityId}?format=html&lang=${lang}&asOf=${change.position}`}
                >
                  <Text text={change.name} lang={lang} />
                </a>
              </h2>
              <p class="more">
                <When at={change.at} lang={lang} />: {summaryOf(change, lang)}
              </p>
            </li>
          ))}
        </ul>
        {next !== null && (
          <p>
            <a href={`?${new URLSearchParams({ ...query, format: 'html', lang, cursor: next }).toString()}`} rel="next">
              {words.next}
            </a>
          </p>
        )}
        <p>
          <a href={`/facilities/v1/facilities?format=html&lang=${lang}`}>{words.map}</a>
          {' · '}
          <a href={`${changesPath}.atom?lang=${lang}`}>{words.feed}</a>
        </p>
      </main>
    ),
  };
}
