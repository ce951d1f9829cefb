import { inLanguage, type Language } from '@ecou/contracts';
import type { PrivacyContacts, Publisher } from '../config/publisher.js';
import type { LegalBasis, ProcessingActivity } from '../privacy/processing.js';

export const privacyTitles: Readonly<Record<Language, string>> = { ro: 'Date personale', en: 'Personal data' };

export const privacyAddress = (lang: Language): string => `/privacy?lang=${lang}`;

const ro = {
  title: 'Ce facem cu datele dumneavoastră',
  controller: 'Operator',
  contact: 'Contactul operatorului',
  officer: 'Responsabil cu protecția datelor',
  unstated: 'nu este indicat încă: instituția trebuie să îl completeze',
  purpose: 'Scop',
  basis: 'Temei',
  retention: 'Cât timp',
  recipients: 'Cine le vede',
  rights:
    'Puteți cere acces la datele dumneavoastră, rectificarea, ștergerea, restricționarea sau portabilitatea lor, vă puteți opune prelucrării și vă puteți plânge la Autoritatea Națională de Supraveghere a Prelucrării Datelor cu Caracter Personal (ANSPDCP).',
  more: 'Toate despre datele personale',
};

const words: Readonly<Record<Language, typeof ro>> = {
  ro,
  en: {
    title: 'What we do with your data',
    controller: 'Controller',
    contact: 'Contact of the controller',
    officer: 'Data protection officer',
    unstated: 'not stated yet: the institution has to fill it in',
    purpose: 'Purpose',
    basis: 'Legal basis',
    retention: 'How long',
    recipients: 'Who sees them',
    rights:
      'You may ask for access to your data, for their rectification, erasure, restriction or portability, object to the processing, and complain to the National Supervisory Authority for Personal Data Processing (ANSPDCP).',
    more: 'All about personal data',
  },
};

export const noticeWords = (lang: Language): typeof ro => words[lang];

/** The ground in words, with the article of the GDPR. */
export const basisIn = ({ article, because }: LegalBasis, lang: Language): string =>
  `${inLanguage(because, lang)} (${article} ${lang === 'ro' ? 'RGPD' : 'GDPR'})`;

/** The names of those who answer for the data; says plainly what the settings leave out. */
export function Contacts({ lang, privacy = {} }: { readonly lang: Language; readonly privacy?: PrivacyContacts }) {
  const said = words[lang];
  const lines = [
    [said.controller, privacy.controller],
    [said.contact, privacy.contact],
    [said.officer, privacy.officer],
  ] as const;
  return (
    <dl>
      {lines.flatMap(([term, text]) => [
        <dt key={term}>{term}</dt>,
        <dd key={`${term}-text`}>{text ?? said.unstated}</dd>,
      ])}
    </dl>
  );
}

interface NoticeProps {
  readonly activities: readonly ProcessingActivity[];
  readonly lang: Language;
  readonly publisher: Publisher;
}

/** The notice below a form (Art. 13 GDPR): the page `/privacy` says the rest. */
export function Notice({ activities, lang, publisher }: NoticeProps) {
  const said = words[lang];
  const { privacy = {} } = publisher;
  return (
    <aside class="notice" aria-label={said.title}>
      <h2>{said.title}</h2>
      <Contacts lang={lang} privacy={privacy} />
      {activities.map(({ name, title, purpose, bases, retention, recipients }) => (
        <p key={name}>
          <strong>{inLanguage(title, lang)}.</strong> {said.purpose}: {inLanguage(purpose, lang)}. {said.basis}:{' '}
          {bases.map((basis) => basisIn(basis, lang)).join('; ')}. {said.recipients}: {inLanguage(recipients, lang)}.{' '}
          {said.retention}: {inLanguage(retention, lang)}.
        </p>
      ))}
      <p>
        {said.rights} <a href={privacyAddress(lang)}>{said.more}</a>
      </p>
    </aside>
  );
}

/** The line below mails: who answers for the data, and where all about them is. */
export function privacyLine({ publicUrl, privacy = {} }: Pick<Publisher, 'publicUrl' | 'privacy'>, lang: Language) {
  const said = words[lang];
  const parts = [
    privacy.controller && `${said.controller}: ${privacy.controller}.`,
    privacy.officer && `${said.officer}: ${privacy.officer}.`,
    `${privacyTitles[lang]}: ${publicUrl}${privacyAddress(lang)}`,
  ];
  return parts.filter(Boolean).join(' ');
}
