import type { Language } from '@ecou/contracts';
import { TaggedDocument } from '@ecou/runtime/pdf';
import type { CaseFile } from './case-file.js';
import type { Block } from './blocks.js';
import { outlineOf } from './outline.js';
import { words } from './words.js';

function lay(document: TaggedDocument, block: Block, lang: Language): void {
  switch (block.kind) {
    case 'heading':
      document.heading(block.level, block);
      return;
    case 'facts':
      document.facts(block.rows);
      return;
    case 'paragraph': {
      const { text, lang: own, faint } = block;
      document.paragraph({ text, lang: own === lang ? undefined : own }, faint ? 'faint' : 'plain');
      return;
    }
    case 'list':
      document.list(block.items.map((text) => ({ text })));
      return;
    case 'table':
      document.table(block);
      return;
  }
}

/** The whole file of a petition as a tagged PDF that stands alone. `institution` is named as its author. The same file gives the same bytes. */
export function caseFilePdf(file: CaseFile, lang: Language, institution: string): Promise<Buffer> {
  const say = words[lang];
  const { title, number, at, facts, blocks } = outlineOf(file, lang);
  const document = new TaggedDocument({ title, author: institution, subject: say.basis, keywords: number, lang, at });
  document.paragraph({ text: institution }, 'faint');
  document.heading(1, { text: title });
  document.paragraph({ text: say.basis }, 'faint');
  document.facts(facts);
  for (const block of blocks) lay(document, block, lang);
  return document.end((page, pages) => `${institution} · ${title} · ${say.page(page, pages)}`);
}
