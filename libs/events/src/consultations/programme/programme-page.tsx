import { inLanguage, subscriptionFormPath, type Language } from '@ecou/contracts';
import { listPage, Text, type HtmlPage, type Page } from '@ecou/runtime';
import { DateTime } from 'luxon';
import type { ProgrammeAnswer } from './programme.schemas.js';

const ro = {
  list: 'Programe',
  none: 'Nu există niciun program de acest fel.',
  programme: 'Program',
  codes: 'Finanțare',
  period: 'Perioada',
  partners: 'Parteneri',
  organiser: 'Organizatorul',
  financing: 'Cu finanțarea',
  ended: 'Programul s-a încheiat.',
  corrected: (fields: string, day: string) => `Corectat la ${day}: ${fields}.`,
  fields: {
    title: 'titlul',
    description: 'descrierea',
    fundingCodes: 'codurile de finanțare',
    activities: 'activitățile',
    period: 'perioada',
    partners: 'partenerii',
    organiser: 'organizatorul',
    financing: 'mențiunea despre finanțare',
    end: 'încheierea',
  } as Readonly<Record<string, string>>,
  statuses: { planned: 'planificat', started: 'în desfășurare', ended: 'încheiat' },
  activities: 'Activități',
  deliverables: 'Materiale',
  states: { planned: 'nepublicat încă', presented: 'prezentat, nepublicat încă', published: 'publicat' },
  links: 'Linkuri utile',
  follow: 'Primiți noutăți despre acest program prin e-mail',
  report: 'Ce s-a strâns până acum: participanți, chestionare, recomandări',
  events: 'Evenimentele programului',
  recommendations: 'Recomandările făcute în program',
};

const en: typeof ro = {
  list: 'Programmes',
  none: 'There is no programme of the kind.',
  programme: 'Programme',
  codes: 'Funding',
  period: 'Period',
  partners: 'Partners',
  organiser: 'Organiser',
  financing: 'Financing',
  ended: 'The programme has ended.',
  corrected: (fields, day) => `Corrected on ${day}: ${fields}.`,
  fields: {
    title: 'title',
    description: 'description',
    fundingCodes: 'funding codes',
    activities: 'activities',
    period: 'period',
    partners: 'partners',
    organiser: 'organiser',
    financing: 'statement on the financing',
    end: 'end',
  },
  statuses: { planned: 'planned', started: 'under way', ended: 'ended' },
  activities: 'Activities',
  deliverables: 'Deliverables',
  states: { planned: 'not published yet', presented: 'presented, not published yet', published: 'published' },
  links: 'Links',
  follow: 'Get news of this programme by e-mail',
  report: 'What it has come to: participants, questionnaires, recommendations',
  events: 'Events of the programme',
  recommendations: 'Recommendations made in the programme',
};

const wordsOf = (lang: Language): typeof ro => (lang === 'ro' ? ro : en);

const dayOf = (day: string, lang: Language): string =>
  DateTime.fromISO(day, { locale: lang, zone: 'Europe/Bucharest' }).toFormat('d MMMM yyyy');

const codesOf = ({ fundingCodes }: ProgrammeAnswer): string =>
  fundingCodes.map(({ scheme, code }) => `${scheme} ${code}`).join(', ');

/** Programmes that meet some criteria, each with the way to its page. */
export function programmesPage(
  { items, next }: Page<ProgrammeAnswer>,
  query: Readonly<Record<string, string>>,
  lang: Language,
): HtmlPage {
  const words = wordsOf(lang);
  return listPage({
    lang,
    title: words.list,
    none: words.none,
    next,
    query,
    entries: items.map((programme) => (
      <li key={programme.id}>
        <h2>
          <a href={`/events/v1/programmes/${programme.id}?format=html&lang=${lang}`}>
            <Text text={programme.title} lang={lang} />
          </a>
        </h2>
        <p class="more">{[words.statuses[programme.status], codesOf(programme)].filter(Boolean).join(', ')}</p>
      </li>
    )),
  });
}

interface Props {
  readonly programme: ProgrammeAnswer;
  readonly lang: Language;
}

/** Marks of its end, and of corrections of what the public had been told. */
function Notices({ programme: { ended, corrections }, lang }: Props) {
  const words = wordsOf(lang);
  return (
    <>
      {ended && (
        <p class="mark" role="note">
          <strong>{words.ended}</strong> {ended.reason && <Text text={ended.reason} lang={lang} />}
        </p>
      )}
      {corrections.map(({ changed, reason, at }) => (
        <p class="mark" role="note" key={at}>
          <strong>
            {words.corrected(changed.map((field) => words.fields[field] ?? field).join(', '), dayOf(at, lang))}
          </strong>{' '}
          <Text text={reason} lang={lang} />
        </p>
      ))}
    </>
  );
}

/** The pictures at its head. */
const Emblems = ({ programme: { id, emblems }, lang }: Props) =>
  emblems.length === 0 ? null : (
    <div class="emblems">
      {emblems.map((emblem) => (
        <img
          key={emblem.id}
          src={`/events/v1/programmes/${id}/emblems/${emblem.id}`}
          alt={inLanguage(emblem.name, lang)}
        />
      ))}
    </div>
  );

function Facts({ programme, lang }: Props) {
  const words = wordsOf(lang);
  const { period, partners, organiser, financing } = programme;
  const codes = codesOf(programme);
  return (
    <dl>
      {codes && (
        <>
          <dt>{words.codes}</dt>
          <dd>{codes}</dd>
        </>
      )}
      {period && (
        <>
          <dt>{words.period}</dt>
          <dd>
            {dayOf(period.from, lang)} – {dayOf(period.to, lang)}
          </dd>
        </>
      )}
      {partners.length > 0 && (
        <>
          <dt>{words.partners}</dt>
          <dd>{partners.join(', ')}</dd>
        </>
      )}
      {organiser !== null && (
        <>
          <dt>{words.organiser}</dt>
          <dd>{organiser}</dd>
        </>
      )}
      {financing && (
        <>
          <dt>{words.financing}</dt>
          <dd>
            <Text text={financing} lang={lang} />
          </dd>
        </>
      )}
    </dl>
  );
}

const Activities = ({ programme: { activities }, lang }: Props) =>
  activities.length === 0 ? null : (
    <section>
      <h2>{wordsOf(lang).activities}</h2>
      <ul>
        {activities.map(({ code, title }) => (
          <li key={code}>
            {code} <Text text={title} lang={lang} />
          </li>
        ))}
      </ul>
    </section>
  );

const Deliverables = ({ programme: { deliverables }, lang }: Props) =>
  deliverables.length === 0 ? null : (
    <section>
      <h2>{wordsOf(lang).deliverables}</h2>
      <ul>
        {deliverables.map(({ id, title, state, published }) => (
          <li key={id}>
            {published ? <a href={published.address}>{inLanguage(title, lang)}</a> : <Text text={title} lang={lang} />}
            {!published && <span class="more"> ({wordsOf(lang).states[state]})</span>}
          </li>
        ))}
      </ul>
    </section>
  );

/** A programme, and the ways to what belongs to it. */
export function programmePage(programme: ProgrammeAnswer, lang: Language): HtmlPage {
  const words = wordsOf(lang);
  const { id, title, description, status } = programme;
  const query = `format=html&lang=${lang}`;
  return {
    lang,
    title: inLanguage(title, lang),
    children: (
      <main>
        <Emblems programme={programme} lang={lang} />
        <header>
          <p>
            {words.programme}, {words.statuses[status]}
          </p>
          <h1>
            <Text text={title} lang={lang} />
          </h1>
        </header>
        <Notices programme={programme} lang={lang} />
        {description && (
          <p>
            <Text text={description} lang={lang} />
          </p>
        )}
        <Facts programme={programme} lang={lang} />
        <Activities programme={programme} lang={lang} />
        <Deliverables programme={programme} lang={lang} />
        <section>
          <h2>{words.links}</h2>
          <ul>
            <li>
              <a href={subscriptionFormPath(`programme:${id}`, lang)}>{words.follow}</a>
            </li>
            <li>
              <a href={`/events/v1/programmes/${id}/report?${query}`}>{words.report}</a>
            </li>
            <li>
              <a href={`/events/v1/civic-events?programme=${id}&${query}`}>{words.events}</a>
            </li>
            <li>
              <a href={`/events/v1/recommendations?programme=${id}&${query}`}>{words.recommendations}</a>
            </li>
          </ul>
        </section>
      </main>
    ),
  };
}
