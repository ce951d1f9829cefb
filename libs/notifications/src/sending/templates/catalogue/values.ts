import type { Language } from '@ecou/contracts';
import type { Values } from '../../../wordings/language/template-text.js';
import type { MessageLinks } from '../template.js';
import { variablesOf } from './offers.js';
import { vocabulary, type Given, type Word } from './vocabulary.js';

interface Shown {
  readonly language: Language;
  readonly links: MessageLinks;
}

/** The values of a template's variables, as they read; those that a message has. */
export function valuesOf(name: string, given: Given, { language, links }: Shown): Values {
  const shown = (variablesOf(name) ?? []).flatMap(({ name: variable }) => {
    const word: Word = vocabulary[variable];
    const value = word.show(given, language, links);
    return value === undefined ? [] : [[variable, value] as const];
  });
  return Object.fromEntries(shown);
}
