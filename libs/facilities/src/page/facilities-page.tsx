import type { Language } from '@ecou/contracts';
import { listPage, Text, type HtmlPage, type Page } from '@ecou/runtime';
import type { Stood } from '../facility/facility-answer.js';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import type { FacilityKind } from '../kinds/facility-kinds.events.js';
import { AsItStood, mapPath, within } from './parts.js';
import { kindName, openOf, placeOf, wordsOf } from './words.js';

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
