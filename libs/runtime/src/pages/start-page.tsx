import { inLanguage, type Language, type LocalizedText } from '@ecou/contracts';
import type { HtmlPage } from './page.js';

/** The links of a start page: groups of addresses for everybody. */
export interface StartGroup {
  readonly title: LocalizedText;
  readonly links: readonly {
    readonly title: LocalizedText;
    /** Path and query, without the language. */
    readonly path: string;
    readonly note?: LocalizedText;
  }[];
}

const said: Readonly<Record<Language, { readonly title: string; readonly lead: string }>> = {
  ro: { title: 'Consultări, petiții și servicii digitale', lead: 'Aici găsiți tot ce este public.' },
  en: { title: 'Consultations, petitions and digital services', lead: 'Everything that is public is here.' },
};

const inThe = (lang: Language, path: string): string => `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`;

/** The page that leads to everything public. */
export const startPage = (groups: readonly StartGroup[], lang: Language): HtmlPage => ({
  lang,
  title: said[lang].title,
  children: (
    <main>
      <h1>{said[lang].title}</h1>
      <p>{said[lang].lead}</p>
      {groups.map(({ title, links }) => (
        <section key={title.ro}>
          <h2>{inLanguage(title, lang)}</h2>
          <ul>
            {links.map(({ title: name, path, note }) => (
              <li key={path}>
                <a href={inThe(lang, path)}>{inLanguage(name, lang)}</a>
                {note && <span class="more"> {inLanguage(note, lang)}</span>}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  ),
});
