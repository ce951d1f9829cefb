import { inLanguage, type Language } from '@ecou/contracts';
import { Faults, Field, Hidden, type FieldFaults, type HtmlPage } from '@ecou/runtime';
import type { Announcement } from '../../consultations/civic-event/civic-event.events.js';
import type { TaxonomyEntry } from '../../consultations/taxonomy/taxonomy.events.js';
import { Occasion, page } from './page.js';
import { words as pageWords } from './words.js';
import { activitiesNamed } from '../../processing.js';

const ro = {
  title: 'Înscrieți-vă',
  name: 'Numele și prenumele',
  email: 'Adresa de e-mail',
  emailHint: 'Aici vă scriem despre locul dumneavoastră.',
  category: 'Participați ca',
  choose: 'Alegeți',
  needs: 'De ce aveți nevoie pentru a participa (opțional)',
  needsHint: 'De exemplu o rampă sau un interpret.',
  send: 'Mă înscriu',
  done: {
    'pending-confirmation': 'Verificați-vă e-mailul',
    'confirmed-seat': 'Aveți un loc',
    waiting: 'Sunteți pe lista de așteptare',
    cancelled: 'Înscrierea a fost anulată',
  },
  pendingLead: 'V-am trimis un mesaj la adresa dată. Apăsați pe legătura din el pentru a confirma înscrierea.',
  keep: 'Păstrați legătura de mai jos: cu ea vedeți înscrierea sau renunțați la loc.',
  refused: {
    full: 'Nu mai sunt locuri.',
    closed: 'Înscrierile pentru acest eveniment nu sunt deschise.',
    registered: 'Cu această adresă s-a făcut deja o înscriere; am trimis legătura ei la adresa dată.',
  },
  rules: {
    name: 'Numele și prenumele: scrieți-le, în cel mult 200 de caractere.',
    email: 'Adresa de e-mail: scrieți una întreagă, de exemplu ana@example.ro.',
    category: 'Participați ca: alegeți una dintre categorii.',
    needs: 'De ce aveți nevoie: scrieți cel mult 1000 de caractere.',
  },
};

const en: typeof ro = {
  title: 'Register',
  name: 'Name and surname',
  email: 'E-mail address',
  emailHint: 'We write to you there about your seat.',
  category: 'You take part as',
  choose: 'Choose',
  needs: 'What you need to take part (optional)',
  needsHint: 'Such as a ramp or an interpreter.',
  send: 'Register',
  done: {
    'pending-confirmation': 'Look into your e-mail',
    'confirmed-seat': 'You have a seat',
    waiting: 'You are on the waiting list',
    cancelled: 'The registration was cancelled',
  },
  pendingLead: 'We sent a message to the address that you gave. Follow the link in it to confirm your registration.',
  keep: 'Keep the link below: by it you see the registration, or give up the place.',
  refused: {
    full: 'There is no seat left.',
    closed: 'Registration for this event is not open.',
    registered: 'Somebody has registered with this address already; we sent the link of that registration to it.',
  },
  rules: {
    name: 'Name and surname: give them, in 200 characters at most.',
    email: 'E-mail address: give a whole one, such as ana@example.ro.',
    category: 'You take part as: choose one of the categories.',
    needs: 'What you need: write 1000 characters at most.',
  },
};

export const words: Readonly<Record<Language, typeof ro>> = { ro, en };

/** The fields as somebody typed them. */
export interface Typed {
  readonly name: string;
  readonly email: string;
  readonly category: string;
  readonly needs: string;
}

interface About {
  readonly lang: Language;
  readonly civicEventId: string;
  readonly occasion: Announcement;
}

export interface FormShown extends About {
  /** So that the form sent twice is one registration. */
  readonly id: string;
  readonly categories: readonly TaxonomyEntry[];
  readonly typed: Typed;
  readonly faults: FieldFaults;
  /** The reason for which the rules refused it; `null` where they did not. */
  readonly refused: keyof typeof ro.refused | null;
}

/** Path of the form. */
export const registrationFormPath = (civicEventId: string): string =>
  `/events/v1/civic-events/${civicEventId}/registration-form`;

/** Asks whoever wishes to come for their name and address. */
export function registrationForm(shown: FormShown): HtmlPage {
  const { lang, civicEventId, occasion, id, categories, typed, faults, refused } = shown;
  const say = words[lang];
  const path = registrationFormPath(civicEventId);
  return {
    ...page(
      lang,
      say.title,
      <>
        <Occasion occasion={occasion} lang={lang} />
        {refused !== null && (
          <p class="mark" role="alert">
            <strong>{say.refused[refused]}</strong>
          </p>
        )}
        <Faults lang={lang} faults={faults} />
        {refused !== 'closed' && (
          <form method="post" action={path}>
            <Hidden name="id" value={id} />
            <Hidden name="lang" value={lang} />
            <Field name="name" label={say.name} faults={faults}>
              {(input) => <input {...input} required maxLength={200} autoComplete="name" value={typed.name} />}
            </Field>
            <Field name="email" label={say.email} hint={say.emailHint} faults={faults}>
              {(input) => (
                <input {...input} type="email" required maxLength={254} autoComplete="email" value={typed.email} />
              )}
            </Field>
            <Field name="category" label={say.category} faults={faults}>
              {(input) => (
                <select {...input} required>
                  <option value="">{say.choose}</option>
                  {categories.map(({ id: category, name }) => (
                    <option key={category} value={category} selected={category === typed.category}>
                      {inLanguage(name, lang)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field name="needs" label={say.needs} hint={say.needsHint} faults={faults}>
              {(input) => (
                <textarea {...input} rows={3} maxLength={1000}>
                  {typed.needs}
                </textarea>
              )}
            </Field>
            <button type="submit">{say.send}</button>
          </form>
        )}
      </>,
      path,
    ),
    processing: activitiesNamed('registration', 'accessibility-needs'),
  };
}

/** The page after it was sent. `own`: path of the page of its holder; `null` where it waits for the link in a message. */
export function registrationDone(
  { lang, civicEventId, occasion }: About,
  state: keyof typeof ro.done,
  own: string | null,
): HtmlPage {
  const say = words[lang];
  return page(
    lang,
    say.done[state],
    <>
      <p role="status">{own === null ? say.pendingLead : say.keep}</p>
      {own !== null && (
        <p>
          <a href={own}>{pageWords[lang].toRegistration}</a>
        </p>
      )}
      <Occasion occasion={occasion} lang={lang} />
    </>,
    registrationFormPath(civicEventId),
  );
}
