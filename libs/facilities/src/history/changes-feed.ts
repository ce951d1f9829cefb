import { inLanguage, type Language } from '@ecou/contracts';
import { atomOf, type Publisher } from '@ecou/runtime';
import { changesPath } from './changes-page.js';
import type { ChangeAnswer } from './changes.schemas.js';
import { summaryOf, wordsOf } from './changes-words.js';

interface Told {
  readonly publisher: Publisher;
  readonly lang: Language;
  /** Of facilities of this kind only. */
  readonly kind: string | undefined;
}

/** An Atom feed (RFC 4287) of what changed on the map, the newest first. An entry's id is that of the fact, so that it never changes. */
export function feedOf(changes: readonly ChangeAnswer[], { publisher, lang, kind }: Told): string {
  const { publicUrl, institution } = publisher;
  const query = new URLSearchParams({ lang, ...(kind === undefined ? {} : { kind }) });
  const words = wordsOf(lang);
  return atomOf({
    title: `${institution}: ${words.title}`,
    author: institution,
    lang,
    self: `${publicUrl}${changesPath}.atom?${query.toString()}`,
    alternate: `${publicUrl}${changesPath}?format=html&lang=${lang}`,
    entries: changes.map((change) => {
      const summary = summaryOf(change, lang);
      return {
        id: change.id,
        title: `${inLanguage(change.name, lang)}: ${summary}`,
        link: `${publicUrl}/facilities/v1/facilities/${change.facilityId}?format=html&lang=${lang}&asOf=${change.position}`,
        at: change.at,
        summary,
        category: { term: change.change, label: words.changes[change.change] ?? change.change },
      };
    }),
  });
}
