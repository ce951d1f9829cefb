import { isSealed, type Sealed } from '@ecou/event-sourcing';
import type { Term } from './blind-index.js';
import { contactTerm, nameTerms } from './terms.js';

/** An envelope in an event, the field that holds it, and the object of that field. */
export interface Standing {
  readonly sealed: Sealed;
  readonly field: string;
  readonly within: object;
}

/** Every envelope in a value, however deep. `field`: the nearest name of a property above it. */
export function envelopesIn(value: unknown, field = '', within: object = {}): Standing[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isSealed(value)) return [{ sealed: value, field, within }];
  if (Array.isArray(value)) return value.flatMap((item) => envelopesIn(item, field, within));
  return Object.entries(value).flatMap(([name, inner]) => envelopesIn(inner, name, value));
}

/** A file that an event names: its bytes stand in the store of files under its id. */
export interface FileOfSubject {
  readonly id: string;
  readonly name: Sealed<string>;
  /** Media type. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

const isFile = (value: object): value is FileOfSubject =>
  'id' in value && 'sha256' in value && 'name' in value && isSealed(value.name);

/** The files in a value whose names belong to a person. */
export function filesIn(value: unknown, subject: string): FileOfSubject[] {
  if (typeof value !== 'object' || value === null || isSealed(value)) return [];
  if (isFile(value)) return value.name.subject === subject ? [value] : [];
  return Object.values(value).flatMap((inner) => filesIn(inner, subject));
}

const names: ReadonlySet<string> = new Set(['name']);
const contacts: ReadonlySet<string> = new Set(['contact', 'address', 'email', 'phone']);

/** True for an envelope by whose value its person is looked for: a name or a contact, and no name of a file. */
export const isSearchable = ({ field, within }: Standing): boolean =>
  contacts.has(field) || (names.has(field) && !isFile(within));

/** The terms by which the value of a field is found. */
export function termsIn(field: string, value: unknown): readonly Term[] {
  if (typeof value !== 'string') return [];
  return names.has(field) ? nameTerms(value) : [contactTerm(value)];
}

/** The value with the envelopes of a person replaced by what `open` knows of them, and those of all others by `null`. */
export function shownTo(value: unknown, subject: string, open: (sealed: Sealed) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) return value.subject === subject ? open(value) : null;
  if (Array.isArray(value)) return value.map((item) => shownTo(item, subject, open));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shownTo(inner, subject, open)]));
}
