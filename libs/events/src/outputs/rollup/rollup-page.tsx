import { Text, type HtmlPage } from '@ecou/runtime';
import { inLanguage, sharedBeginning, subscriptionFormPath, type Language } from '@ecou/contracts';
import { dayOf } from '../page/times.js';
import { statusName } from '../recommendation/recommendation-page.js';
import { figureOf, rateOf } from '../report/page/format.js';
import { FiguresTable } from '../report/page/participants.js';
import { wordsOf } from '../report/page/words.js';
import { Outreach } from './rollup-outreach.js';
import { rollupWords } from './rollup-words.js';
import type { RollupAnswer } from './rollup.schemas.js';

interface SectionProps {
  readonly rollup: RollupAnswer;
  readonly lang: Language;
}

type Session = RollupAnswer['participants']['notReported'][number];

const nameOf = ({ title, startsAt, timeZone }: Session, lang: Language): string =>
  `${inLanguage(title, lang)} (${dayOf(startsAt, timeZone, lang)})`;

interface NamedSessionsProps {
  readonly title: string;
  readonly sessions: readonly Session[];
  readonly lang: Language;
}

/** Renders nothing where there are none. */
const NamedSessions = ({ title, sessions, lang }: NamedSessionsProps) =>
  sessions.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <ul>
        {sessions.map((session) => (
          <li>{nameOf(session, lang)}</li>
        ))}
      </ul>
    </>
  );

interface CountsProps {
  readonly counts: readonly (readonly [string, number])[];
  readonly lang: Language;
}

const Counts = ({ counts, lang }: CountsProps) => {
  const words = rollupWords(lang);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.status}</th>
          <th scope="col" class="number">
            {words.number}
          </th>
        </tr>
      </thead>
      <tbody>
        {counts.map(([name, count]) => (
          <tr>
            <td>{name}</td>
            <td class="number">{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

function Sessions({ rollup: { sessions }, lang }: SectionProps) {
  const words = rollupWords(lang);
  const counts = sessions.byStatus.filter(({ count }) => count > 0);
  return (
    <section>
      <h2>
        {words.sessions}: {sessions.total}
      </h2>
      <Counts counts={counts.map(({ status, count }) => [words.statuses[status], count] as const)} lang={lang} />
    </section>
  );
}

function Participants({ rollup: { participants }, lang }: SectionProps) {
  const words = rollupWords(lang);
  const reportWords = wordsOf(lang);
  const { reconciled, unreconciled, notReported } = participants;
  return (
    <section>
      <h2>{words.participants}</h2>
      <p>{words.inSums(reconciled.sessions, reconciled.corrected)}</p>
      {reconciled.sessions > 0 && <FiguresTable figures={reconciled} words={reportWords} lang={lang} />}
      {unreconciled.length > 0 && <h3>{words.unreconciled}</h3>}
      {unreconciled.map((session) => {
        const { reported, corrected, difference } = session;
        const total = (corrected ?? reported)?.total ?? 0;
        return (
          <div class="mark" role="note">
            <p>
              <strong>{nameOf(session, lang)}.</strong> {words.unreconciledNote(total + difference, total)}
            </p>
            {reported && <FiguresTable caption={words.reported} figures={reported} words={reportWords} lang={lang} />}
            {corrected && (
              <FiguresTable caption={words.corrected} figures={corrected} words={reportWords} lang={lang} />
            )}
          </div>
        );
      })}
      <NamedSessions title={words.participantsNotReported} sessions={notReported} lang={lang} />
    </section>
  );
}

function Rates({ rollup: { feedback }, lang }: SectionProps) {
  const words = rollupWords(lang);
  const reportWords = wordsOf(lang);
  return (
    <table class="wide">
      <thead>
        <tr>
          <th scope="col">{words.session}</th>
          <th scope="col" class="number">
            {words.respondents}
          </th>
          <th scope="col" class="number">
            {words.outOf}
          </th>
          <th scope="col" class="number">
            {words.rate}
          </th>
        </tr>
      </thead>
      <tbody>
        {feedback.questionnaires.map((each) => (
          <tr>
            <td>
              {nameOf(each, lang)}: {inLanguage(each.questionnaire, lang)}
            </td>
            <td class="number">{figureOf(each.respondents, reportWords, lang)}</td>
            <td class="number">
              {each.denominator?.count ?? reportWords.notReported}
              {each.denominator?.includesTeam && <span class="more"> {words.team}</span>}
            </td>
            <td class="number">{rateOf(each.responseRate, reportWords, lang)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Feedback({ rollup, lang }: SectionProps) {
  const words = rollupWords(lang);
  const { questionnaires, pooled, withoutRate, withoutResults } = rollup.feedback;
  return (
    <section>
      <h2>{words.feedback}</h2>
      {questionnaires.length === 0 ? (
        <p class="none">{wordsOf(lang).nothingReported}</p>
      ) : (
        <Rates rollup={rollup} lang={lang} />
      )}
      {pooled.length > 0 && <h3>{words.pooled}</h3>}
      {pooled.map((each) => (
        <p>
          {rateOf(each.rate, wordsOf(lang), lang)}: {words.pooledLine(each)}
        </p>
      ))}
      {withoutRate > 0 && <p>{words.withoutRate(withoutRate)}</p>}
      <NamedSessions title={words.withoutResults} sessions={withoutResults} lang={lang} />
    </section>
  );
}

function Recommendations({ rollup: { recommendations }, lang }: SectionProps) {
  const words = rollupWords(lang);
  const counts = recommendations.byStatus.filter(({ count }) => count > 0);
  return (
    <section>
      <h2>
        {words.recommendations}: {recommendations.total}
      </h2>
      {counts.length > 0 && (
        <Counts counts={counts.map(({ status, count }) => [statusName(status, lang), count] as const)} lang={lang} />
      )}
    </section>
  );
}

function Deliverables({ rollup: { deliverables }, lang }: SectionProps) {
  const words = rollupWords(lang);
  if (!deliverables) return null;
  const { planned, published, items } = deliverables;
  return (
    <section>
      <h2>{words.deliverables}</h2>
      <p>{words.publishedOf(published, planned)}</p>
      <ul>
        {items.map(({ title, presented, published: where }) => (
          <li>
            {inLanguage(title, lang)}: {where && <a href={where.address}>{where.address}</a>}
            {!where && (presented.length > 0 ? words.presentedAt(presented.length) : words.notPublished)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The wish of somebody who wants to hear more. */
const topicOf = ({ subject: { kind, id, name } }: RollupAnswer): string => `${kind}:${id ?? name}`;

/** The roll-up as a page, ready to be printed. `at`: the time that it stands for (ISO 8601). */
export function rollupPage(rollup: RollupAnswer, at: string | null, lang: Language): HtmlPage {
  const words = rollupWords(lang);
  const { subject } = rollup;
  const title = subject.title
    ? inLanguage(subject.title, lang)
    : (sharedBeginning(rollup.sessions.items.map((session) => inLanguage(session.title, lang))) ??
      (subject.name ?? '').replaceAll('-', ' '));
  const codes = subject.fundingCodes.map(({ scheme, code }) => `${scheme} ${code}`).join(', ');
  const path = subject.kind === 'programme' ? `programmes/${subject.id}` : `series/${subject.name}`;
  return {
    lang,
    title: `${words.report}: ${title}`,
    // Both languages tell of the same facts.
    at: `/events/v1/${path}/report?format=html&asOf=${rollup.position}`,
    children: (
      <>
        <main>
          <header>
            <p>
              {words.report}: {subject.kind === 'programme' ? words.programme : words.series}
            </p>
            <h1>{title}</h1>
            {codes && <p>{codes}</p>}
            {subject.organiser !== null && (
              <p>
                {words.organiser}: {subject.organiser}
              </p>
            )}
          </header>
          <Sessions rollup={rollup} lang={lang} />
          <Participants rollup={rollup} lang={lang} />
          <Feedback rollup={rollup} lang={lang} />
          <Recommendations rollup={rollup} lang={lang} />
          <Deliverables rollup={rollup} lang={lang} />
          <Outreach outreach={rollup.outreach} lang={lang} />
          <footer>
            {subject.financing && (
              <p>
                <Text text={subject.financing} lang={lang} />
              </p>
            )}
            <p>
              <a href={subscriptionFormPath(topicOf(rollup), lang)}>{words.follow}</a>
            </p>
            {at !== null && <p>{words.asOf(dayOf(at, 'Europe/Bucharest', lang))}</p>}
          </footer>
        </main>
      </>
    ),
  };
}
