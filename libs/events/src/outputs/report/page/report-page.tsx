import { Text, type HtmlPage } from '@ecou/runtime';
import { inLanguage, termNames, type Language, type LocalizedText } from '@ecou/contracts';
import { Emblems, type PageEmblem } from '../../page/emblems.js';
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

function Makers({ report: { programme, author }, lang }: SectionProps) {
  const words = wordsOf(lang);
  return (
    <>
      {programme && (
        <>
          <dt>{words.organiser}</dt>
          <dd>{programme.organiser ?? <span class="none">{words.notReported}</span>}</dd>
        </>
      )}
      <dt>{words.author}</dt>
      <dd>{author ?? <span class="none">{words.notReported}</span>}</dd>
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
      <Makers report={report} lang={lang} />
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
      <p class="none">{wordsOf(lang).nothingReported}</p>
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

interface MarkProps {
  readonly word: string;
  readonly why: LocalizedText;
  readonly lang: Language;
}

/** Says that words were changed or taken out, and why. */
const Mark = ({ word, why, lang }: MarkProps) => (
  <span class="kind">
    {' '}
    [{word}: <Text text={why} lang={lang} />]
  </span>
);

function Points({ report: { discussionPoints }, lang }: SectionProps) {
  const words = wordsOf(lang);
  return (
    <section>
      <h2>{words.points}</h2>
      {discussionPoints.length === 0 && <p class="none">{words.nothingReported}</p>}
      <ol>
        {discussionPoints.map(({ kind, text, themes, reworded, redacted }) => (
          <li>
            <Text text={text} lang={lang} />
            {kind !== 'discussion-point' && (
              <span class="kind"> [{inLanguage(termNames['discussion-point-kinds'][kind], lang)}]</span>
            )}
            {reworded && <Mark word={words.reworded} why={reworded.reason} lang={lang} />}
            {redacted && <Mark word={words.redacted} why={redacted.reason} lang={lang} />}
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
export function reportPage(report: ReportAnswer, lang: Language, emblems: readonly PageEmblem[]): HtmlPage {
  const words = wordsOf(lang);
  const title = inLanguage(report.title, lang);
  return {
    lang,
    title: `${words.report}: ${title}`,
    children: (
      <>
        <main>
          <header>
            <Emblems emblems={emblems} lang={lang} />
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
          <footer>
            {report.programme?.financing && (
              <p>
                <Text text={report.programme.financing} lang={lang} />
              </p>
            )}
            <p>{words.version(report.version, dayOf(report.publishedAt, report.timeZone, lang))}</p>
            <h2>{words.versions}</h2>
            <Versions report={report} lang={lang} />
            <p>
              <a href={`/events/v1/civic-events/${report.civicEventId}?format=html&lang=${lang}`}>{words.event}</a>
            </p>
            <p>
              <a href={`?format=pdf&lang=${lang}`} type="application/pdf">
                PDF
              </a>
            </p>
          </footer>
        </main>
      </>
    ),
  };
}
