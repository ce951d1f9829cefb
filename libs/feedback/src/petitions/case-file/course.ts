import { dateOf, momentOf } from '../calendar/as-read.js';
import { facts, orErased, part, remark, sectionOf, type Block, type Telling } from './blocks.js';
import type { CaseFact, DataOf } from './case-file.js';
import { nameOf } from './details.js';
import type { Words } from './words.js';

const joined = (say: Words, as: 'petitioner' | 'matter', number: string | null): Block[] =>
  as === 'petitioner' ? facts([say.withNumber, number]) : [{ kind: 'paragraph', text: say.others, faint: true }];

/** The details of facts of the petition's course; numbers of other people's petitions are not said (art. 10). */
type Course = { readonly [T in CaseFact['type']]?: (data: DataOf<T>) => Block[] };

function courseFor(telling: Telling): Course {
  const { file, lang, say } = telling;
  const reason = (text: string | null) => remark(telling, say.reason, orErased(telling, text));
  const whetherInTime = (inTime: boolean | null) => (inTime === null ? null : inTime ? say.yes : say.no);
  return {
    PetitionJoined: (data) => [...joined(say, data.as, data.mainNumber), ...remark(telling, say.reason, data.reason)],
    OtherPetitionJoined: (data) => joined(say, data.as, data.number),
    PetitionSeparated: (data) => [...joined(say, data.as, null), ...reason(data.reason)],
    DeadlineExtended: ({ deadline, reason: why }) => [
      ...facts([say.newTarget, dateOf(deadline.answerBy, lang)], [say.newLegal, dateOf(deadline.legal.answerBy, lang)]),
      ...reason(why),
    ],
    PetitionForwarded: (data) => [
      ...facts([say.authority, data.authority], [say.inTime, whetherInTime(data.inTime)]),
      ...reason(data.reason),
    ],
    PetitionReturned: (data) => [...facts([say.authority, data.authority]), ...reason(data.reason)],
    PetitionReopened: ({ round, by, reason: why }) => [
      ...facts([say.round, say.examination(round)], [say.wished, by === 'citizen' ? say.fromCitizen : say.fromOfficer]),
      ...reason(why),
    ],
    AnswerDeliveryReported: ({ state, note }) => [
      ...facts([say.delivery, say.deliveries[state]]),
      ...remark(telling, say.note, note),
    ],
    SatisfactionGiven: ({ grade, comment }) => [
      ...facts([say.grade, String(grade)]),
      ...remark(telling, say.note, comment),
    ],
    PetitionClosed: (data) => [
      ...facts([say.ground, say.grounds[data.ground]], [say.earlier, data.earlier && file.earlier]),
      ...remark(telling, say.reason, data.reason),
      ...remark(telling, say.note, data.note),
    ],
  };
}

/** The course of the petition besides its answers, with reasons. */
export function course(telling: Telling): Block[] {
  const { file, lang, say } = telling;
  const tells = courseFor(telling);
  const of = <T extends CaseFact['type']>(type: T, data: DataOf<T>) => tells[type]?.(data);
  return sectionOf(
    say.course,
    file.facts.flatMap((fact) => {
      const blocks = of(fact.type, fact.data);
      return blocks ? [part(`${momentOf(fact.recordedAt, lang)}: ${nameOf(fact, lang)}`), ...blocks] : [];
    }),
  );
}
