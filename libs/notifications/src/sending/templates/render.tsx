import type { Language } from '@ecou/contracts';
import { render } from 'preact-render-to-string';
import type { Content, MessageLinks } from './template.js';
import { templateOf } from './templates.js';

/** A mail as it goes out. */
export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Wording {
  readonly template: { readonly name: string; readonly version: number };
  readonly language: Language;
  readonly variables: Readonly<Record<string, string>>;
}

/** Writes a message. Throws where the variables are not those of the template. */
export function renderMessage({ template, language, variables }: Wording, links: MessageLinks): Rendered {
  const found = templateOf(template.name, template.version);
  const content = found.content(language, found.variables.parse(variables), links);
  return { subject: content.subject, text: textOf(content), html: htmlOf(content, language) };
}

function textOf({ paragraphs, action, notes }: Content): string {
  return [...paragraphs, `${action.label}:\n${action.href}`, `--\n${notes.join('\n')}`].join('\n\n').concat('\n');
}

const linkAtEnd = /^(.*): (https?:\/\/\S+)$/s;

/** A note that ends in an address shows as a link with the note's words. */
function Note({ children }: { children: string }) {
  const [, label, href] = linkAtEnd.exec(children) ?? [];
  return <p style={{ fontSize: '14px', margin: '0 0 8px' }}>{href ? <a href={href}>{label}</a> : children}</p>;
}

function Mail({ content, language }: { content: Content; language: Language }) {
  const { subject, paragraphs, action, notes } = content;
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{subject}</title>
      </head>
      <body style={{ fontFamily: 'sans-serif', fontSize: '16px', lineHeight: '1.5', color: '#1b1b1b', margin: '0' }}>
        <main style={{ maxWidth: '36em', margin: '0 auto', padding: '16px' }}>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          <p>
            <a href={action.href} style={{ fontWeight: 'bold', color: '#0b4f8a' }}>
              {action.label}
            </a>
          </p>
          <hr style={{ border: '0', borderTop: '1px solid #767676' }} />
          {notes.map((note) => (
            <Note key={note}>{note}</Note>
          ))}
        </main>
      </body>
    </html>
  );
}

const htmlOf = (content: Content, language: Language): string =>
  `<!doctype html>${render(<Mail content={content} language={language} />)}\n`;
