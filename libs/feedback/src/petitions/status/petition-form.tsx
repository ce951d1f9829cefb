import { inLanguage, type Language, type LocalizedText } from '@ecou/contracts';
import { Faults, Field, Hidden, type FieldFaults, type HtmlPage } from '@ecou/runtime';
import { page } from './page.js';
import { activitiesNamed } from '../../processing.js';

const ro = {
  title: 'Trimiteți o petiție',
  lead: 'Primiți pe loc un număr de înregistrare și o legătură cu care urmăriți petiția.',
  name: 'Numele și prenumele',
  email: 'Adresa de e-mail',
  emailHint: 'Aici vă răspundem.',
  address: 'Adresa poștală (opțional)',
  kind: 'Ce trimiteți',
  kinds: {
    request: 'o cerere',
    complaint: 'o reclamație',
    report: 'o sesizare',
    suggestion: 'o propunere',
  },
  category: 'Despre ce este',
  choose: 'Alegeți',
  text: 'Ce doriți să ne spuneți',
  place: 'Unde este problema (opțional)',
  placeHint: 'Strada și numărul, sau cum se ajunge acolo.',
  send: 'Trimit petiția',
  done: 'Petiția a fost înregistrată',
  number: 'Numărul de înregistrare',
  keep: 'Păstrați legătura de mai jos: cu ea urmăriți petiția și citiți răspunsul. Cine o are vede petiția.',
  follow: 'Urmăriți petiția',
  often: 'Petiția nu a fost înregistrată: au venit prea multe într-un timp scurt. Ce ați scris este mai jos.',
  another:
    'Ce ați trimis mai întâi de pe această pagină a fost înregistrat. Textul de mai jos este altul: dacă îl trimiteți, devine o petiție nouă.',
  none: 'Încă nu se pot trimite petiții de pe această pagină.',
  rules: {
    name: 'Numele și prenumele: scrieți-le, în cel mult 200 de caractere.',
    email: 'Adresa de e-mail: scrieți una întreagă, de exemplu ana@example.ro.',
    address: 'Adresa poștală: scrieți cel mult 300 de caractere.',
    kind: 'Ce trimiteți: alegeți din listă.',
    category: 'Despre ce este: alegeți din listă.',
    text: 'Ce doriți să ne spuneți: scrieți între 1 și 10.000 de caractere.',
    place: 'Unde este problema: scrieți cel mult 300 de caractere.',
  },
};

const en: typeof ro = {
  title: 'Send a petition',
  lead: 'You get a registration number at once, and a link by which you follow the petition.',
  name: 'Name and surname',
  email: 'E-mail address',
  emailHint: 'We answer you there.',
  address: 'Postal address (optional)',
  kind: 'What you send',
  kinds: {
    request: 'a request',
    complaint: 'a complaint',
    report: 'a report of a problem',
    suggestion: 'a suggestion',
  },
  category: 'What it is about',
  choose: 'Choose',
  text: 'What you wish to tell us',
  place: 'Where the problem is (optional)',
  placeHint: 'Street and number, or how one gets there.',
  send: 'Send the petition',
  done: 'The petition was registered',
  number: 'Registration number',
  keep: 'Keep the link below: by it you follow the petition, and read the answer. Whoever has it sees the petition.',
  follow: 'Follow the petition',
  often: 'The petition was not registered: too many came in a short time. What you wrote is below.',
  another:
    'What you sent first from this page was registered. The text below is another one: if you send it, it becomes a new petition.',
  none: 'No petition can be sent from this page yet.',
  rules: {
    name: 'Name and surname: give them, in 200 characters at most.',
    email: 'E-mail address: give a whole one, such as ana@example.ro.',
    address: 'Postal address: write 300 characters at most.',
    kind: 'What you send: choose from the list.',
    category: 'What it is about: choose from the list.',
    text: 'What you wish to tell us: write between 1 and 10,000 characters.',
    place: 'Where the problem is: write 300 characters at most.',
  },
};

export const petitionWords: Readonly<Record<Language, typeof ro>> = { ro, en };

/** The kinds that somebody who gives a name may send. */
export const sentKinds = ['request', 'complaint', 'report', 'suggestion'] as const;

/** The fields as somebody typed them. */
export interface Typed {
  readonly name: string;
  readonly email: string;
  readonly address: string;
  readonly kind: string;
  readonly category: string;
  readonly text: string;
  readonly place: string;
}

export const nothingTyped: Typed = { kind: '', category: '', text: '', place: '', name: '', email: '', address: '' };

export interface Shown {
  readonly lang: Language;
  /** So that the form sent twice is one petition. */
  readonly id: string;
  readonly categories: readonly { readonly code: string; readonly name: LocalizedText }[];
  readonly typed: Typed;
  readonly faults: FieldFaults;
  /** Said before the form. */
  readonly note?: string | undefined;
}

const path = '/feedback/v1/petition-form';

/** Asks for what somebody has to say, and where they are answered. */
export function petitionForm({ lang, id, categories, typed, faults, note }: Shown): HtmlPage {
  const say = petitionWords[lang];
  if (categories.length === 0) return page(lang, say.title, <p>{say.none}</p>, { at: path });
  return {
    ...page(
      lang,
      say.title,
      <>
        <p>{say.lead}</p>
        {note !== undefined && (
          <p class="mark" role="alert">
            {note}
          </p>
        )}
        <Faults lang={lang} faults={faults} />
        <form method="post" action={path}>
          <Hidden name="id" value={id} />
          <Hidden name="lang" value={lang} />
          <Field name="kind" label={say.kind} faults={faults}>
            {(input) => (
              <select {...input} required>
                <option value="">{say.choose}</option>
                {sentKinds.map((kind) => (
                  <option key={kind} value={kind} selected={kind === typed.kind}>
                    {say.kinds[kind]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field name="category" label={say.category} faults={faults}>
            {(input) => (
              <select {...input} required>
                <option value="">{say.choose}</option>
                {categories.map(({ code, name }) => (
                  <option key={code} value={code} selected={code === typed.category}>
                    {inLanguage(name, lang)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field name="text" label={say.text} faults={faults}>
            {(input) => (
              <textarea {...input} rows={8} required maxLength={10_000}>
                {typed.text}
              </textarea>
            )}
          </Field>
          <Field name="place" label={say.place} hint={say.placeHint} faults={faults}>
            {(input) => <input {...input} maxLength={300} value={typed.place} />}
          </Field>
          <Field name="name" label={say.name} faults={faults}>
            {(input) => <input {...input} required maxLength={200} autoComplete="name" value={typed.name} />}
          </Field>
          <Field name="email" label={say.email} hint={say.emailHint} faults={faults}>
            {(input) => (
              <input {...input} type="email" required maxLength={300} autoComplete="email" value={typed.email} />
            )}
          </Field>
          <Field name="address" label={say.address} faults={faults}>
            {(input) => <input {...input} maxLength={300} autoComplete="street-address" value={typed.address} />}
          </Field>
          <button type="submit">{say.send}</button>
        </form>
      </>,
      { at: path },
    ),
    processing: activitiesNamed('petitions'),
  };
}

/** The receipt, with the way to the page of the petition. */
export function petitionSent(lang: Language, { number, statusUrl }: { number: string; statusUrl: string }): HtmlPage {
  const say = petitionWords[lang];
  return page(
    lang,
    say.done,
    <>
      <p role="status">
        {say.number}: <strong>{number}</strong>
      </p>
      <p>{say.keep}</p>
      <p>
        <a href={statusUrl}>{say.follow}</a>
      </p>
    </>,
    { at: path },
  );
}
