import { inLanguage, type Language } from '@ecou/contracts';
import { otherLanguage, StructuredData, Text, type HtmlPage, type Publisher } from '@ecou/runtime';
import type { Stood } from '../facility/facility-answer.js';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import { hoursByDay, regularHours } from '@ecou/runtime/hours';
import type { FacilityKind } from '../kinds/facility-kinds.events.js';
import { Facts } from './facts.js';
import { governmentServiceOf } from './json-ld.js';
import { AsItStood, mapPath, within } from './parts.js';
import { Guides, Incentives, Links, PlacesOfHelp, Week } from './sections.js';
import { kindName, wordsOf } from './words.js';

/** Days of hours that the page shows, and that search engines are told. */
const [shownDays, toldDays] = [7, 28];

export interface Shown {
  readonly facility: FacilityAnswer;
  readonly lang: Language;
  /** Null: as it stands now. */
  readonly stood: Stood | null;
  readonly kinds: readonly FacilityKind[];
  readonly publisher: Publisher;
  /** The area that the municipality serves; empty where it is not known. */
  readonly area: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The head: the addresses of the page, and a description for search engines. A page of another day names that of today. */
function Head({ facility, lang, stood, kinds, publisher, area, now }: Shown) {
  const address = `${publisher.publicUrl}${mapPath}/${facility.id}`;
  const read = (hours: string | null) => (hours === null ? null : regularHours(hours, now, toldDays));
  const other = otherLanguage(lang);
  const described = () => ({
    ...{ facility, lang, publisher, area, kind: kindName(kinds, facility.kind, lang) },
    hours: read(facility.openingHours),
    pointHours: new Map(facility.assistancePoints.map(({ id, openingHours }) => [id, read(openingHours)])),
  });
  return (
    <>
      <link rel="canonical" href={`${address}?format=html&lang=${lang}`} />
      <link rel="alternate" hrefLang={other} href={`${address}?format=html&lang=${other}`} />
      {stood === null && <StructuredData data={governmentServiceOf(described())} />}
    </>
  );
}

function Further({ facility, lang, stood }: Pick<Shown, 'facility' | 'lang' | 'stood'>) {
  const words = wordsOf(lang);
  return (
    <p>
      <a href={`/facilities/v1/changes?format=html&lang=${lang}&facilityId=${facility.id}`}>{words.history}</a>
      {' · '}
      <a href={`${mapPath}?${within(lang, stood)}`}>{words.list}</a>
    </p>
  );
}

/** A facility as people read of it: it needs no script. */
export function facilityPage(shown: Shown): HtmlPage {
  const { facility, lang, stood, kinds, now } = shown;
  const { name, kind, description } = facility;
  const read = (hours: string | null) => (hours === null || stood !== null ? null : hoursByDay(hours, now, shownDays));
  const pointHours = new Map(facility.assistancePoints.map(({ id, openingHours }) => [id, read(openingHours)]));
  const parts = { facility, lang };
  return {
    lang,
    title: inLanguage(name, lang),
    head: <Head {...shown} />,
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
        <Facts {...parts} kind={kinds.find(({ id }) => id === kind)} />
        <Week hours={facility.status === 'open' ? read(facility.openingHours) : null} lang={lang} />
        <Incentives {...parts} />
        <PlacesOfHelp {...parts} hours={pointHours} />
        <Guides {...parts} />
        <Links {...parts} />
        <Further {...shown} />
      </main>
    ),
  };
}
