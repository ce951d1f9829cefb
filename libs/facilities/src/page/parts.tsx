import type { Language } from '@ecou/contracts';
import type { ComponentChildren } from 'preact';
import type { Stood } from '../facility/facility-answer.js';
import { municipalZone } from '@ecou/runtime/hours';
import { locales, wordsOf } from './words.js';

export const mapPath = '/facilities/v1/facilities';

/** The query of an address within the map, of the same moment. */
export const within = (lang: Language, stood: Stood | null): string =>
  new URLSearchParams({ format: 'html', lang, ...(stood && { asOf: stood.asOf }) }).toString();

/** A fact of a `<dl>`. */
export const Fact = ({
  name,
  children,
}: {
  readonly name: ComponentChildren;
  readonly children: ComponentChildren;
}) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

interface DayProps {
  /** A day or a time, ISO 8601. */
  readonly at: string;
  readonly lang: Language;
  /** True: with the time of day. */
  readonly isExact?: boolean;
}

export function Day({ at, lang, isExact = false }: DayProps) {
  const format = new Intl.DateTimeFormat(locales[lang], {
    dateStyle: 'long',
    ...(isExact && { timeStyle: 'short' }),
    timeZone: municipalZone,
  });
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}

/** Says of which moment a page tells, with the way to today. */
export function AsItStood({
  stood,
  lang,
  path,
}: {
  readonly stood: Stood | null;
  readonly lang: Language;
  readonly path: string;
}) {
  if (!stood) return null;
  const words = wordsOf(lang);
  return (
    <p>
      {stood.at !== null && (
        <>
          {words.asOf} <Day at={stood.at} lang={lang} isExact />.{' '}
        </>
      )}
      <a href={`${path}?${within(lang, null)}`}>{words.today}</a>
    </p>
  );
}

interface WebLinkProps {
  readonly href: string;
  readonly lang: Language;
  /** ISO 8601; undefined: it is not known to be broken. */
  readonly brokenSince?: string | undefined;
  readonly children: ComponentChildren;
}

/** A link, and since when it does not work. */
export const WebLink = ({ href, lang, brokenSince, children }: WebLinkProps) => (
  <>
    <a href={href}>{children}</a>
    {brokenSince !== undefined && (
      <>
        {' '}
        ({wordsOf(lang).broken} <Day at={brokenSince} lang={lang} />)
      </>
    )}
  </>
);

/** A position (`[longitude, latitude]`) as a link to a map. */
export const OnMap = ({ position: [longitude, latitude] }: { readonly position: readonly [number, number] }) => (
  <a href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`}>
    {latitude}, {longitude}
  </a>
);
