import type { Language } from '@ecou/contracts';
import { dateOf } from '../calendar/as-read.js';
import type { CaseFile, OpenedFile } from './case-file.js';
import { words } from './words.js';

/** A document of a file, with its place in the list of all. */
export interface CaseDocument extends OpenedFile {
  /** From 1. */
  readonly order: number;
  /** The petition, message or answer that it came with. */
  readonly cameWith: string;
  readonly removed: boolean;
}

/** Every document that is attached, each once: what came in with the petition, with its messages, and with its answers, also those that were not sent. */
export function documentsOf({ state, facts }: CaseFile, lang: Language): readonly CaseDocument[] {
  const say = words[lang];
  const { content, thread, replies, draft, removed } = state;
  const holders = [
    { cameWith: say.toPetition, attachments: content.attachments },
    ...thread.map(({ at, attachments }) => ({ cameWith: say.toMessage(dateOf(at, lang)), attachments })),
    ...replies.map(({ round, attachments }) => ({ cameWith: say.toAnswer(round), attachments })),
    ...(draft ? [{ cameWith: say.toDraft, attachments: draft.attachments }] : []),
    ...facts.flatMap((fact) =>
      fact.type === 'AnswerPrepared' ? [{ cameWith: say.toDraft, attachments: fact.data.attachments }] : [],
    ),
  ];
  const byId = new Map<string, Omit<CaseDocument, 'order'>>();
  for (const { cameWith, attachments } of holders) {
    for (const file of attachments) {
      if (!byId.has(file.id)) byId.set(file.id, { ...file, cameWith, removed: removed.includes(file.id) });
    }
  }
  return [...byId.values()].map((document, index) => ({ ...document, order: index + 1 }));
}
