import { inLanguage, type Language, type LocalizedText } from '@ecou/contracts';
import { dayOf, durationOf, hoursOf } from '../../page/times.js';
import { distributionOf, figureOf, shareOf } from '../page/format.js';
import { wordsOf, type Words } from '../page/words.js';
import type { ReportAnswer } from '../report.schemas.js';
import { TaggedDocument, type Passage } from './tagged-document.js';

/** The means with which every section writes. */
interface Sheet {
  readonly document: TaggedDocument;
  readonly report: ReportAnswer;
  readonly lang: Language;
  readonly words: Words;
}

type Figures = NonNullable<ReportAnswer['participants']['reported']>;

/** A text in the language of the document, else in Romanian, and marked so. */
const passage = (text: LocalizedText, lang: Language, more = ''): Passage =>
  text[lang] === undefined ? { text: text.ro + more, lang: 'ro' } : { text: text[lang] + more };

function factsOf({ report, lang, words }: Sheet): (readonly [string, string])[] {
  const { programme, venue, onlineAddress } = report;
  const places = [
    venue && `${venue.name}, ${venue.address}`,
    onlineAddress && `${words.online}: ${onlineAddress}`,
  ].filter(Boolean);
  const codes = programme?.fundingCodes.map(({ scheme, code }) => `${scheme} ${code}`).join(', ');
  const activity = programme?.activity;
  return [
    ...(programme
      ? [[words.programme, inLanguage(programme.title, lang) + (codes ? ` (${codes})` : '')] as const]
      : []),
    ...(activity
      ? [[words.activity, `${activity.code} ${activity.title ? inLanguage(activity.title, lang) : ''}`.trim()] as const]
      : []),
    [words.date, dayOf(report.startsAt, report.timeZone, lang)],
    [words.duration, `${durationOf(report.durationMinutes)} (${hoursOf(report, lang)})`],
    [words.venue, places.join('; ') || words.notReported],
  ];
}

function figures({ document, lang, words }: Sheet, { categories, total }: Figures, caption?: string): void {
  document.table({
    caption,
    columns: [
      { name: words.category, share: 8 },
      { name: words.count, share: 2, align: 'right' },
    ],
    rows: [
      ...categories.map(({ label, count }) => [inLanguage(label, lang), String(count)]),
      [words.total, String(total)],
    ],
    namedRows: true,
    total: true,
  });
}

function participants(sheet: Sheet): void {
  const { document, report, lang, words } = sheet;
  const { state, categories, total, difference, reported, correction } = report.participants;
  document.heading(2, { text: words.participants });
  if (categories && total !== null) figures(sheet, { categories, total });
  else document.paragraph({ text: words.notReported }, 'faint');
  if (state === 'unreconciled' && total !== null) {
    document.remark(words.unreconciled, words.unreconciledNote(total + (difference ?? 0), total));
  }
  if (correction && reported) {
    const day = dayOf(correction.correctedAt, report.timeZone, lang);
    document.paragraph({ text: `${words.corrected(day)} ${correction.reason}` });
    figures(sheet, reported, words.asReported);
  }
}

function texts({ document, lang, words }: Sheet, title: string, all: readonly LocalizedText[]): void {
  document.heading(2, { text: title });
  if (all.length === 0) document.paragraph({ text: words.notReported }, 'faint');
  else document.list(all.map((text) => passage(text, lang)));
}

function points({ document, report: { discussionPoints }, lang, words }: Sheet): void {
  document.heading(2, { text: words.points });
  if (discussionPoints.length === 0) document.paragraph({ text: words.notReported }, 'faint');
  const items = discussionPoints.map(({ kind, text, themes }) => {
    const about = themes.map(({ label }) => inLanguage(label, lang)).join(', ');
    return passage(text, lang, ` [${words.kinds[kind]}]${about && ` (${about})`}`);
  });
  if (items.length > 0) document.list(items, { numbered: true });
}

function results({ document, lang, words }: Sheet, of: ReportAnswer['feedback'][number]): void {
  const number = figureOf(of.respondents, words, lang);
  const { denominator } = of;
  document.heading(3, { text: inLanguage(of.title, lang) });
  document.facts([
    [words.respondents, denominator ? words.of(number, denominator.count, denominator.source) : number],
    [words.anonymous, figureOf(of.anonymous, words, lang)],
    [words.responseRate, shareOf(of.responseRate, words, lang)],
    [words.answers, words.basis[of.basis]],
  ]);
  if (of.items.length === 0) return;
  document.table({
    columns: [
      { name: words.question, share: 7 },
      { name: words.answers, share: 3, align: 'right' },
      { name: words.distribution, share: 7 },
      { name: words.mean, share: 3, align: 'right' },
    ],
    rows: of.items.map((item) => [
      inLanguage(item.wording, lang),
      figureOf(item.n, words, lang),
      distributionOf(item, words, lang).join('\n') || (item.kind === 'text' ? '–' : words.notReported),
      item.mean === null ? '–' : figureOf(item.mean, words, lang),
    ]),
    namedRows: true,
  });
}

function feedback(sheet: Sheet): void {
  const { document, report, words } = sheet;
  document.heading(2, { text: words.feedback });
  if (report.feedback.length === 0) document.paragraph({ text: words.notReported }, 'faint');
  for (const each of report.feedback) results(sheet, each);
}

function versions({ document, report, lang, words }: Sheet): void {
  document.heading(2, { text: words.versions });
  document.list(
    report.versions.map(({ version, publishedAt, changeNote }) => {
      const line = words.version(version, dayOf(publishedAt, report.timeZone, lang));
      const note = changeNote && passage(changeNote, lang);
      return note ? { text: `${line}. ${words.changes}: ${note.text}`, lang: note.lang } : { text: `${line}.` };
    }),
  );
}

/**
 * The report as a tagged PDF that stands alone. `institution` is named as its author. The same version with the same words gives the same
 * bytes.
 */
export function reportPdf(report: ReportAnswer, lang: Language, institution: string): Promise<Buffer> {
  const words = wordsOf(lang);
  const title = inLanguage(report.title, lang);
  const version = words.version(report.version, dayOf(report.publishedAt, report.timeZone, lang));
  const document = new TaggedDocument({
    title: `${words.report}: ${title}`,
    author: institution,
    subject: version,
    keywords: `${report.civicEventId}, version ${report.version}, position ${report.position}`,
    lang,
    at: report.publishedAt,
  });
  const sheet = { document, report, lang, words };
  document.paragraph({ text: words.report }, 'faint');
  document.heading(1, passage(report.title, lang));
  if (report.series) document.paragraph({ text: words.series(report.series.place) }, 'faint');
  document.facts(factsOf(sheet));
  participants(sheet);
  texts(sheet, words.presentations, report.presentations);
  texts(sheet, words.debates, report.debates);
  points(sheet);
  feedback(sheet);
  texts(sheet, words.suggestions, report.suggestions);
  versions(sheet);
  return document.end((page, pages) => `${institution} · ${version} · ${words.page(page, pages)}`);
}
