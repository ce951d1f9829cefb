import { subscriptionFormPath, type Language } from '@ecou/contracts';
import { Faults, Field, Hidden, Tick, type FieldFaults, type HtmlPage } from '@ecou/runtime';
import type { TopicLabel } from '../subscribers/topic/topic-label.js';
import { page, Topics } from './page.js';
import { activitiesNamed } from '../processing.js';

const ro = {
  title: 'Noutăți prin e-mail',
  lead: 'Vă vom scrie când apare ceva nou despre:',
  email: 'Adresa de e-mail',
  send: 'Trimit',
  sent: 'Verificați-vă e-mailul',
  sentLead:
    'V-am trimis un mesaj la adresa dată. Apăsați pe legătura din el pentru a confirma; nu vă vom scrie despre altceva înainte de aceasta.',
  rules: {
    email: 'Adresa de e-mail: scrieți una întreagă, de exemplu ana@example.ro.',
    agree: 'Acordul: bifați caseta, dacă sunteți de acord cu textul.',
  },
};

const en: typeof ro = {
  title: 'News by e-mail',
  lead: 'We will write to you when there is news of:',
  email: 'E-mail address',
  send: 'Send',
  sent: 'Look into your e-mail',
  sentLead:
    'We sent a message to the address that you gave. Follow the link in it to confirm; we will write of nothing else before that.',
  rules: {
    email: 'E-mail address: give a whole one, such as ana@example.ro.',
    agree: 'Consent: tick the box if you agree to the text.',
  },
};

export const words: Readonly<Record<Language, typeof ro>> = { ro, en };

interface Shown {
  readonly lang: Language;
  readonly label: TopicLabel;
  /** The text to agree to. */
  readonly consent: { readonly version: number; readonly text: Readonly<Record<Language, string>> };
  /** So that the form sent twice is one wish. */
  readonly id: string;
  readonly email: string;
  readonly faults: FieldFaults;
}

/** Asks for the address of somebody who wishes to be told of a topic, and for their consent. */
export function subscriptionForm({ lang, label, consent, id, email, faults }: Shown): HtmlPage {
  const say = words[lang];
  return {
    ...page(
      lang,
      say.title,
      <>
        <p>{say.lead}</p>
        <Topics topics={[label]} />
        <Faults lang={lang} faults={faults} />
        <form method="post" action="/notifications/v1/subscription-form">
          <Hidden name="id" value={id} />
          <Hidden name="lang" value={lang} />
          <Hidden name="topic" value={label.topic} />
          <Hidden name="consentVersion" value={String(consent.version)} />
          <Field name="email" label={say.email} faults={faults}>
            {(input) => <input {...input} type="email" required maxLength={254} autoComplete="email" value={email} />}
          </Field>
          <Tick name="agree" label={consent.text[lang]} faults={faults} />
          <button type="submit">{say.send}</button>
        </form>
      </>,
      subscriptionFormPath(label.topic, lang),
    ),
    processing: activitiesNamed('subscription'),
  };
}

/** The same whether the address is known or not. */
export const wishSent = (lang: Language, topic: string): HtmlPage =>
  page(lang, words[lang].sent, <p>{words[lang].sentLead}</p>, subscriptionFormPath(topic, lang));
