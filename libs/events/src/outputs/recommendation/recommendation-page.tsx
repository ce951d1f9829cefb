import { listPage, Text, type HtmlPage, type Page } from '@ecou/runtime';
import { inLanguage, subscriptionFormPath, termNames, type Language, type LocalizedText } from '@ecou/contracts';
import { DateTime } from 'luxon';
import type { RecommendationAnswer } from '../../consultations/discussion-point/recommendation.schemas.js';

const ro = {
  title: 'Recomandare',
  redacted: 'Redactat: din text au fost scoase cuvinte.',
  reworded: 'Textul a fost reformulat.',
  status: 'Stadiul',
  owner: 'Responsabil',
  nobody: 'nu a fost stabilit',
  owners: { department: 'departament', partner: 'organizație parteneră' },
  promoted: 'De ce este tratată ca recomandare',
  stages: 'Ce s-a întâmplat',
  progress: 'Progres',
  none: 'încă nu s-a consemnat nimic',
  list: 'Recomandări și ce s-a făcut cu ele',
  nothing: 'Nu există nicio recomandare de acest fel.',
  event: 'Evenimentul la care a fost făcută',
  follow: 'Primiți noutăți despre această recomandare prin e-mail',
};

const en: typeof ro = {
  title: 'Recommendation',
  redacted: 'Redacted: words were taken out.',
  reworded: 'The text was put into other words.',
  status: 'Status',
  owner: 'Who sees to it',
  nobody: 'not named yet',
  owners: { department: 'department', partner: 'partner organisation' },
  promoted: 'Why it is treated as a recommendation',
  stages: 'What happened',
  progress: 'Progress',
  none: 'nothing on record yet',
  list: 'Recommendations, and what became of them',
  nothing: 'There is no recommendation of the kind.',
  event: 'The event at which it was made',
  follow: 'Get news of this recommendation by e-mail',
};

/** The name of a status. */
export const statusName = (status: keyof (typeof termNames)['recommendation-statuses'], lang: Language): string =>
  inLanguage(termNames['recommendation-statuses'][status], lang);

/** The calendar that the city hall lives by. */
const zone = 'Europe/Bucharest';
const dayOf = (time: string, lang: Language) => DateTime.fromISO(time, { zone, locale: lang }).toFormat('d MMMM yyyy');

interface EntryProps {
  readonly at: string;
  readonly title: string;
  readonly note: LocalizedText | null;
  readonly lang: Language;
}

const Entry = ({ at, title, note, lang }: EntryProps) => (
  <li>
    <time dateTime={at}>{dayOf(at, lang)}</time>: {title}
    {note && (
      <>
        {'. '}
        <Text text={note} lang={lang} />
      </>
    )}
  </li>
);

/** A recommendation as a page that stands alone: everything escaped, nothing fetched. */
export function recommendationPage(
  recommendation: RecommendationAnswer,
  event: LocalizedText,
  lang: Language,
): HtmlPage {
  const words = lang === 'ro' ? ro : en;
  const { id, text, reworded, redacted, status, owner, stages, progress, promoted, civicEventId } = recommendation;
  return {
    lang,
    title: words.title,
    children: (
      <>
        <main>
          <header>
            <p>{words.title}</p>
            {redacted && (
              <p class="mark" role="note">
                <strong>{words.redacted}</strong> <Text text={redacted.reason} lang={lang} />
              </p>
            )}
            {reworded && (
              <p class="mark" role="note">
                <strong>{words.reworded}</strong> <Text text={reworded.reason} lang={lang} />
              </p>
            )}
            <h1>
              <Text text={text} lang={lang} />
            </h1>
          </header>
          <dl>
            <dt>{words.status}</dt>
            <dd>{statusName(status, lang)}</dd>
            <dt>{words.owner}</dt>
            <dd>{owner ? `${owner.name} (${words.owners[owner.kind]})` : <span class="none">{words.nobody}</span>}</dd>
            {promoted && (
              <>
                <dt>{words.promoted}</dt>
                <dd>
                  <Text text={promoted.reason} lang={lang} />
                </dd>
              </>
            )}
          </dl>
          <section>
            <h2>{words.stages}</h2>
            <ol>
              {stages.map(({ status: reached, note, at }) => (
                <Entry at={at} title={statusName(reached, lang)} note={note} lang={lang} />
              ))}
            </ol>
          </section>
          <section>
            <h2>{words.progress}</h2>
            {progress.length === 0 ? (
              <p class="none">{words.none}</p>
            ) : (
              <ol>
                {progress.map(({ status: reached, note, at }) => (
                  <Entry at={at} title={statusName(reached, lang)} note={note} lang={lang} />
                ))}
              </ol>
            )}
          </section>
          <footer>
            <p>
              <a href={subscriptionFormPath(`recommendation:${id}`, lang)}>{words.follow}</a>
            </p>
            {words.event}:{' '}
            <a href={`/events/v1/civic-events/${civicEventId}?format=html&lang=${lang}`}>{inLanguage(event, lang)}</a>
          </footer>
        </main>
      </>
    ),
  };
}

/** Recommendations that meet some criteria, each with its status and the way to its page. */
export function recommendationsPage(
  { items, next }: Page<RecommendationAnswer>,
  query: Readonly<Record<string, string>>,
  lang: Language,
): HtmlPage {
  const words = lang === 'ro' ? ro : en;
  return listPage({
    lang,
    title: words.list,
    none: words.nothing,
    next,
    query,
    entries: items.map(({ id, text, status, owner }) => (
      <li key={id}>
        <a href={`/events/v1/recommendations/${id}?format=html&lang=${lang}`}>
          <Text text={text} lang={lang} />
        </a>
        <p class="more">
          {statusName(status, lang)}
          {owner && `, ${owner.name}`}
        </p>
      </li>
    )),
  });
}
