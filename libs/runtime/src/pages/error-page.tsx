import { language, type Language } from '@ecou/contracts';
import { z } from 'zod';
import type { HtmlPage } from './page.js';

/** A failure as a problem document says it (RFC 9457). */
export interface ShownProblem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

interface Said {
  readonly title: string;
  readonly lead: string;
}

const ro = {
  bad: { title: 'Cererea nu este corectă', lead: 'Adresa sau formularul conține ceva ce nu putem citi.' },
  key: { title: 'Este nevoie de o cheie', lead: 'Această pagină este pentru personalul instituției.' },
  unknown: { title: 'Pagina nu există', lead: 'Adresa este greșită, sau ce căutați nu este public.' },
  refused: { title: 'Nu se poate', lead: 'Regulile nu permit acest lucru acum.' },
  changed: {
    title: 'S-a schimbat între timp',
    lead: 'Altcineva a schimbat același lucru. Deschideți pagina din nou și încercați încă o dată.',
  },
  large: { title: 'Este prea mare', lead: 'Ce ați trimis este mai mare decât putem primi.' },
  often: { title: 'Prea multe cereri', lead: 'Au venit prea multe cereri într-un timp scurt.' },
  away: { title: 'Revenim imediat', lead: 'Serviciul nu poate răspunde acum.' },
  fault: { title: 'Ceva nu a mers', lead: 'Eroarea este a noastră și a fost consemnată.' },
} satisfies Record<string, Said>;
type Kind = keyof typeof ro;

const en: typeof ro = {
  bad: { title: 'The request is not right', lead: 'The address or the form holds something that we cannot read.' },
  key: { title: 'A key is needed', lead: 'This page is for the staff of the institution.' },
  unknown: { title: 'There is no such page', lead: 'The address is wrong, or what you look for is not public.' },
  refused: { title: 'This cannot be done', lead: 'The rules do not allow it now.' },
  changed: {
    title: 'It has changed meanwhile',
    lead: 'Somebody else has changed the same thing. Open the page again, and try once more.',
  },
  large: { title: 'It is too large', lead: 'What you sent is larger than we can take.' },
  often: { title: 'Too many requests', lead: 'Too many requests came in a short time.' },
  away: { title: 'We will be right back', lead: 'The service cannot answer at the moment.' },
  fault: { title: 'Something went wrong', lead: 'The error is ours, and is on record.' },
};

interface Sentences {
  readonly kinds: Readonly<Record<Kind, Said>>;
  readonly fields: (names: string) => string;
  readonly again: (wait: string) => string;
  readonly later: string;
  readonly forPrograms: string;
  readonly home: string;
}

const sentences: Readonly<Record<Language, Sentences>> = {
  ro: {
    kinds: ro,
    fields: (names) => `Verificați: ${names}.`,
    again: (wait) => `Încercați din nou peste ${wait}.`,
    later: 'Încercați din nou peste puțin timp.',
    forPrograms: 'Pentru programe',
    home: 'Prima pagină',
  },
  en: {
    kinds: en,
    fields: (names) => `Please check: ${names}.`,
    again: (wait) => `Try again in ${wait}.`,
    later: 'Try again in a little while.',
    forPrograms: 'For programs',
    home: 'Start page',
  },
};

const byCode: Readonly<Record<string, Kind>> = { VERSION_CONFLICT: 'changed', PRECONDITION_FAILED: 'changed' };

const byStatus: Readonly<Record<number, Kind>> = {
  401: 'key',
  403: 'key',
  404: 'unknown',
  409: 'refused',
  412: 'refused',
  413: 'large',
  428: 'refused',
  429: 'often',
  503: 'away',
};

const kindOf = ({ status, code }: ShownProblem): Kind =>
  byCode[code] ?? byStatus[status] ?? (status >= 500 ? 'fault' : 'bad');

/** Fields of forms and addresses by the names that people read; a field that is not here is called by its own. */
const fieldNames: Readonly<Record<string, string>> = {
  address: 'adresa poștală',
  category: 'categoria',
  comment: 'comentariul',
  contact: 'datele de contact',
  email: 'adresa de e-mail',
  files: 'fișierele',
  grade: 'nota',
  kind: 'felul',
  lang: 'limba',
  name: 'numele',
  note: 'observațiile',
  number: 'numărul',
  phone: 'numărul de telefon',
  place: 'locul',
  reason: 'motivul',
  text: 'textul',
  token: 'codul secret',
};

const fieldName = (path: string, lang: Language): string =>
  (lang === 'ro' ? fieldNames[path.split('.')[0] ?? ''] : undefined) ?? path;

/** A time to wait, as people say it: `3 minute`, `20 de minute`, `2 ore`. It is never shorter than what is left. */
export function waitOf(seconds: number, lang: Language): string {
  const [unit, size] = seconds > 2 * 60 * 60 ? (['hour', 3600] as const) : (['minute', 60] as const);
  const [left, of] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / size), unit];
  return new Intl.NumberFormat(lang, { style: 'unit', unit: of, unitDisplay: 'long' }).format(left);
}

/** When to try again, by `Retry-After`; `undefined` where a problem says nothing of it. */
export function retryOf(headers: Readonly<Record<string, string>> | undefined, lang: Language): string | undefined {
  const seconds = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  if (seconds === undefined) return undefined;
  return Number(seconds) < 10 ? sentences[lang].later : sentences[lang].again(waitOf(Number(seconds), lang));
}

/** The sentences after the first: which fields are wrong, and when to try again. */
function adviceOf(problem: ShownProblem, lang: Language): readonly string[] {
  const { status, errors = [], headers } = problem;
  const say = sentences[lang];
  const names = [...new Set(errors.map(({ path }) => fieldName(path, lang)))].filter((name) => name !== '');
  const retry = retryOf(headers, lang) ?? (status === 429 || status === 503 ? say.later : undefined);
  return [names.length === 0 ? [] : [say.fields(names.join(', '))], retry === undefined ? [] : [retry]].flat();
}

/** A problem as a person reads it; what programs are told stands in one small line, in English. */
export function errorPage(problem: ShownProblem, lang: Language): HtmlPage {
  const { status, code, detail, errors = [] } = problem;
  const say = sentences[lang];
  const { title, lead } = say.kinds[kindOf(problem)];
  const told = [detail, ...errors.map(({ path, message }) => `${path}: ${message}`)].join(' ');
  return {
    lang,
    title,
    isPrivate: true,
    children: (
      <main>
        <h1>{title}</h1>
        <p>{[lead, ...adviceOf(problem, lang)].join(' ')}</p>
        <p>
          <a href={`/?lang=${lang}`}>{say.home}</a>
        </p>
        <p class="more">
          {say.forPrograms}:{' '}
          <span lang="en">
            {status} {code}: {told}
          </span>
        </p>
      </main>
    ),
  };
}

/** The language of whoever asks: that in the query, else in the form, else the first that the browser names, else Romanian. */
export function languageOf(url: string, acceptLanguage: string | undefined, form?: unknown): Language {
  const fields = z.object({ lang: language }).safeParse(form).data;
  const asked = language.safeParse(new URLSearchParams(url.split('?')[1] ?? '').get('lang')).data ?? fields?.lang;
  return asked ?? (/^\s*en\b/i.test(acceptLanguage ?? '') ? 'en' : 'ro');
}
