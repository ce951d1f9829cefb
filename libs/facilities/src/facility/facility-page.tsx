import { inLanguage, type Language } from '@ecou/contracts';
import { listPage, Text, type HtmlPage, type Page } from '@ecou/runtime';
import { municipalZone } from '@ecou/runtime/hours';
import type { ComponentChildren } from 'preact';
import type { FacilityKind } from '../kinds/facility-kinds.events.js';
import type { FacilityAnswer } from './facility.schemas.js';

const ro = {
  list: 'Harta facilităților digitale',
  asOf: 'Așa cum era la',
  today: 'Cum este astăzi',
  none: 'Nu există nicio facilitate de acest fel.',
  statuses: { planned: 'planificată', open: 'deschisă', suspended: 'suspendată', retired: 'închisă' },
  status: 'Stadiul',
  address: 'Adresa',
  position: 'Pe hartă',
  approximate: 'aproximativ',
  online: 'numai online sau la telefon',
  hours: 'Program',
  calendar: 'programul în calendar (iCalendar)',
  openNow: 'deschis acum',
  closedNow: 'închis acum',
  closes: 'se închide',
  opens: 'se deschide',
  wheelchair: 'Acces cu scaun rulant',
  wheelchairs: { yes: 'da', limited: 'parțial', no: 'nu' },
  operator: 'Operator',
  links: 'Linkuri utile',
  incentives: 'Facilități de plată și stimulente',
  verified: 'Verificată de',
  broken: 'nu funcționează din',
  metres: 'm',
};

const en: typeof ro = {
  list: 'The map of digital facilities',
  asOf: 'As it was on',
  today: 'As it is today',
  none: 'There is no facility of the kind.',
  statuses: { planned: 'planned', open: 'open', suspended: 'suspended', retired: 'retired' },
  status: 'Status',
  address: 'Address',
  position: 'On the map',
  approximate: 'approximately',
  online: 'online or by phone only',
  hours: 'Opening hours',
  calendar: 'opening hours as a calendar (iCalendar)',
  openNow: 'open now',
  closedNow: 'closed now',
  closes: 'closes',
  opens: 'opens',
  wheelchair: 'Wheelchair access',
  wheelchairs: { yes: 'yes', limited: 'limited', no: 'no' },
  operator: 'Operator',
  links: 'Links',
  incentives: 'Incentives',
  verified: 'Verified by',
  broken: 'does not work since',
  metres: 'm',
};

function kindName(kinds: readonly FacilityKind[], id: string, lang: Language): string {
  const kind = kinds.find((each) => each.id === id);
  return kind ? inLanguage(kind.name, lang) : id.replaceAll('-', ' ');
}

const locales = { ro: 'ro-RO', en: 'en-GB' } as const;

const wordsOf = (lang: Language): typeof ro => (lang === 'ro' ? ro : en);

/** An address as people read it: without the scheme that only programs need. */
const addressIn = (url: string): string => url.replace(/^(?:tel|mailto|sms):/, '');

/** Where a facility is, in a line. */
function placeOf({ address, onlineOnly, distance }: FacilityAnswer, lang: Language): string {
  const words = wordsOf(lang);
  const away = distance === undefined ? null : `${distance} ${words.metres}`;
  return [onlineOnly ? words.online : address, away].filter(Boolean).join(', ');
}

/** Whether a facility is open now, and until when, in a line; null where that is not known. */
function openOf({ status, open, nextChange }: FacilityAnswer, lang: Language): string | null {
  if (status !== 'open' || typeof open !== 'boolean') return null;
  const words = wordsOf(lang);
  const now = open ? words.openNow : words.closedNow;
  if (!nextChange) return now;
  const format = new Intl.DateTimeFormat(locales[lang], {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    timeZone: municipalZone,
  });
  return `${now}, ${open ? words.closes : words.opens} ${format.format(new Date(nextChange))}`;
}

/** The moment of which a page tells: `asOf` as it was asked for, and the time that it stands for where that is known. */
export interface Stood {
  readonly asOf: string;
  readonly at: string | null;
}

const mapPath = '/facilities/v1/facilities';

/** The query of an address within the map, of the same moment. */
const within = (lang: Language, stood: Stood | null): string =>
  new URLSearchParams({ format: 'html', lang, ...(stood && { asOf: stood.asOf }) }).toString();

/** Says of which moment a page tells, with the way to today. */
function AsItStood({
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

interface ListProps {
  /** The criteria of the list. */
  readonly query: Readonly<Record<string, string>>;
  readonly lang: Language;
  /** Null: as it stands now. */
  readonly stood: Stood | null;
  readonly kinds: readonly FacilityKind[];
}

/** Facilities that meet some criteria, each with the way to its page. */
export function facilitiesPage(
  { items, next }: Page<FacilityAnswer>,
  { query, lang, stood, kinds }: ListProps,
): HtmlPage {
  const words = wordsOf(lang);
  return listPage({
    lang,
    title: words.list,
    none: words.none,
    next,
    query,
    lead: <AsItStood stood={stood} lang={lang} path={mapPath} />,
    entries: items.map((facility) => (
      <li key={facility.id}>
        <h2>
          <a href={`${mapPath}/${facility.id}?${within(lang, stood)}`}>
            <Text text={facility.name} lang={lang} />
          </a>
        </h2>
        <p class="more">
          {[
            kindName(kinds, facility.kind, lang),
            facility.status === 'open' ? null : words.statuses[facility.status],
            placeOf(facility, lang),
            openOf(facility, lang),
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
      </li>
    )),
  });
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

function Place({ facility: { address, position, approximate, onlineOnly }, lang }: Props) {
  const words = wordsOf(lang);
  const [longitude, latitude] = position ?? [];
  return (
    <>
      {(address !== null || onlineOnly) && <Fact name={words.address}>{onlineOnly ? words.online : address}</Fact>}
      {position && (
        <Fact name={words.position}>
          <a href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`}>
            {latitude}, {longitude}
          </a>
          {approximate && ` (${words.approximate})`}
        </Fact>
      )}
    </>
  );
}

interface DayProps {
  readonly at: string;
  readonly lang: Language;
  /** True: with the time of day. */
  readonly isExact?: boolean;
}

function Day({ at, lang, isExact = false }: DayProps) {
  const format = new Intl.DateTimeFormat(locales[lang], {
    dateStyle: 'long',
    ...(isExact && { timeStyle: 'short' }),
    timeZone: municipalZone,
  });
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}

function Verified({ facility: { verified }, lang }: Props) {
  if (!verified) return null;
  return (
    <Fact name={wordsOf(lang).verified}>
      {verified.by}, <Day at={verified.at} lang={lang} />
    </Fact>
  );
}

function Links({ facility: { links }, lang }: Props) {
  const words = wordsOf(lang);
  if (links.length === 0) return null;
  return (
    <section>
      <h2>{words.links}</h2>
      <ul>
        {links.map(({ url, title, brokenSince }) => (
          <li key={url}>
            <a href={url}>{title ? inLanguage(title, lang) : addressIn(url)}</a>
            {brokenSince !== undefined && (
              <>
                {' '}
                ({words.broken} <Day at={brokenSince} lang={lang} />)
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Hours({ facility, lang }: Props) {
  const words = wordsOf(lang);
  const { id, openingHours } = facility;
  if (openingHours === null) return null;
  const now = openOf(facility, lang);
  return (
    <Fact name={words.hours}>
      {openingHours}
      {now !== null && ` (${now})`}
      {typeof facility.open === 'boolean' && (
        <>
          {', '}
          <a href={`/facilities/v1/facilities/${id}/hours.ics?lang=${lang}`}>{words.calendar}</a>
        </>
      )}
    </Fact>
  );
}

function Facts({ facility, lang }: Props) {
  const words = wordsOf(lang);
  const { status, reason, accessibility, operator } = facility;
  const wheelchair = accessibility?.wheelchair;
  return (
    <dl>
      <Fact name={words.status}>
        {words.statuses[status]}
        {reason && (
          <>
            : <Text text={reason} lang={lang} />
          </>
        )}
      </Fact>
      <Place facility={facility} lang={lang} />
      <Hours facility={facility} lang={lang} />
      {wheelchair && <Fact name={words.wheelchair}>{words.wheelchairs[wheelchair]}</Fact>}
      {operator !== null && <Fact name={words.operator}>{operator}</Fact>}
      <Verified facility={facility} lang={lang} />
    </dl>
  );
}

interface Props {
  readonly facility: FacilityAnswer;
  readonly lang: Language;
}

/** A facility as people read of it. */
export function facilityPage(facility: FacilityAnswer, { lang, stood, kinds }: Omit<ListProps, 'query'>): HtmlPage {
  const words = wordsOf(lang);
  const { name, kind, description, incentives } = facility;
  return {
    lang,
    title: inLanguage(name, lang),
    children: (
      <main>
        <header>
          <p>{kindName(kinds, kind, lang)}</p>
          <h1>
            <Text text={name} lang={lang} />
          </h1>
          <AsItStood stood={stood} lang={lang} path={`${mapPath}/${facility.id}`} />
        </header>
        {description && (
          <p>
            <Text text={description} lang={lang} />
          </p>
        )}
        <Facts facility={facility} lang={lang} />
        {incentives.length > 0 && (
          <section>
            <h2>{words.incentives}</h2>
            <ul>
              {incentives.map(({ title }) => (
                <li key={title.ro}>
                  <Text text={title} lang={lang} />
                </li>
              ))}
            </ul>
          </section>
        )}
        <Links facility={facility} lang={lang} />
        <p>
          <a href={`${mapPath}?${within(lang, stood)}`}>{words.list}</a>
        </p>
      </main>
    ),
  };
}
