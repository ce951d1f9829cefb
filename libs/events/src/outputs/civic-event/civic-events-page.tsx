import { listPage, Text, type HtmlPage, type Page } from '@ecou/runtime';
import type { Language } from '@ecou/contracts';
import type { CivicEventAnswer } from '../../consultations/civic-event/civic-event.schemas.js';
import { dayOf, hoursOf } from '../page/times.js';
import { wordsOf } from './words.js';

function Entry({ event, lang }: { readonly event: CivicEventAnswer; readonly lang: Language }) {
  const { id, title, startsAt, timeZone, venue, status, kindName } = event;
  return (
    <li>
      <h2>
        <a href={`/events/v1/civic-events/${id}?format=html&lang=${lang}`}>
          <Text text={title} lang={lang} />
        </a>
      </h2>
      <p class="more">
        <time dateTime={startsAt}>{dayOf(startsAt, timeZone, lang)}</time>, {hoursOf(event, lang)}
        {venue && `. ${venue.name}, ${venue.address}`}
      </p>
      <p class="more">
        <Text text={kindName} lang={lang} />, {wordsOf(lang).status[status]}
      </p>
    </li>
  );
}

/** Civic events that meet some criteria, each with the way to its page. */
export function civicEventsPage(
  { items, next }: Page<CivicEventAnswer>,
  query: Readonly<Record<string, string>>,
  lang: Language,
): HtmlPage {
  const words = wordsOf(lang);
  const criteria = new URLSearchParams(
    Object.entries(query).filter(([name]) => ['programme', 'series', 'kind', 'from', 'to'].includes(name)),
  );
  criteria.set('lang', lang);
  return listPage({
    lang,
    title: words.list,
    none: words.none,
    next,
    query,
    entries: items.map((event) => <Entry key={event.id} event={event} lang={lang} />),
    children: (
      <p>
        <a href={`/events/v1/calendar.ics?${criteria.toString()}`} type="text/calendar">
          {words.calendar}
        </a>
      </p>
    ),
  });
}
