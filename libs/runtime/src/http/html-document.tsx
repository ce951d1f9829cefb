import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';

interface Parts {
  /** BCP 47, such as `ro`. */
  readonly lang: string;
  readonly title: string;
  /** The style sheet; no font, picture or script is fetched by a page. */
  readonly style: string;
  /** More of the head. */
  readonly head?: ComponentChildren;
  /** The body. */
  readonly children: ComponentChildren;
}

/** A whole page of HTML, which needs no script. */
export function htmlDocument({ lang, title, style, head, children }: Parts): string {
  const whole = (
    <html lang={lang}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {head}
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>{children}</body>
    </html>
  );
  return `<!doctype html>${render(whole)}\n`;
}

const formStyle = `
body { margin: 2rem auto; max-width: 40rem; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; color: #1f4e79; }
h2 { font-size: 1.2rem; margin-bottom: .25rem; }
a { color: #1f4e79; }
dt { font-weight: 600; }
dd { margin: 0; }
label { display: block; padding: .35rem 0; }
button { font: inherit; font-weight: 600; padding: .6rem 1.5rem; margin: .25rem .5rem .25rem 0; border: 0; border-radius: .25rem;
  background: #1f4e79; color: #fff; cursor: pointer; }
:focus-visible { outline: 3px solid #b35c00; outline-offset: 2px; }
`;

interface FormParts extends Omit<Parts, 'style' | 'head'> {
  /** Whose page it is: ends the title of the window. */
  readonly organisation: string;
  /** Style that the page needs beyond that which such pages share. */
  readonly style?: string;
}

/** The page behind somebody's link, with forms to act on what is theirs: one style in all contexts, and kept out of search engines. */
export const linkPage = ({ lang, title, organisation, style = '', children }: FormParts): string =>
  htmlDocument({
    lang,
    title: `${title} - ${organisation}`,
    style: formStyle + style,
    head: <meta name="robots" content="noindex" />,
    children: (
      <main>
        <h1>{title}</h1>
        {children}
      </main>
    ),
  });
