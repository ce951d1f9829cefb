import { inLanguage, type Language, type LocalizedText } from '@ecou/contracts';

/** A picture that stands in the page itself, so that nothing is fetched. */
export interface PageEmblem {
  readonly name: LocalizedText;
  /** Media type. */
  readonly type: string;
  readonly base64: string;
}

/** The pictures at the head of a document, side by side. */
export const Emblems = ({ emblems, lang }: { readonly emblems: readonly PageEmblem[]; readonly lang: Language }) =>
  emblems.length === 0 ? null : (
    <div class="emblems">
      {emblems.map(({ name, type, base64 }) => (
        <img src={`data:${type};base64,${base64}`} alt={inLanguage(name, lang)} />
      ))}
    </div>
  );
