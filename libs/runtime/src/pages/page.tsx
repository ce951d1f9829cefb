import { createHash } from 'node:crypto';
import type { Language, LocalizedText } from '@ecou/contracts';
import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { Publisher } from '../config/publisher.js';
import type { ProcessingActivity } from '../privacy/processing.js';
import { Notice, privacyAddress, privacyTitles } from './notice.js';
import { style as shared } from './style.js';

/** A page as a context writes it. The frame around it is the deployment's: its institution, and the way to the other language. */
export interface HtmlPage {
  readonly lang: Language;
  readonly title: string;
  /** Style beyond that of every page. */
  readonly style?: string;
  /** The path of a script of ours, without which the page does nothing; only in `ScriptedHtml`, whose policy lets it run. */
  readonly script?: string;
  /** More of the head. */
  readonly head?: ComponentChildren;
  /** The body: `main`, and what stands beside it. */
  readonly children: ComponentChildren;
  /** True: a page of somebody's own, which search engines leave out. */
  readonly isPrivate?: boolean;
  /** The activities with the data that its form asks for: a notice (Art. 13 GDPR) stands below it. */
  readonly processing?: readonly ProcessingActivity[];
  /** The address that the way to the other language leads to; the one that was asked for by default. */
  readonly at?: string;
  /** A form by which the page is asked for again, where that is not done by its address: where it goes, and its fields. */
  readonly again?: { readonly action: string; readonly fields: Readonly<Record<string, string>> };
}

/** The parts of a page that the deployment and the request tell. */
export interface Frame {
  readonly publisher: Publisher;
  /** As it was asked for: path and query. */
  readonly url: string;
}

const languages: Readonly<Record<Language, string>> = { ro: 'Română', en: 'English' };

export const otherLanguage = (lang: Language): Language => (lang === 'ro' ? 'en' : 'ro');

/** The same address in another language. */
export function inOtherLanguage(url: string, lang: Language): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('lang', lang);
  return `${path}?${parameters.toString()}`;
}

function LanguageSwitch({ page, url }: { readonly page: HtmlPage; readonly url: string }) {
  const other = otherLanguage(page.lang);
  const { again } = page;
  if (!again)
    return (
      <a href={inOtherLanguage(page.at ?? url, other)} hrefLang={other} lang={other}>
        {languages[other]}
      </a>
    );
  return (
    <form class="inline" method="post" action={again.action}>
      {Object.entries({ ...again.fields, lang: other }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button class="link" type="submit" lang={other}>
        {languages[other]}
      </button>
    </form>
  );
}

/** A whole page of HTML, which needs no script unless it says so. */
export function renderPage(page: HtmlPage, { publisher, url }: Frame): string {
  const { lang, title, style = '', head, children, isPrivate = false, processing = [], script } = page;
  const { institution, mark } = publisher;
  const whole = (
    <html lang={lang}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === institution ? title : `${title} – ${institution}`}</title>
        {isPrivate && <meta name="robots" content="noindex" />}
        <link rel="icon" href={mark} />
        {head}
        {script !== undefined && <script src={script} defer />}
        <style dangerouslySetInnerHTML={{ __html: shared + style }} />
      </head>
      <body>
        <header class="site">
          <a class="home" href={`/?lang=${lang}`}>
            <img src={mark} alt="" /> <span>{institution}</span>
          </a>
          <nav>
            <LanguageSwitch page={page} url={url} />
          </nav>
        </header>
        {children}
        {processing.length > 0 && <Notice activities={processing} lang={lang} publisher={publisher} />}
        <footer>
          <a href={privacyAddress(lang)}>{privacyTitles[lang]}</a>
        </footer>
      </body>
    </html>
  );
  return `<!doctype html>${render(whole)}\n`;
}

/** Tells pages of one institution from those of another, for their `ETag`. */
export const frameTag = ({ institution, mark, publicUrl, privacy }: Publisher): string =>
  createHash('sha256')
    .update(JSON.stringify([institution, mark, publicUrl, privacy]))
    .digest('hex')
    .slice(0, 8);

interface OwnParts extends Omit<HtmlPage, 'isPrivate' | 'head'> {
  readonly children: ComponentChildren;
}

/** The page behind somebody's link, with forms to act on what is theirs. */
export const linkPage = ({ title, children, ...page }: OwnParts): HtmlPage => ({
  ...page,
  title,
  isPrivate: true,
  children: (
    <main>
      <h1>{title}</h1>
      {children}
    </main>
  ),
});

/** A text in the language of the page; in Romanian, and marked so, where it was not given in that. */
export const Text = ({ text, lang }: { readonly text: LocalizedText; readonly lang: Language }) =>
  text[lang] === undefined ? <span lang="ro">{text.ro}</span> : <>{text[lang]}</>;

const more: Readonly<Record<Language, string>> = { ro: 'Pagina următoare', en: 'Next page' };

/** Leads to the next page of a list that was asked for by an address; nothing on the last one. */
function NextPage({ next, query, lang }: NextPageProps) {
  if (next === null) return null;
  const parameters = new URLSearchParams({ ...query, format: 'html', lang, cursor: next });
  return (
    <p>
      <a href={`?${parameters.toString()}`} rel="next">
        {more[lang]}
      </a>
    </p>
  );
}

interface NextPageProps {
  /** Cursor. */
  readonly next: string | null;
  /** The criteria of the list. */
  readonly query: Readonly<Record<string, string>>;
  readonly lang: Language;
}

interface ListParts {
  readonly lang: Language;
  readonly title: string;
  /** Said where there is no entry. */
  readonly none: string;
  /** A `<li>` for each. */
  readonly entries: readonly ComponentChildren[];
  /** Cursor. */
  readonly next: string | null;
  /** The criteria of the list. */
  readonly query: Readonly<Record<string, string>>;
  /** Stands above the list. */
  readonly lead?: ComponentChildren;
  /** Stands below the list. */
  readonly children?: ComponentChildren;
}

/** A page of a list that meets some criteria. */
export const listPage = ({ lang, title, none, entries, next, query, lead, children }: ListParts): HtmlPage => ({
  lang,
  title,
  children: (
    <main>
      <h1>{title}</h1>
      {lead}
      {entries.length === 0 && <p class="none">{none}</p>}
      <ul class="cards">{entries}</ul>
      <NextPage next={next} query={query} lang={lang} />
      {children}
    </main>
  ),
});
