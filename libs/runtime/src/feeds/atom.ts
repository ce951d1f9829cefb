import type { Language } from '@ecou/contracts';

/** An entry of a feed: one fact that was told. */
export interface FeedEntry {
  /** UUID of the fact; it never changes. */
  readonly id: string;
  readonly title: string;
  /** Address of what it is about. */
  readonly link: string;
  /** ISO 8601 with offset. */
  readonly at: string;
  /** Without one: empty. */
  readonly summary: string;
  readonly category: { readonly term: string; readonly label: string };
}

export interface AtomFeed {
  readonly title: string;
  /** The institution that says it. */
  readonly author: string;
  readonly lang: Language;
  /** Address of the feed. */
  readonly self: string;
  /** Address of the same for people. */
  readonly alternate: string;
  /** The newest first. */
  readonly entries: readonly FeedEntry[];
}

/** A text without the control characters that neither XML 1.0 nor iCalendar may hold. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- they are what it is about
  text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '');

const escaped = (text: string): string =>
  printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const attribute = (text: string): string => escaped(text).replaceAll('"', '&quot;');

/** An address as an attribute. Throws on what is no address. */
const address = (text: string): string => attribute(new URL(text).href);

/** A text as HTML in a CDATA section: readers take titles for HTML. */
const html = (name: string, text: string): string => `<${name} type="html"><![CDATA[${escaped(text)}]]></${name}>`;

const timeOf = (at: string | number): string => new Date(at).toISOString();

const linesOfEntry = ({ id, title, link, at, summary, category: { term, label } }: FeedEntry): readonly string[] => [
  '<entry>',
  `    ${html('title', title)}`,
  `    <id>urn:uuid:${id}</id>`,
  `    <link href="${address(link)}"/>`,
  `    <updated>${timeOf(at)}</updated>`,
  ...(printable(summary) === '' ? [] : [`    ${html('summary', summary)}`]),
  `    <category label="${attribute(label)}" term="${attribute(term)}"/>`,
  `    <published>${timeOf(at)}</published>`,
  '</entry>',
];

/** A feed as an Atom document (RFC 4287). An empty one was updated at the beginning of 1970. */
export function atomOf({ title, author, lang, self, alternate, entries }: AtomFeed): string {
  const lines = [
    `<id>${escaped(self)}</id>`,
    `<title>${escaped(title)}</title>`,
    `<updated>${timeOf(entries[0]?.at ?? 0)}</updated>`,
    '<generator>Ecou</generator>',
    '<author>',
    `    <name>${escaped(author)}</name>`,
    '</author>',
    `<link rel="alternate" href="${address(alternate)}"/>`,
    `<link rel="self" href="${address(self)}"/>`,
    ...entries.flatMap(linesOfEntry),
  ].map((line) => `    ${line}`);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xml:lang="${lang}" xmlns="http://www.w3.org/2005/Atom">`,
    ...lines,
    '</feed>',
  ].join('\n');
}
