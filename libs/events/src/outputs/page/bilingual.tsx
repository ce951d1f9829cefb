import type { Language, LocalizedText } from '@ecou/contracts';

/** A text in the language of the page; in Romanian, and marked so, where it was not given in that. */
export const Text = ({ text, lang }: { readonly text: LocalizedText; readonly lang: Language }) =>
  text[lang] === undefined ? <span lang="ro">{text.ro}</span> : <>{text[lang]}</>;

export const otherLanguage = (lang: Language): Language => (lang === 'ro' ? 'en' : 'ro');

const names: Record<Language, string> = { ro: 'Română', en: 'English' };

/** Leads to the same page in the other language; `more` of its query stays. */
export function LanguageLink({ lang, more = '' }: { readonly lang: Language; readonly more?: string }) {
  const other = otherLanguage(lang);
  return (
    <nav>
      <a href={`?format=html&lang=${other}${more}`} hrefLang={other} lang={other}>
        {names[other]}
      </a>
    </nav>
  );
}
