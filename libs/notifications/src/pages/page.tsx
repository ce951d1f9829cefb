import type { Language } from '@ecou/contracts';
import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { topicLabel } from '../subscriber/topic-label.js';
import { words } from './words.js';

/** No font, picture or script is fetched. */
const style = `
body { margin: 2rem auto; max-width: 36rem; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; color: #1f4e79; }
h2 { font-size: 1.1rem; }
a { color: #1f4e79; }
blockquote { margin: .5rem 0; border-left: .25rem solid #1f4e79; padding-left: .75rem; }
fieldset { border: 1px solid #767676; margin: 0 0 1rem; }
label { display: block; padding: .35rem 0; }
button { font: inherit; font-weight: 600; padding: .6rem 1.5rem; border: 0; border-radius: .25rem;
  background: #1f4e79; color: #fff; cursor: pointer; }
button:focus-visible, a:focus-visible, input:focus-visible { outline: 3px solid #b35c00; outline-offset: 2px; }
`;

/** A whole page. */
export function page(lang: Language, title: string, children: ComponentChildren): string {
  const whole = (
    <html lang={lang}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} - ${words[lang].organisation}`}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${render(whole)}\n`;
}

export const Topics = ({ topics, lang }: { readonly topics: readonly string[]; readonly lang: Language }) => (
  <ul>
    {topics.map((topic) => (
      <li key={topic}>{topicLabel(topic, lang)}</li>
    ))}
  </ul>
);

/** A form that does what its page speaks of: it goes to the page's own address. */
export const Doing = ({ label, children }: { readonly label: string; readonly children?: ComponentChildren }) => (
  <form method="post">
    {children}
    <button type="submit">{label}</button>
  </form>
);
