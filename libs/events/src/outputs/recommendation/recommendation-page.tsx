import { htmlDocument } from '@ecou/runtime';
import { inLanguage, type Language, type LocalizedText } from '@ecou/contracts';
import { DateTime } from 'luxon';
import type { RecommendationAnswer } from '../../consultations/discussion-point/recommendation.schemas.js';
import { LanguageLink, Text } from '../page/bilingual.js';
import { style } from '../page/style.js';

const ro = {
  title: 'Recomandare',
  status: 'Stadiul',
  owner: 'Responsabil',
  nobody: 'nu a fost stabilit',
  owners: { department: 'departament', partner: 'organizație parteneră' },
  promoted: 'De ce este tratată ca recomandare',
  stages: 'Ce s-a întâmplat',
  progress: 'Progres',
  none: 'nimic consemnat încă',
  event: 'Întâlnirea la care a fost făcută',
  statuses: {
    recorded: 'consemnată',
    'under-review': 'în analiză',
    accepted: 'acceptată',
    declined: 'respinsă',
    'in-progress': 'în lucru',
    done: 'realizată',
  },
};

const en: typeof ro = {
  title: 'Recommendation',
  status: 'Status',
  owner: 'Who sees to it',
  nobody: 'not named yet',
  owners: { department: 'department', partner: 'partner organisation' },
  promoted: 'Why it is treated as a recommendation',
  stages: 'What happened',
  progress: 'Progress',
  none: 'nothing on record yet',
  event: 'The meeting at which it was made',
  statuses: {
    recorded: 'recorded',
    'under-review': 'under review',
    accepted: 'accepted',
    declined: 'declined',
    'in-progress': 'in progress',
    done: 'done',
  },
};

/** The names of the statuses. */
export const statusWords = (lang: Language): (typeof ro)['statuses'] => (lang === 'ro' ? ro : en).statuses;

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
export function renderRecommendation(recommendation: RecommendationAnswer, lang: Language): string {
  const words = lang === 'ro' ? ro : en;
  const { text, status, owner, stages, progress, promoted, civicEventId } = recommendation;
  return htmlDocument({
    lang,
    title: words.title,
    style,
    children: (
      <>
        <LanguageLink lang={lang} />
        <main>
          <header>
            <p>{words.title}</p>
            <h1 lang={text[lang] === undefined ? 'ro' : lang}>{inLanguage(text, lang)}</h1>
          </header>
          <dl>
            <dt>{words.status}</dt>
            <dd>{words.statuses[status]}</dd>
            <dt>{words.owner}</dt>
            <dd>{owner ? `${owner.name} (${words.owners[owner.kind]})` : <span class="none">{words.nobody}</span>}</dd>
            {promoted && (
              <>
                <dt>{words.promoted}</dt>
                <dd>{inLanguage(promoted.reason, lang)}</dd>
              </>
            )}
          </dl>
          <section>
            <h2>{words.stages}</h2>
            <ol>
              {stages.map(({ status: reached, note, at }) => (
                <Entry at={at} title={words.statuses[reached]} note={note} lang={lang} />
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
                  <Entry at={at} title={words.statuses[reached]} note={note} lang={lang} />
                ))}
              </ol>
            )}
          </section>
        </main>
        <footer>
          <a href={`/events/v1/civic-events/${civicEventId}`}>{words.event}</a>
        </footer>
      </>
    ),
  });
}
