import type { Language } from '@ecou/contracts';
import { Text } from '@ecou/runtime';
import type { ComponentChildren } from 'preact';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { Day, Fact, OnMap, WebLink } from './parts.js';
import { locales, wordsOf } from './words.js';
import { timesOf, weekdayIn, WeekLine, type WeekHours } from './week.js';

interface Props {
  readonly facility: FacilityAnswer;
  readonly lang: Language;
}

/** A part of the page under a heading; nothing where it holds nothing. */
function Section({ title, items }: { readonly title: string; readonly items: readonly ComponentChildren[] }) {
  if (items.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      {items}
    </section>
  );
}

/** The hours of the next days; `hours` is null where they are not known, or the page tells of another day. */
export function Week({ hours, lang }: { readonly hours: WeekHours | null; readonly lang: Language }) {
  if (!hours) return null;
  const words = wordsOf(lang);
  return (
    <section>
      <h2>{words.week}</h2>
      <table>
        <caption>{words.weekFrom}</caption>
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            <th scope="col">{words.hours}</th>
          </tr>
        </thead>
        <tbody>
          {hours.map(({ day, spans }) => (
            <tr key={day}>
              <th scope="row">
                <time dateTime={day}>{weekdayIn(day, lang)}</time>
              </th>
              <td>{timesOf(spans, lang)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Guides({ facility: { guides }, lang }: Props) {
  const words = wordsOf(lang);
  const items = guides.map(({ title, text, url, brokenSince }) => (
    <article key={title.ro}>
      <h3>
        <Text text={title} lang={lang} />
      </h3>
      {text && (
        <p>
          <Text text={text} lang={lang} />
        </p>
      )}
      {url !== null && (
        <p>
          <WebLink href={url} lang={lang} brokenSince={brokenSince}>
            {words.more}: {url}
          </WebLink>
        </p>
      )}
    </article>
  ));
  return <Section title={words.guides} items={items} />;
}

type Point = FacilityAnswer['assistancePoints'][number];

interface HelpProps {
  readonly point: Point;
  readonly hours: WeekHours | null;
  readonly lang: Language;
}

/** A place of help: who helps, where and when. */
function Help({ point, hours, lang }: HelpProps) {
  const words = wordsOf(lang);
  const { name, description, by, address, position, openingHours, languages } = point;
  const names = new Intl.DisplayNames(lang, { type: 'language' });
  return (
    <article>
      <h3>
        <Text text={name} lang={lang} />
      </h3>
      {description && (
        <p>
          <Text text={description} lang={lang} />
        </p>
      )}
      <dl>
        {by !== null && <Fact name={words.helpBy}>{by}</Fact>}
        {address !== null && <Fact name={words.address}>{address}</Fact>}
        {position && (
          <Fact name={words.position}>
            <OnMap position={position} />
          </Fact>
        )}
        {openingHours !== null && (
          <Fact name={words.hours}>{hours ? <WeekLine hours={hours} lang={lang} /> : openingHours}</Fact>
        )}
        {languages.length > 0 && (
          <Fact name={words.languages}>{languages.map((code) => names.of(code) ?? code).join(', ')}</Fact>
        )}
      </dl>
    </article>
  );
}

interface PlacesProps extends Props {
  /** The hours of the next days, by the ids of the places. */
  readonly hours: ReadonlyMap<string, WeekHours | null>;
}

export function PlacesOfHelp({ facility: { assistancePoints }, hours, lang }: PlacesProps) {
  const items = assistancePoints.map((point) => (
    <Help key={point.id} point={point} hours={hours.get(point.id) ?? null} lang={lang} />
  ));
  return <Section title={wordsOf(lang).help} items={items} />;
}

/** An address as people read it: without the scheme that only programs need. */
const addressIn = (url: string): string => url.replace(/^(?:tel|mailto|sms):/, '');

export function Links({ facility: { links }, lang }: Props) {
  const words = wordsOf(lang);
  if (links.length === 0) return null;
  return (
    <section>
      <h2>{words.links}</h2>
      <ul>
        {links.map(({ kind, url, title, brokenSince }) => (
          <li key={`${kind} ${url}`}>
            {words.linkKinds[kind]}:{' '}
            <WebLink href={url} lang={lang} brokenSince={brokenSince}>
              {title ? <Text text={title} lang={lang} /> : addressIn(url)}
            </WebLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Incentive = FacilityAnswer['incentives'][number];

/** A date, or a day of every year (`--MM-DD`) without the year, as words. */
function limitIn(limit: string, lang: Language): string {
  const isYearly = limit.startsWith('--');
  const date = new Date(isYearly ? `2000-${limit.slice(2)}` : limit);
  const format = new Intl.DateTimeFormat(locales[lang], {
    ...{ day: 'numeric', month: 'long', timeZone: 'UTC' },
    ...(!isYearly && { year: 'numeric' }),
  });
  return format.format(date);
}

/** The days on which an incentive holds, as words; null: always. */
function validityIn({ validFrom, validUntil }: Incentive, lang: Language): string | null {
  const words = wordsOf(lang);
  const parts = [
    validFrom !== null && `${words.validFrom} ${limitIn(validFrom, lang)}`,
    validUntil !== null && `${words.validUntil} ${limitIn(validUntil, lang)}`,
  ].filter(Boolean);
  if (parts.length === 0) return null;
  const isYearly = [validFrom, validUntil].every((limit) => limit === null || limit.startsWith('--'));
  return isYearly ? `${parts.join(' ')}, ${words.everyYear}` : parts.join(' ');
}

export function Incentives({ facility: { incentives }, lang }: Props) {
  const words = wordsOf(lang);
  const items = incentives.map((incentive) => {
    const { id, title, description, state, nextOn } = incentive;
    const said = [validityIn(incentive, lang), state && words.incentiveStates[state]].filter(Boolean);
    return (
      <article key={id}>
        <h3>
          <Text text={title} lang={lang} />
        </h3>
        {description && (
          <p>
            <Text text={description} lang={lang} />
          </p>
        )}
        {said.length > 0 && (
          <p>
            {said.join('; ')}
            {state === 'planned' && nextOn !== null && (
              <>
                , {words.next} <Day at={nextOn} lang={lang} />
              </>
            )}
          </p>
        )}
      </article>
    );
  });
  return <Section title={words.incentives} items={items} />;
}
