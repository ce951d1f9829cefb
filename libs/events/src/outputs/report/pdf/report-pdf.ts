import { inLanguage, termNames, type Language, type LocalizedText } from '@ecou/contracts';
import { TaggedDocument, type Passage } from '@ecou/runtime/pdf';
import type { PageEmblem } from '../../page/emblems.js';
import { dayOf, durationOf, hoursOf } from '../../page/times.js';
import { distributionOf, figureOf, itemsOf, meanOf, rateOf } from '../page/format.js';
import { wordsOf, type Words } from '../page/words.js';
import type { ReportAnswer } from '../report.schemas.js';

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

type Fact = readonly [name: string, value: string];

function programmeFacts({ report: { programme }, lang, words }: Sheet): Fact[] {
  if (!programme) return [];
  const { title, fundingCodes, activity, organiser } = programme;
  const codes = fundingCodes.map(({ scheme, code }) => `${scheme} ${code}`).join(', ');
  const named = activity && `${activity.code} ${activity.title ? inLanguage(activity.title, lang) : ''}`.trim();
  return [
    [words.programme, inLanguage(title, lang) + (codes ? ` (${codes})` : '')],
    ...(named === null ? [] : [[words.activity, named] as const]),
    [words.organiser, organiser ?? words.notReported],
  ];
}

function factsOf(sheet: Sheet): Fact[] {
  const { report, lang, words } = sheet;
  const { author, venue, onlineAddress } = report;
  const places = [
    venue && `${venue.name}, ${venue.address}`,
    onlineAddress && `${words.online}: ${onlineAddress}`,
  ].filter(Boolean);
  return [
    ...programmeFacts(sheet),
    [words.author, author ?? words.notReported],
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
  else document.paragraph({ text: words.nothingReported }, 'faint');
  if (state === 'unreconciled' && total !== null) {
    document.remark(words.unreconciled, words.unreconciledNote(total + (difference ?? 0), total));
  }
  if (correction && reported) {
    const day = dayOf(correction.correctedAt, report.timeZone, lang);
    document.paragraph({ text: words.corrected(day) });
    document.paragraph(passage(correction.reason, lang));
    figures(sheet, reported, words.asReported);
  }
}

function texts({ document, lang, words }: Sheet, title: string, all: readonly LocalizedText[]): void {
  document.heading(2, { text: title });
  if (all.length === 0) document.paragraph({ text: words.nothingReported }, 'faint');
  else document.list(all.map((text) => passage(text, lang)));
}

function points({ document, report: { discussionPoints }, lang, words }: Sheet): void {
  document.heading(2, { text: words.points });
  if (discussionPoints.length === 0) document.paragraph({ text: words.nothingReported }, 'faint');
  const items = discussionPoints.map(({ kind, text, themes, reworded, redacted }) => {
    const marks = [reworded && words.reworded, redacted && words.redacted].filter(Boolean).map((mark) => ` [${mark}]`);
    const about = themes.map(({ label }) => inLanguage(label, lang)).join(', ');
    const named =
      kind === 'discussion-point' ? '' : ` [${inLanguage(termNames['discussion-point-kinds'][kind], lang)}]`;
    return passage(text, lang, `${named}${marks.join('')}${about && ` (${about})`}`);
  });
  if (items.length > 0) document.list(items, { numbered: true });
}

function results({ document, lang, words }: Sheet, of: ReportAnswer['feedback'][number]): void {
  const number = figureOf(of.respondents, words, lang);
  const { denominator } = of;
  document.heading(3, { text: inLanguage(of.title, lang) });
  document.facts([
    [words.respondents, denominator ? words.of(number, denominator) : number],
    [words.anonymous, figureOf(of.anonymous, words, lang)],
    [words.responseRate, rateOf(of.responseRate, words, lang)],
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
    rows: itemsOf(of, words).map((item) => [
      inLanguage(item.wording, lang),
      item.n === null ? '–' : figureOf(item.n, words, lang),
      distributionOf(item, words, lang).join('\n') || (item.kind === 'text' ? '–' : words.rateNotReported),
      item.mean === null ? '–' : meanOf(item.mean, words, lang),
    ]),
    namedRows: true,
  });
}

function feedback(sheet: Sheet): void {
  const { document, report, words } = sheet;
  document.heading(2, { text: words.feedback });
  if (report.feedback.length === 0) document.paragraph({ text: words.nothingReported }, 'faint');
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

/** The content of a document. */
export interface PdfParts {
  readonly report: ReportAnswer;
  readonly lang: Language;
  /** It publishes the report, and is named as its author where nobody said who that is. */
  readonly institution: string;
  /** Pictures at its head. */
  readonly emblems: readonly PageEmblem[];
}

/** The report as a tagged PDF that stands alone. The same version with the same words gives the same bytes. */
export function reportPdf({ report, lang, institution, emblems }: PdfParts): Promise<Buffer> {
  const words = wordsOf(lang);
  const title = inLanguage(report.title, lang);
  const version = words.version(report.version, dayOf(report.publishedAt, report.timeZone, lang));
  const document = new TaggedDocument({
    title: `${words.report}: ${title}`,
    author: report.author ?? institution,
    subject: version,
    keywords: `${report.civicEventId}, version ${report.version}, position ${report.position}`,
    lang,
    at: report.publishedAt,
  });
  const sheet = { document, report, lang, words };
  document.pictures(
    emblems.map(({ name, base64 }) => ({ alt: inLanguage(name, lang), bytes: Buffer.from(base64, 'base64') })),
  );
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
  if (report.programme?.financing) document.paragraph(passage(report.programme.financing, lang), 'faint');
  return document.end((page, pages) => `${institution} · ${version} · ${words.page(page, pages)}`);
}
