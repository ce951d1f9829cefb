import { inLanguage, type Language } from '@ecou/contracts';
import { dateOf } from '../calendar/as-read.js';
import type { CaseFact, CaseFile, DataOf } from './case-file.js';
import { sentences } from './events.js';
import { words } from './words.js';

/** The details of a fact in the history; nothing that is personal, and no number of other people's petitions (art. 10). */
type Details = { readonly [T in CaseFact['type']]?: (data: DataOf<T>) => (string | null)[] };

/** The name of an officer by the directory; the word for it where they were erased, their id where the directory has none. */
export const officerIn = ({ names }: CaseFile, id: string, lang: Language): string => {
  const name = names.officers[id];
  return name === undefined ? id : (name ?? words[lang].erased);
};

export const departmentIn = ({ names }: CaseFile, code: string, lang: Language): string =>
  inLanguage(names.departments[code] ?? { ro: code }, lang);

/** A fact in words; its type where it has none yet. */
export const nameOf = ({ type }: CaseFact, lang: Language): string => sentences[lang][type] ?? type;

/** The name of a key; the beginning of its id where there is none. */
function keyIn({ names }: CaseFile, id: string, lang: Language): string {
  const { key, namedKey } = words[lang].actors;
  const name = names.keys[id];
  return name === undefined ? key(id.slice(0, 8)) : namedKey(name);
}

/** The one who did it, as a person reads it. */
export function actorIn(file: CaseFile, actor: string, lang: Language): string {
  const { actors } = words[lang];
  const [kind = '', id = ''] = actor.split(':');
  switch (kind) {
    case 'officer':
      return officerIn(file, id, lang);
    case 'key':
      return keyIn(file, id, lang);
    case 'policy':
      return actors.policy;
    case 'public':
      return actors.public;
    case 'system':
      return actors.system;
    default:
      return actor;
  }
}

/** The details of facts in a language. */
function detailsFor(file: CaseFile, lang: Language): Details {
  const say = words[lang];
  const officer = (id: string | null) => id && officerIn(file, id, lang);
  const target = (day: string) => `${say.target}: ${dateOf(day, lang)}`;
  const legal = (day: string) => `${say.legal}: ${dateOf(day, lang)}`;
  const deadline = (of: DataOf<'PetitionReopened'>['deadline']) =>
    of ? [target(of.answerBy), legal(of.legal.answerBy)] : [];
  const joining = (as: 'petitioner' | 'matter', number: string) => [
    as === 'petitioner' ? `${say.withNumber} ${number}` : say.others,
  ];
  const sent = ({ channel, outgoingNumber }: DataOf<'PetitionAnswered'>) => [say.channels[channel], outgoingNumber];
  return {
    PetitionRegistered: ({ number, department, deadline: of }) => [
      number,
      departmentIn(file, department, lang),
      ...deadline(of),
    ],
    PetitionAssigned: ({ department, officer: to, by }) => [
      departmentIn(file, department, lang),
      officer(to),
      by && `${say.assignedBy} ${officerIn(file, by, lang)}`,
    ],
    DeadlineExtended: ({ deadline: of, by }) => [...deadline(of), officer(by)],
    LegalDateMoved: ({ deadline: of }) => [legal(of.legal.answerBy)],
    PetitionDueSoon: ({ answerBy }) => [target(answerBy)],
    PetitionTargetMissed: ({ answerBy }) => [target(answerBy)],
    PetitionDeadlineMissed: ({ answerBy, legalAnswerBy }) => [legal(legalAnswerBy ?? answerBy)],
    PetitionForwarded: ({ authority }) => [authority],
    PetitionReturned: ({ authority, deadline: of }) => [authority, ...deadline(of)],
    PetitionJoined: ({ as, mainNumber }) => joining(as, mainNumber),
    OtherPetitionJoined: ({ as, number }) => joining(as, number),
    AnswerPrepared: ({ outcome, officer: by }) => [say.outcomes[outcome], officer(by)],
    AnswerSigned: ({ as, officer: by }) => [officer(by), say.signedAs[as]],
    PetitionAnswered: sent,
    PetitionDeclined: sent,
    AnswerDeliveryReported: ({ state }) => [say.deliveries[state]],
    SatisfactionGiven: ({ grade }) => [String(grade)],
    PetitionReopened: ({ round, deadline: of }) => [say.examination(round), ...deadline(of)],
    PetitionClosed: ({ ground }) => [say.grounds[ground]],
    RepeatNoted: ({ number }) => [number],
  };
}

/** The details of facts in the history: a line for each, empty where there is nothing. */
export function detailOf(file: CaseFile, lang: Language): (fact: CaseFact) => string {
  const details = detailsFor(file, lang);
  const of = <T extends CaseFact['type']>(type: T, data: DataOf<T>) => details[type]?.(data) ?? [];
  return ({ type, data }) =>
    of(type, data)
      .filter((part) => part !== null && part !== '')
      .join('; ');
}
