import { inLanguage, type Language } from '@ecou/contracts';
import type { FacilityAnswer } from '../facility/facility.schemas.js';
import type { FacilityKind, KindField } from '../kinds/facility-kinds.events.js';
import type { Service, TaxonomyTerm } from './hsds.schemas.js';
import { kindTermId, partId, taxonomyId } from './ids.js';

const words = {
  ro: { name: 'Feluri de facilități', description: 'Felurile de facilități digitale ale hărții și câmpurile lor.' },
  en: { name: 'Kinds of facilities', description: 'The kinds of digital facilities of the map, and their fields.' },
} as const;

interface Named {
  readonly lang: Language;
  readonly publisher: { readonly publicUrl: string };
}

/** The taxonomy of kinds. */
export const taxonomyOf = ({ lang, publisher: { publicUrl } }: Named) => ({
  id: taxonomyId,
  ...words[lang],
  uri: `${publicUrl}/facilities/v1/kinds`,
  version: '1',
});

const named = (lang: Language) => ({ taxonomy: words[lang].name, taxonomy_id: taxonomyId, language: lang });

const termOfKind = ({ id, name, description }: FacilityKind, lang: Language): TaxonomyTerm => ({
  ...{ id: kindTermId(id), code: id, name: inLanguage(name, lang) },
  description: inLanguage(description ?? name, lang),
  ...named(lang),
});

const termOfField = (kind: FacilityKind, { key, name, unit }: KindField, lang: Language): TaxonomyTerm => ({
  ...{ id: partId('field', kind.id, key), code: key, name: inLanguage(name, lang) },
  description: [inLanguage(name, lang), unit && `(${unit})`].filter(Boolean).join(' '),
  ...{ parent_id: kindTermId(kind.id), ...named(lang) },
});

/** All terms: each kind, and its fields. */
export const termsOf = (kinds: readonly FacilityKind[], lang: Language): TaxonomyTerm[] =>
  kinds.flatMap((kind) => [termOfKind(kind, lang), ...kind.fields.map((field) => termOfField(kind, field, lang))]);

function valueIn(value: string | number | boolean, field: KindField, lang: Language): string {
  const choice = field.choices.find((each) => each.value === value);
  return choice ? inLanguage(choice.name, lang) : String(value);
}

/** The kind of a facility and the fields that its kind has, as attributes. */
export function attributesOf(
  { id, kind: kindId, fields }: FacilityAnswer,
  kinds: readonly FacilityKind[],
  lang: Language,
): Service['attributes'] {
  const kind = kinds.find((each) => each.id === kindId);
  if (!kind) return [];
  const attribute = (term: TaxonomyTerm, value?: string) => ({
    ...{ id: partId(id, 'attribute', term.id), link_id: id, link_entity: 'service' as const },
    ...{ taxonomy_term_id: term.id, taxonomy_term: term, ...(value !== undefined && { value }) },
  });
  const said = kind.fields.flatMap((field) => {
    const value = fields[field.key];
    return value === undefined ? [] : [attribute(termOfField(kind, field, lang), valueIn(value, field, lang))];
  });
  return [attribute(termOfKind(kind, lang)), ...said];
}
