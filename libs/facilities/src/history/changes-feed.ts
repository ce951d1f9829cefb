import { inLanguage, type Language } from '@ecou/contracts';
import type { Publisher } from '@ecou/runtime';
import { Feed } from 'feed';
import { changesPath } from './changes-page.js';
import type { ChangeAnswer } from './changes.schemas.js';
import { summaryOf, wordsOf } from './changes-words.js';

/** A text without the control characters that XML 1.0 may not hold. */
const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- they are what it is about
  text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '');

/** The library writes texts as they are into HTML. */
const escaped = (text: string): string =>
  printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

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
  const self = `${publicUrl}${changesPath}.atom?${query.toString()}`;
  const feed = new Feed({
    id: self,
    title: printable(`${institution}: ${wordsOf(lang).title}`),
    updated: new Date(changes[0]?.at ?? 0),
    generator: 'Ecou',
    author: { name: printable(institution) },
    link: `${publicUrl}${changesPath}?format=html&lang=${lang}`,
    feedLinks: { atom: self },
  });
  for (const change of changes) {
    const date = new Date(change.at);
    const summary = summaryOf(change, lang);
    feed.addItem({
      id: `urn:uuid:${change.id}`,
      title: escaped(`${inLanguage(change.name, lang)}: ${summary}`),
      link: `${publicUrl}/facilities/v1/facilities/${change.facilityId}?format=html&lang=${lang}&asOf=${change.position}`,
      date,
      published: date,
      description: escaped(summary),
      category: [{ term: change.change, name: wordsOf(lang).changes[change.change] ?? change.change }],
    });
  }
  return feed.atom1().replace('<feed ', `<feed xml:lang="${lang}" `);
}
