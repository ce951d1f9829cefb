import { TemplateFault } from './template-text.js';

/** Some words of a paragraph that look alike. */
export interface Span {
  readonly text: string;
  readonly look?: 'strong' | 'emphasis';
  /** The address that they lead to: `https:`, `http:` or `mailto:`. */
  readonly href?: string;
}

export type Paragraph = readonly Span[];

/** A character after `\` stands for itself. */
const escaped = /\\([\\*[\]()])/g;
const special = /[\\*[\]()]/g;

/** `\*`, `**strong**`, `*emphasis*`, `[label](address)`, in this order. Each part stops at what would begin it again, so that it is read once. */
const spans =
  /\\[\\*[\]()]|\*\*(?<strong>(?:\\.|[^*\\])+)\*\*|\*(?<emphasis>(?:\\.|[^*\\])+)\*|\[(?<label>(?:\\.|[^[\]\\\n])+)\]\((?<address>(?:\\.|[^()\s\\])+)\)/gsu;

/** The same in a text whose variables stand for themselves: an address may be one. */
const linksInTemplate = /\[(?:\\.|[^[\]\\\n])+\]\((?<address>(?:\{\{[^{}]*\}\}|[^(){}\s])+)\)/gsu;

const isAddress = (address: string): boolean => /^(?:https?:\/\/[^/\s]|mailto:[^\s@]+@[^\s@]+$)/i.test(address);

/** A value as text that markup leaves alone. */
export const withoutMarkup = (value: string): string => value.replace(special, String.raw`\$&`);

const unescaped = (text: string): string => text.replace(escaped, '$1');

/** Throws `TemplateFault` for a link to something else than a page or a mailbox. One that a variable gives is judged by its value. */
export function refuseOtherLinks(template: string): void {
  for (const { index, groups } of template.matchAll(linksInTemplate)) {
    const address = groups?.['address'] ?? '';
    if (!address.startsWith('{{') && !isAddress(unescaped(address)))
      throw new TemplateFault('LINK_NOT_ALLOWED', 'A link leads to https://, http:// or mailto:.', index + 1);
  }
}

/** Paragraphs, which stand apart by an empty line, of a text with markup. HTML in it is text like any other. */
export const paragraphsOf = (text: string): readonly Paragraph[] =>
  text
    .replaceAll('\r\n', '\n')
    .split(/\n[^\S\n]*(?:\n[^\S\n]*)+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map(spansOf);

/** A web address, without the mark that ends the sentence. */
const webAddress = /(https?:\/\/[^\s<>"„”“]*[^\s<>"„”“.,;:!?)\]])/;

/** A paragraph without markup, whose web addresses are links. */
export const withLinks = (text: string): Paragraph =>
  text
    .split(webAddress)
    .map((part, index) => (index % 2 === 1 ? { text: part, href: part } : { text: part }))
    .filter((span) => span.text !== '');

function spansOf(paragraph: string): Paragraph {
  const found: Span[] = [];
  let end = 0;
  for (const match of paragraph.matchAll(spans)) {
    push(found, { text: paragraph.slice(end, match.index) });
    push(found, spanOf(match[0], match.groups ?? {}));
    end = match.index + match[0].length;
  }
  push(found, { text: paragraph.slice(end) });
  return found;
}

function spanOf(whole: string, { strong, emphasis, label, address }: Record<string, string | undefined>): Span {
  if (strong !== undefined) return { text: unescaped(strong), look: 'strong' };
  if (emphasis !== undefined) return { text: unescaped(emphasis), look: 'emphasis' };
  if (label === undefined || address === undefined) return { text: unescaped(whole) };
  const href = unescaped(address);
  return isAddress(href) ? { text: unescaped(label), href } : { text: unescaped(whole) };
}

/** Words that look like the ones before them are one span with them. */
function push(found: Span[], span: Span): void {
  const last = found.at(-1);
  if (span.text === '') return;
  const alike = last && !last.href && !span.href && last.look === span.look;
  if (alike) found.splice(-1, 1, { ...last, text: last.text + span.text });
  else found.push(span);
}

/** A paragraph as plain text: an address stands behind the words that lead there. */
export const plainText = (paragraph: Paragraph): string =>
  paragraph
    .map(({ text, href }) =>
      href === undefined || text === href ? text : `${text} (${href.replace(/^mailto:/i, '')})`,
    )
    .join('');
