import { htmlDocument } from '@ecou/runtime';
import { inLanguage, type Language, type LocalizedText } from '@ecou/contracts';
import { LanguageLink, Text } from '../../page/bilingual.js';
import { style } from '../../page/style.js';
import { dayOf, durationOf, hoursOf } from '../../page/times.js';
import type { ReportAnswer } from '../report.schemas.js';
import { Feedback } from './feedback.js';
import { Participants } from './participants.js';
import type { SectionProps } from './section.js';
import { wordsOf } from './words.js';

function ProgrammeFacts({ report: { programme }, lang }: SectionProps) {
  const words = wordsOf(lang);
  if (!programme) return null;
  const codes = programme.fundingCodes.map(({ scheme, code }) => `${scheme} ${code}`).join(', ');
  return (
    <>
      <dt>{words.programme}</dt>
      <dd>
        <Text text={programme.title} lang={lang} />
        {codes && ` (${codes})`}
      </dd>
      {programme.activity && (
        <>
          <dt>{words.activity}</dt>
          <dd>
            {programme.activity.code} {programme.activity.title && <Text text={programme.activity.title} lang={lang} />}
          </dd>
        </>
      )}
    </>
  );
}

function Venue({ report: { venue, onlineAddress }, lang }: SectionProps) {
  const words = wordsOf(lang);
  const places = [
    venue && `${venue.name}, ${venue.address}`,
    onlineAddress && `${words.online}: ${onlineAddress}`,
  ].filter(Boolean);
  return places.length > 0 ? <>{places.join('; ')}</> : <span class="none">{words.notReported}</span>;
}

function Facts({ report, lang }: SectionProps) {
  const words = wordsOf(lang);
  return (
    <dl>
      <ProgrammeFacts report={report} lang={lang} />
      <dt>{words.date}</dt>
      <dd>
        <time dateTime={report.startsAt}>{dayOf(report.startsAt, report.timeZone, lang)}</time>
      </dd>
      <dt>{words.duration}</dt>
      <dd>
        {durationOf(report.durationMinutes)} ({hoursOf(report, lang)})
      </dd>
      <dt>{words.venue}</dt>
      <dd>
        <Venue report={report} lang={lang} />
      </dd>
    </dl>
  );
}

interface TextsProps {
  readonly title: string;
  readonly texts: readonly LocalizedText[];
  readonly lang: Language;
}

const Texts = ({ title, texts, lang }: TextsProps) => (
  <section>
    <h2>{title}</h2>
    {texts.length === 0 ? (
      <p class="none">{wordsOf(lang).notReported}</p>
    ) : (
      <ul>
        {texts.map((text) => (
          <li>
            <Text text={text} lang={lang} />
          </li>
        ))}
      </ul>
    )}
  </section>
);

function Points({ report: { discussionPoints }, lang }: SectionProps) {
  const words = wordsOf(lang);
  return (
    <section>
      <h2>{words.points}</h2>
      {discussionPoints.length === 0 && <p class="none">{words.notReported}</p>}
      <ol>
        {discussionPoints.map(({ kind, text, themes }) => (
          <li>
            <Text text={text} lang={lang} /> <span class="kind">[{words.kinds[kind]}]</span>
            {themes.length > 0 && (
              <div class="themes">{themes.map(({ label }) => inLanguage(label, lang)).join(', ')}</div>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

const Versions = ({ report: { versions, timeZone }, lang }: SectionProps) => (
  <ul>
    {versions.map(({ version, publishedAt, changeNote }) => (
      <li>
        {wordsOf(lang).version(version, dayOf(publishedAt, timeZone, lang))}
        {changeNote && (
          <>
            . {wordsOf(lang).changes}: <Text text={changeNote} lang={lang} />
          </>
        )}
      </li>
    ))}
  </ul>
);

/** The report as a page that stands alone: everything escaped, nothing fetched, ready to be printed. */
export function renderReport(report: ReportAnswer, lang: Language): string {
  const words = wordsOf(lang);
  const title = inLanguage(report.title, lang);
  return htmlDocument({
    lang,
    title: `${words.report}: ${title}`,
    style,
    children: (
      <>
        <LanguageLink lang={lang} />
        <main>
          <header>
            <p>{words.report}</p>
            <h1>
              <Text text={report.title} lang={lang} />
            </h1>
            {report.series && <p>{words.series(report.series.place)}</p>}
          </header>
          <Facts report={report} lang={lang} />
          <Participants report={report} lang={lang} />
          <Texts title={words.presentations} texts={report.presentations} lang={lang} />
          <Texts title={words.debates} texts={report.debates} lang={lang} />
          <Points report={report} lang={lang} />
          <Feedback report={report} lang={lang} />
          <Texts title={words.suggestions} texts={report.suggestions} lang={lang} />
        </main>
        <footer>
          <p>{words.version(report.version, dayOf(report.publishedAt, report.timeZone, lang))}</p>
          <h2>{words.versions}</h2>
          <Versions report={report} lang={lang} />
          <p>
            <a href={`?format=pdf&lang=${lang}`} type="application/pdf">
              PDF
            </a>
          </p>
        </footer>
      </>
    ),
  });
}
