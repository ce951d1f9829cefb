import type { Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import type { ComponentChildren } from 'preact';
import { basePath, collectionId, wordsOf } from './documents.js';
import type { featuresAnswer, Link } from './ogc.schemas.js';
import type { z } from 'zod';

const more = {
  ro: { found: 'Facilități găsite', shown: 'pe această pagină', none: 'Nu există nicio facilitate de acest fel.' },
  en: { found: 'Facilities found', shown: 'on this page', none: 'There is no facility of the kind.' },
} as const satisfies Record<Language, object>;

interface Parts {
  readonly lang: Language;
  readonly title: string;
  readonly description?: string;
  readonly links: readonly Link[];
  readonly children?: ComponentChildren;
}

/** The links of a document: to other pages, and to what programs read. */
const Links = ({ links, title }: { readonly links: readonly Link[]; readonly title: string }) => (
  <ul>
    {links.map(({ href, rel, type, title: name }) => (
      <li key={`${rel} ${href} ${type}`}>
        <a href={href} type={type}>
          {name ?? title}
        </a>
        {type && <span class="more"> {type}</span>}
      </li>
    ))}
  </ul>
);

/** A document of links as a page. */
export const documentPage = ({ lang, title, description, links, children }: Parts): HtmlPage => ({
  lang,
  title,
  children: (
    <main>
      <h1>{title}</h1>
      {description && <p>{description}</p>}
      {children}
      <Links links={links} title={title} />
    </main>
  ),
});

export const conformancePage = (classes: readonly string[], lang: Language): HtmlPage =>
  documentPage({
    lang,
    title: wordsOf(lang).conformance,
    links: [],
    children: (
      <ul>
        {classes.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    ),
  });

type Features = Pick<z.output<typeof featuresAnswer>, 'features' | 'numberMatched' | 'numberReturned'>;

/** A page of features; `next` is the address of the one after it. */
export function featuresPage(
  { features, numberMatched, numberReturned }: Features,
  next: URL | null,
  lang: Language,
): HtmlPage {
  const { items, next: nextPage } = wordsOf(lang);
  const said = more[lang];
  return {
    lang,
    title: items,
    children: (
      <main>
        <h1>{items}</h1>
        <p>
          {said.found}: {numberMatched}, {said.shown}: {numberReturned}
        </p>
        {features.length === 0 && <p class="none">{said.none}</p>}
        <ul class="cards">
          {features.map(({ id, properties: { name, name_en: english, address } }) => (
            <li key={id}>
              <h2>
                <a href={`${basePath}/collections/${collectionId}/items/${id}?f=html&lang=${lang}`}>
                  {lang === 'en' && english !== null ? english : <span lang="ro">{name}</span>}
                </a>
              </h2>
              {address !== null && <p class="more">{address}</p>}
            </li>
          ))}
        </ul>
        {next && (
          <p>
            <a href={next.pathname + next.search} rel="next">
              {nextPage}
            </a>
          </p>
        )}
      </main>
    ),
  };
}
