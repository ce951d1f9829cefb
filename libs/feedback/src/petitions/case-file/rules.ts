import type { Language } from '@ecou/contracts';
import type { PetitionRules } from '../directory/petition-rules.js';

type Names = Readonly<Record<keyof PetitionRules, string>>;

const ro: Names = {
  officersChecked: 'Se verifică cine repartizează, prelungește și răspunde (art. 9 și 12)',
  signedByTwo: 'Răspunsul poartă două semnături (art. 13)',
  pageCommunicates: 'Răspunsul este comunicat prin pagina petiției (art. 8)',
  returnBeginsTerm: 'Ce revine de la altă autoritate are termen nou (art. 8 alin. 2)',
  reopenTimes: 'De câte ori se poate redeschide',
  reopenDays: 'Zile în care se poate redeschide',
};

const en: Names = {
  officersChecked: 'Who assigns, extends and answers is checked (art. 9 and 12)',
  signedByTwo: 'The answer has two signatures (art. 13)',
  pageCommunicates: 'The answer is communicated by the page of the petition (art. 8)',
  returnBeginsTerm: 'What another authority sends back has a new deadline (art. 8 (2))',
  reopenTimes: 'How often it may be reopened',
  reopenDays: 'Days within which it may be reopened',
};

/** The rules by which a petition is dealt with, as its file names them. */
export const ruleNames: Readonly<Record<Language, Names>> = { ro, en };
