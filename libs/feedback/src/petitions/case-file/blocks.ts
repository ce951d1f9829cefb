import type { Language } from '@ecou/contracts';
import type { Table } from '@ecou/runtime/pdf';
import type { CaseFile, OpenedFile } from './case-file.js';
import type { CaseDocument } from './documents.js';
import type { Words } from './words.js';

/** A part of the document, as it is laid out. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly Row[] }
  | { readonly kind: 'paragraph'; readonly text: string; readonly lang?: Language; readonly faint?: true }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | ({ readonly kind: 'table' } & Table);

export type Row = readonly [name: string, value: string];

/** The parts of sections. */
export interface Telling {
  readonly file: CaseFile;
  readonly lang: Language;
  readonly say: Words;
  readonly documents: readonly CaseDocument[];
}

export const section = (text: string): Block => ({ kind: 'heading', level: 2, text });
export const part = (text: string): Block => ({ kind: 'heading', level: 3, text });
export const faint = (text: string): Block => ({ kind: 'paragraph', text, faint: true });

/** Names with their values; those without one are left out. */
export function facts(...rows: readonly (readonly [name: string, value: string | null])[]): Block[] {
  const known = rows.filter((row): row is Row => row[1] !== null);
  return known.length === 0 ? [] : [{ kind: 'facts', rows: known }];
}

/** A text that somebody wrote, in the language of the petition where no other is named. */
export const written = (
  { file, say }: Telling,
  text: string | null,
  lang: Language = file.state.content.language,
): Block => ({ kind: 'paragraph', text: text ?? say.erased, lang });

/** A reason or a note; nothing where there is none. */
export const remark = (telling: Telling, name: string, text: string | null | undefined): Block[] =>
  text === null || text === undefined ? [] : [faint(`${name}:`), written(telling, text)];

export const orErased = ({ say }: Telling, value: string | null): string => value ?? say.erased;

/** A section, where there is something in it. */
export const sectionOf = (text: string, blocks: readonly Block[]): Block[] =>
  blocks.length === 0 ? [] : [section(text), ...blocks];

/** The names of documents, with their places in the list of all. */
export function attached(telling: Telling, files: readonly OpenedFile[]): Block[] {
  const { documents, say } = telling;
  const items = files.map(({ id, name }) => {
    const { order, removed } = documents.find((one) => one.id === id) ?? { order: 0, removed: false };
    return `${orErased(telling, name)} (${say.order} ${order}${removed ? `, ${say.removed}` : ''})`;
  });
  return items.length === 0 ? [] : [faint(say.attached), { kind: 'list', items }];
}
