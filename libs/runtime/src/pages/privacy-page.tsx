import { inLanguage, type Language } from '@ecou/contracts';
import type { Publisher } from '../config/publisher.js';
import type { ProcessingActivity } from '../privacy/processing.js';
import { basisIn, Contacts, noticeWords, privacyTitles } from './notice.js';
import type { HtmlPage } from './page.js';

/** The page of identity that shows the periods in force. */
const periodsPath = '/identity/v1/retention/periods';

const ro = {
  lead: 'Informare potrivit art. 13 din Regulamentul (UE) 2016/679 (RGPD).',
  rights: 'Drepturile dumneavoastră',
  withdraw:
    'Unde temeiul este consimțământul, îl puteți retrage oricând; fiecare mesaj de abonare are o legătură pentru aceasta.',
  how: 'Pentru a le exercita, scrieți operatorului sau responsabilului cu protecția datelor. Răspunsul vine fără întârziere, cel mult într-o lună (art. 12 alin. 3).',
  obligation:
    'Pentru o petiție, legea cere datele de identificare: cele anonime se clasează (Ordonanța Guvernului nr. 27/2002, art. 7). Celelalte date sunt facultative; fără ele, nu primiți ceea ce depinde de ele.',
  automated: 'Nicio decizie nu se ia numai automat. Datele nu se vând și nu se folosesc pentru publicitate.',
  periods: 'Cât timp se păstrează: regulile în vigoare acum',
  activities: 'Ce prelucrăm',
  people: 'Cui aparțin',
  data: 'Date',
};

const words: Readonly<Record<Language, typeof ro>> = {
  ro,
  en: {
    lead: 'Information under Art. 13 of Regulation (EU) 2016/679 (GDPR).',
    rights: 'Your rights',
    withdraw:
      'Where the basis is your consent, you may withdraw it at any time; each message of a subscription has a link for it.',
    how: 'To exercise them, write to the controller or to the data protection officer. The answer comes without delay, within one month at most (Art. 12 (3)).',
    obligation:
      'For a petition, the law asks for who you are: anonymous ones are filed without an answer (Government Ordinance 27/2002, art. 7). All other data are optional; without them you do not get what depends on them.',
    automated: 'No decision is taken by a program alone. Data are not sold, and not used for advertising.',
    periods: 'How long they are kept: the rules in force now',
    activities: 'What we process',
    people: 'Whose data',
    data: 'Data',
  },
};

function Activity({ activity, lang }: { readonly activity: ProcessingActivity; readonly lang: Language }) {
  const [said, shared] = [words[lang], noticeWords(lang)];
  const rows = [
    [shared.purpose, inLanguage(activity.purpose, lang)],
    [shared.basis, activity.bases.map((basis) => basisIn(basis, lang)).join('; ')],
    [said.people, inLanguage(activity.people, lang)],
    [said.data, activity.data.map(({ what }) => inLanguage(what, lang)).join('; ')],
    [shared.recipients, inLanguage(activity.recipients, lang)],
    [shared.retention, inLanguage(activity.retention, lang)],
  ] as const;
  return (
    <section id={activity.name}>
      <h3>{inLanguage(activity.title, lang)}</h3>
      <dl>{rows.flatMap(([term, text]) => [<dt key={term}>{term}</dt>, <dd key={`${term}-text`}>{text}</dd>])}</dl>
    </section>
  );
}

/** The page that tells people what is done with their data (Art. 13 GDPR). */
export function privacyPage(
  activities: readonly ProcessingActivity[],
  lang: Language,
  { privacy = {} }: Pick<Publisher, 'privacy'>,
): HtmlPage {
  const [said, shared] = [words[lang], noticeWords(lang)];
  return {
    lang,
    title: privacyTitles[lang],
    children: (
      <main>
        <h1>{privacyTitles[lang]}</h1>
        <p>{said.lead}</p>
        <Contacts lang={lang} privacy={privacy} />
        <h2>{said.rights}</h2>
        {[shared.rights, said.withdraw, said.how, said.obligation, said.automated].map((text) => (
          <p key={text}>{text}</p>
        ))}
        <h2>{said.activities}</h2>
        <p>
          <a href={`${periodsPath}?format=html&lang=${lang}`}>{said.periods}</a>
        </p>
        {activities.map((activity) => (
          <Activity key={activity.name} activity={activity} lang={lang} />
        ))}
      </main>
    ),
  };
}
