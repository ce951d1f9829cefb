import { Invalid } from '@ecou/event-sourcing';
import { z } from 'zod';
import type { FacilityKind, KindField } from './facility-kinds.events.js';

/** The part of a facility that its kind has a say in. */
export interface Said {
  readonly kind: string;
  readonly fields: Readonly<Record<string, Value>>;
}

type Value = string | number | boolean;

const listed = '`GET /facilities/v1/kinds` lists what can be chosen.';

const webAddress = z.url({ protocol: /^https?$/ });

const forms: Readonly<Record<KindField['type'], (value: Value, field: KindField) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  choice: (value, { choices }) => choices.some((choice) => choice.value === value),
  url: (value) => webAddress.safeParse(value).success,
};

const wanted: Readonly<Record<KindField['type'], (field: KindField) => string>> = {
  text: () => 'a text',
  number: () => 'a number',
  boolean: () => 'true or false',
  choice: ({ choices }) => `one of ${choices.map(({ value }) => `\`${value}\``).join(', ')}`,
  url: () => 'an address of http or https',
};

/**
 * Refuses what a facility's kind does not let it say, but for what stands on record already. Throws `Invalid`, with the field: `KIND_UNKNOWN`,
 * `KIND_RETIRED`; `FIELD_UNKNOWN`, `FIELD_WRONG` and `FIELD_MISSING`, which name the field and what it has to be.
 */
export function refuseUnfit(kinds: readonly FacilityKind[], said: Said, recorded: Said | null): void {
  const before = recorded?.kind === said.kind ? recorded : null;
  const kind = kindOf(kinds, said.kind, before !== null);
  for (const [key, value] of Object.entries(said.fields)) {
    if (before?.fields[key] !== value) refuseField(kind, key, value);
  }
  refuseMissing(kind, said, before);
}

function refuseMissing({ id, fields }: FacilityKind, said: Said, before: Said | null): void {
  const missing = fields.find(
    ({ key, required }) => required && !(key in said.fields) && (!before || key in before.fields),
  );
  if (missing)
    throw new Invalid('FIELD_MISSING', `\`${missing.key}\` has to be said of every ${id}.`, ['fields', missing.key]);
}

function kindOf(kinds: readonly FacilityKind[], id: string, isRecorded: boolean): FacilityKind {
  const kind = kinds.find((each) => each.id === id);
  if (!kind) throw new Invalid('KIND_UNKNOWN', `There is no kind ${id}. ${listed}`, ['kind']);
  if (kind.retired && !isRecorded) throw new Invalid('KIND_RETIRED', `The kind ${id} was retired. ${listed}`, ['kind']);
  return kind;
}

function refuseField(kind: FacilityKind, key: string, value: Value): void {
  const path = ['fields', key];
  const field = kind.fields.find((each) => each.key === key);
  if (!field) throw new Invalid('FIELD_UNKNOWN', `The kind ${kind.id} has no field \`${key}\`. ${listed}`, path);
  if (!forms[field.type](value, field))
    throw new Invalid('FIELD_WRONG', `\`${key}\` is ${wanted[field.type](field)}.`, path);
}
