import { inLanguage, type Language } from '@ecou/contracts';
import { linkPage, type HtmlPage } from '@ecou/runtime';
import { DateTime } from 'luxon';
import type { ComponentChildren } from 'preact';
import type { Announcement } from '../../consultations/civic-event/civic-event.events.js';
import { municipalZone } from '../../formats/municipal-zone.js';
import { words } from './words.js';

/** Style of these pages, beyond that of all pages of links. */
const style = `
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; }
figure { margin: 1rem 0; max-width: 16rem; }
figcaption { overflow-wrap: anywhere; font-family: monospace; font-size: .85rem; }
`;

/** A whole page; `at`: where it stands in the other language, where that is not its own address. */
export const page = (lang: Language, title: string, children: ComponentChildren, at?: string): HtmlPage =>
  linkPage({ lang, title, style, children, ...(at === undefined ? {} : { at }) });

interface DoingProps {
  readonly actions: readonly (readonly [action: string, label: string])[];
  /** Path that it goes to; the page's own, where nothing is said. */
  readonly to?: string;
}

/** A form that does what its page speaks of. */
export const Doing = ({ actions, to }: DoingProps) => (
  <form method="post" action={to}>
    {actions.map(([action, label]) => (
      <button key={action} type="submit" name="action" value={action}>
        {label}
      </button>
    ))}
  </form>
);

/** A moment on the clock of the place, to be read by people. */
export const momentOf = (moment: string, timeZone: string, lang: Language): string =>
  DateTime.fromISO(moment, { zone: timeZone })
    .setLocale(lang)
    .toFormat(lang === 'ro' ? "d MMMM yyyy, 'ora' HH:mm" : 'd MMMM yyyy, HH:mm') +
  (timeZone === municipalZone ? '' : ` (${timeZone})`);

/** The civic event that the page is about, and further rows. */
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

export const invalidLink = (lang: Language): HtmlPage =>
  page(lang, words[lang].invalid, <p>{words[lang].invalidLead}</p>);
