import type { Language } from '@ecou/contracts';
import { TaggedDocument } from '@ecou/runtime/pdf';
import type { Dossier } from './dossier.schemas.js';

/** The content of a document. */
export interface DossierParts {
  readonly dossier: Dossier;
  readonly lang: Language;
  readonly institution: string;
}

const words = {
  ro: {
    title: 'Datele cu caracter personal ale persoanei',
    basis: 'Răspuns la o cerere de acces (Regulamentul (UE) 2016/679, art. 15)',
    request: 'Cererea',
    made: 'Întocmit la',
    none: 'Nu este înregistrat nimic.',
    file: 'Fișier',
    by: { public: 'persoana', staff: 'instituția', system: 'Ecou' },
    caused: 'De către',
    time: 'Când',
    files: 'Fișiere',
    removed: 'șters',
    erased: '[șters]',
    page: (page: number, pages: number) => `pagina ${page} din ${pages}`,
  },
  en: {
    title: 'Personal data of the person',
    basis: 'Answer to a request for access (Regulation (EU) 2016/679, art. 15)',
    request: 'Request',
    made: 'Made at',
    none: 'Nothing is on record.',
    file: 'File',
    by: { public: 'the person', staff: 'the institution', system: 'Ecou' },
    caused: 'By',
    time: 'When',
    files: 'Files',
    removed: 'removed',
    erased: '[erased]',
    page: (page: number, pages: number) => `page ${page} of ${pages}`,
  },
} as const;

/** The values in a fact, by their path: `petitioner.name`. What is not there is left out. */
export function leavesOf(value: unknown, path = ''): (readonly [path: string, value: string])[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object') return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path === '' ? name : `${path}.${name}`));
}

/** Everything that is on record of a person as a tagged PDF. The same dossier gives the same bytes. */
export function dossierPdf({ dossier, lang, institution }: DossierParts): Promise<Buffer> {
  const say = words[lang];
  const { requestId, madeAt, contexts } = dossier;
  const facts = { title: say.title, author: institution, subject: say.basis, keywords: requestId, lang, at: madeAt };
  const document = new TaggedDocument(facts);
  document.paragraph({ text: institution }, 'faint');
  document.heading(1, { text: say.title });
  document.paragraph({ text: say.basis }, 'faint');
  document.facts([
    [say.request, requestId],
    [say.made, madeAt],
  ]);
  if (contexts.length === 0) document.paragraph({ text: say.none });
  for (const { context, known } of contexts) {
    document.heading(2, { text: context });
    for (const one of known) writeKnown(document, one, lang);
  }
  return document.end((page, pages) => `${institution} · ${say.title} · ${say.page(page, pages)}`);
}

function writeKnown(
  document: TaggedDocument,
  known: Dossier['contexts'][number]['known'][number],
  lang: Language,
): void {
  const say = words[lang];
  for (const { type, recordedAt, by, data } of known.facts) {
    document.heading(3, { text: type });
    const values = leavesOf(data).map(([path, value]) => [path, value === '[erased]' ? say.erased : value] as const);
    document.facts([[say.time, recordedAt], [say.caused, say.by[by]], ...values]);
  }
  if (known.files.length === 0) return;
  document.heading(3, { text: say.files });
  const rows = known.files.map(
    ({ name, type, size, kept }) => [name, kept ? `${type}, ${size}` : say.removed] as const,
  );
  document.facts(rows);
}
