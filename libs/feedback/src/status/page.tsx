import type { Language } from '@ecou/contracts';
import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { words } from './words.js';

/** No font, picture or script is fetched. */
const style = `
body { margin: 2rem auto; max-width: 44rem; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; color: #1f4e79; }
h2 { font-size: 1.2rem; color: #1f4e79; }
a { color: #1f4e79; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; }
article { border-left: .25rem solid #767676; margin: 0 0 1rem; padding: .1rem .75rem; }
article.office { border-color: #1f4e79; }
article p { white-space: pre-wrap; overflow-wrap: anywhere; }
details { border: 1px solid #767676; border-radius: .25rem; margin: 0 0 .75rem; padding: .5rem .75rem; }
summary { font-weight: 600; cursor: pointer; }
label { display: block; padding: .35rem 0; }
input:not([type=radio]), textarea { font: inherit; display: block; width: 100%; box-sizing: border-box; }
button { font: inherit; font-weight: 600; padding: .6rem 1.5rem; border: 0; border-radius: .25rem;
  background: #1f4e79; color: #fff; cursor: pointer; }
:focus-visible { outline: 3px solid #b35c00; outline-offset: 2px; }
.overdue { color: #9b1c1c; font-weight: 600; }
`;

/** A whole page, without script. */
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
