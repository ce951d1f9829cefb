import { otherLanguage, StructuredData, Text, type HtmlPage, type Publisher } from '@ecou/runtime';
import { inLanguage, subscriptionFormPath, type Language } from '@ecou/contracts';
import { DateTime } from 'luxon';
import type { ComponentChildren } from 'preact';
import { tookPlace } from '../../consultations/civic-event/civic-event.state.js';
import { clockOf, dayOf, hoursOf } from '../page/times.js';
import { jsonLdOf } from './json-ld.js';
import { addressOf, type PublicEvent } from './public-event.js';
import { wordsOf } from './words.js';

const listOf = (query: Readonly<Record<string, string>>): string =>
  `/events/v1/civic-events?${new URLSearchParams({ format: 'html', ...query }).toString()}`;

interface PageProps {
  readonly shown: PublicEvent;
  readonly lang: Language;
  readonly publisher: Publisher;
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

function Notices({ shown: { event, previousStart }, lang }: PageProps) {
  const words = wordsOf(lang);
  const at = (time: string) =>
    DateTime.fromISO(time, { zone: event.timeZone, locale: lang }).toFormat(
      lang === 'ro' ? "d MMMM yyyy, 'ora' HH:mm" : 'd MMMM yyyy, HH:mm',
    );
  return (
    <>
      {event.cancelled && (
        <p class="mark" role="note">
          <strong>{words.cancelled}</strong> <Text text={event.cancelled.reason} lang={lang} />
        </p>
      )}
      {event.corrections.map(({ changed, reason, at: when }) => (
        <p class="mark" role="note">
          <strong>{words.corrected(changed, dayOf(when, event.timeZone, lang))}</strong>{' '}
          {reason && <Text text={reason} lang={lang} />}
        </p>
      ))}
      {previousStart !== null && !event.cancelled && (
        <p class="mark" role="note">
          <strong>{words.moved(at(previousStart))}</strong>
        </p>
      )}
    </>
  );
}

function Place({ shown: { event }, lang }: PageProps) {
  const words = wordsOf(lang);
  const { venue, onlineAddress } = event;
  return (
    <>
      {venue && (
        <Fact name={words.venue}>
          {venue.name}, {venue.address}
        </Fact>
      )}
      {onlineAddress !== null && (
        <Fact name={words.online}>
          <a href={onlineAddress}>{onlineAddress}</a>
        </Fact>
      )}
    </>
  );
}

function Facts(props: PageProps) {
  const { shown, lang } = props;
  const { event, registration } = shown;
  const words = wordsOf(lang);
  const languageNames = new Intl.DisplayNames(lang, { type: 'language' });
  return (
    <dl>
      <Fact name={words.state}>{words.status[event.status]}</Fact>
      <Fact name={words.date}>
        <time dateTime={event.startsAt}>{dayOf(event.startsAt, event.timeZone, lang)}</time>
      </Fact>
      <Fact name={words.hours}>{clockOf(event, lang)}</Fact>
      <Place {...props} />
      <Fact name={words.languages}>{event.languages.map((code) => languageNames.of(code) ?? code).join(', ')}</Fact>
      {event.audience && (
        <Fact name={words.audience}>
          <Text text={event.audience} lang={lang} />
        </Fact>
      )}
      {event.capacity !== null && <Fact name={words.capacity}>{event.capacity}</Fact>}
      {registration && (
        <Fact name={words.registration}>{registration.open ? words.open(registration.free) : words.shut}</Fact>
      )}
    </dl>
  );
}

function Agenda({ shown: { event, agenda }, lang }: PageProps) {
  const words = wordsOf(lang);
  if (agenda.length === 0) return null;
  return (
    <section>
      <h2>{words.agenda}</h2>
      <ol>
        {agenda.map(({ kind, title, startsAt, endsAt }) => (
          <li>
            {startsAt !== null && endsAt !== null && (
              <>{hoursOf({ startsAt, endsAt, timeZone: event.timeZone }, lang)} </>
            )}
            <Text text={title} lang={lang} /> <span class="kind">[{words.kinds[kind]}]</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Participants({ shown: { event }, lang }: PageProps) {
  const words = wordsOf(lang);
  const { state, total } = event.attendance;
  if (!tookPlace(event.status)) return null;
  return (
    <section>
      <h2>{words.participants}</h2>
      <p>
        {total ?? words.notReported}
        {state === 'unreconciled' && ` (${words.unreconciled})`}
      </p>
    </section>
  );
}

function Links({ shown: { event, registration }, lang, publisher }: PageProps) {
  const words = wordsOf(lang);
  const address = addressOf(publisher, event.id);
  return (
    <section>
      <h2>{words.links}</h2>
      <ul>
        {registration?.open && (
          <li>
            <a href={`${address}/registration-form?lang=${lang}`}>{words.register}</a>
          </li>
        )}
        <li>
          <a href={subscriptionFormPath(`civic-event:${event.id}`, lang)}>{words.follow}</a>
        </li>
        <li>
          <a href={`${address}/calendar.ics?lang=${lang}`} type="text/calendar">
            {words.calendar}
          </a>
        </li>
        {event.series && (
          <li>
            <a href={listOf({ series: event.series.name, lang })}>{words.ofSeries}</a>
          </li>
        )}
        {event.report && (
          <li>
            <a href={`${address}/reports/latest?format=html&lang=${lang}`}>{words.report(event.report.version)}</a>
          </li>
        )}
      </ul>
    </section>
  );
}

/** The page of a civic event: it stands alone and needs no script; search engines find it as schema.org Event. */
export function civicEventPage(shown: PublicEvent, lang: Language, publisher: Publisher): HtmlPage {
  const props: PageProps = { shown, lang, publisher };
  const { event } = shown;
  const words = wordsOf(lang);
  const other = otherLanguage(lang);
  const address = addressOf(publisher, event.id);
  return {
    lang,
    title: inLanguage(event.title, lang),
    head: (
      <>
        <link rel="canonical" href={`${address}?format=html&lang=${lang}`} />
        <link rel="alternate" hrefLang={other} href={`${address}?format=html&lang=${other}`} />
        <link rel="alternate" type="text/calendar" href={`${address}/calendar.ics?lang=${lang}`} />
        <StructuredData data={jsonLdOf(shown, lang, publisher)} />
      </>
    ),
    children: (
      <>
        <main>
          <header>
            <p>{inLanguage(event.kindName, lang)}</p>
            <h1>
              <Text text={event.title} lang={lang} />
            </h1>
            {event.series && <p>{words.series(event.series.place)}</p>}
          </header>
          <Notices {...props} />
          <Facts {...props} />
          {event.description && (
            <p class="description">
              <Text text={event.description} lang={lang} />
            </p>
          )}
          <Agenda {...props} />
          <Participants {...props} />
          <Links {...props} />
        </main>
      </>
    ),
  };
}
