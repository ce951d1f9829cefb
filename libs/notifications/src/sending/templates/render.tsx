import type { Language } from '@ecou/contracts';
import type { Publisher } from '@ecou/runtime';
import { render } from 'preact-render-to-string';
import type { Paragraph as Spans, Span } from '../../wordings/language/markup.js';
import type { Word } from '../message/message.events.js';
import type { Attachment, Content, MessageLinks } from './template.js';
import { templateOf } from './templates.js';

/** A mail as it goes out. */
export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly Attachment[];
}

export interface Said {
  readonly template: { readonly name: string; readonly version: number };
  readonly language: Language;
  readonly variables: Readonly<Record<string, Word>>;
}

/** The institution that writes. */
export type Sender = Pick<Publisher, 'institution' | 'mark'>;

/** Content-ID of the mark, which is a part of the mail: a mail program fetches nothing. */
export const markId = 'mark@ecou';

/** True where mail programs show the mark: they do not where it is SVG. */
export const showsInMail = (mark: string): boolean =>
  mark.startsWith('data:image/') && !mark.startsWith('data:image/svg');

/** The content of a message. Throws where the variables are not those of the template. */
export function contentOf({ template, language, variables }: Said, links: MessageLinks): Content {
  const found = templateOf(template.name, template.version);
  return found.content(language, found.variables.parse(variables), links);
}

/** The variables of a message, checked. Throws where they are not those of the template. */
export const valuesIn = ({ template, variables }: Pick<Said, 'template' | 'variables'>): Record<string, unknown> =>
  templateOf(template.name, template.version).variables.parse(variables);

/** Lays a message out. */
export function renderContent(content: Content, language: Language, sender: Sender): Rendered {
  const { subject, attachments = [] } = content;
  return { subject, text: textOf(content, sender), html: htmlOf(content, language, sender), attachments };
}

/** Writes a message. Throws where the variables are not those of the template. */
export const renderMessage = (wording: Said, links: MessageLinks, sender: Sender): Rendered =>
  renderContent(contentOf(wording, links), wording.language, sender);

/** An action and its address, as plain text. */
export const actionText = ({ label, href }: Content['action']): string => `${label}:\n${href}`;

/** A message as plain text. */
export function textOf({ paragraphs, sections = [], action, notes }: Content, { institution }: Sender): string {
  const parts = sections.flatMap((section) => [
    `* ${section.heading}`,
    ...section.paragraphs,
    actionText(section.action),
  ]);
  return [institution, ...paragraphs, ...parts, actionText(action), `--\n${notes.join('\n')}`]
    .join('\n\n')
    .concat('\n');
}

const linkAtEnd = /^(.*): (https?:\/\/\S+)$/s;

/** A note that ends in an address shows as a link with the note's words. */
function Note({ children }: { children: string }) {
  const [, label, href] = linkAtEnd.exec(children) ?? [];
  return <p style={{ fontSize: '14px', margin: '0 0 8px' }}>{href ? <a href={href}>{label}</a> : children}</p>;
}

/** Words that stand out, or lead somewhere. */
function Shown({ span: { text, look, href } }: { span: Span }) {
  if (href !== undefined) return <a href={href}>{text}</a>;
  if (look === 'strong') return <strong>{text}</strong>;
  return look === 'emphasis' ? <em>{text}</em> : text;
}

/** A text of several lines keeps them. */
function Paragraph({ spans }: { spans: Spans }) {
  const lines = spans.some(({ text }) => text.includes('\n')) ? { style: { whiteSpace: 'pre-line' } } : {};
  return (
    <p {...lines}>
      {spans.map((span, index) => (
        <Shown key={`${index}`} span={span} />
      ))}
    </p>
  );
}

function Paragraphs({ paragraphs, rich }: Pick<Content, 'paragraphs' | 'rich'>) {
  const shown = rich ?? paragraphs.map((text) => [{ text }]);
  return (
    <>
      {shown.map((spans, index) => (
        <Paragraph key={`${index}`} spans={spans} />
      ))}
    </>
  );
}

const Action = ({ action: { label, href } }: Pick<Content, 'action'>) => (
  <p>
    <a href={href} style={{ fontWeight: 'bold', color: '#0b4f8a' }}>
      {label}
    </a>
  </p>
);

interface MailProps {
  readonly content: Content;
  readonly language: Language;
  readonly sender: Sender;
}

function Mail({ content, language, sender: { institution, mark } }: MailProps) {
  const { subject, sections = [], action, notes } = content;
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{subject}</title>
      </head>
      <body style={{ fontFamily: 'sans-serif', fontSize: '16px', lineHeight: '1.5', color: '#1b1b1b', margin: '0' }}>
        <main style={{ maxWidth: '36em', margin: '0 auto', padding: '16px' }}>
          <p style={{ fontWeight: 'bold', borderBottom: '1px solid #767676', paddingBottom: '8px' }}>
            {showsInMail(mark) && (
              <img src={`cid:${markId}`} alt="" height="32" style={{ verticalAlign: 'middle', marginRight: '8px' }} />
            )}
            {institution}
          </p>
          <Paragraphs {...content} />
          {sections.map((section, index) => (
            <section key={`${index}`}>
              <h2 style={{ fontSize: '18px', margin: '24px 0 8px' }}>{section.heading}</h2>
              <Paragraphs {...section} />
              <Action action={section.action} />
            </section>
          ))}
          <Action action={action} />
          <hr style={{ border: '0', borderTop: '1px solid #767676' }} />
          {notes.map((note) => (
            <Note key={note}>{note}</Note>
          ))}
        </main>
      </body>
    </html>
  );
}

const htmlOf = (content: Content, language: Language, sender: Sender): string =>
  `<!doctype html>${render(<Mail content={content} language={language} sender={sender} />)}\n`;
