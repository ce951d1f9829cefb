import { inLanguage, type Language } from '@ecou/contracts';
import { DateTime } from 'luxon';
import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { Announcement } from '../../civic-event/civic-event.events.js';
import { words } from './words.js';

/** No font, picture or script is fetched. */
const style = `
body { margin: 2rem auto; max-width: 36rem; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; color: #1f4e79; }
h2 { font-size: 1.2rem; margin-bottom: .25rem; }
a { color: #1f4e79; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; }
dt { font-weight: 600; }
dd { margin: 0; }
figure { margin: 1rem 0; max-width: 16rem; }
figcaption { overflow-wrap: anywhere; font-family: monospace; font-size: .85rem; }
button { font: inherit; font-weight: 600; padding: .6rem 1.5rem; margin: .25rem .5rem .25rem 0; border: 0; border-radius: .25rem;
  background: #1f4e79; color: #fff; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid #b35c00; outline-offset: 2px; }
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

/** A form that does what its page speaks of: it goes to the page's own address. */
export const Doing = ({ actions }: { readonly actions: readonly (readonly [action: string, label: string])[] }) => (
  <form method="post">
    {actions.map(([action, label]) => (
      <button key={action} type="submit" name="action" value={action}>
        {label}
      </button>
    ))}
  </form>
);

/** A moment on the clock of the place, to be read by people. */
export const momentOf = (moment: string, timeZone: string, lang: Language): string =>
  DateTime.fromISO(moment, { zone: timeZone }).setLocale(lang).toLocaleString(DateTime.DATETIME_FULL);

/** What the page is about, and more rows of the like. */
export function Occasion({
  occasion,
  lang,
  more = [],
}: {
  readonly occasion: Announcement;
  readonly lang: Language;
  readonly more?: readonly (readonly [label: string, value: string])[];
}) {
  const { title, startsAt, timeZone, venue, onlineAddress } = occasion;
  const say = words[lang];
  return (
    <>
      <h2>{inLanguage(title, lang)}</h2>
      <dl>
        <dt>{say.when}</dt>
        <dd>{momentOf(startsAt, timeZone, lang)}</dd>
        {(venue !== null || onlineAddress !== null) && <dt>{say.where}</dt>}
        {venue && <dd>{`${venue.name}, ${venue.address}`}</dd>}
        {onlineAddress !== null && (
          <dd>
            <a href={onlineAddress}>{onlineAddress}</a>
          </dd>
        )}
        {more.map(([label, value]) => (
          <>
            <dt key={`${label}-term`}>{label}</dt>
            <dd key={label}>{value}</dd>
          </>
        ))}
      </dl>
    </>
  );
}

/** In both languages, since nothing is known of the reader. */
export const invalidLink = (): string =>
  page(
    'ro',
    'Legătura nu este valabilă',
    <>
      <p>Adresa este incompletă sau greșită. Folosiți legătura întreagă din mesaj.</p>
      <p lang="en">This link is not valid: it is incomplete or wrong. Use the whole link from the message.</p>
    </>,
  );
