import type { Language } from '@ecou/contracts';
import { Invalid, Rejected, same, type Decider, type Sealed } from '@ecou/event-sourcing';
import type { AnswerValue } from '../results/result-item.schema.js';
import type { About, Item, ItemKind } from '../questionnaire/questionnaire.events.js';
import type { Answer, Channel, ResponseEvent, ResponseRecorded } from './response.events.js';

/** An answer to one item; one of the four is given. */
export interface GivenAnswer {
  readonly item: string;
  readonly grade?: number | undefined;
  readonly yes?: boolean | undefined;
  /** Of a repeated answer, the very envelope that stands there already. */
  readonly text?: Sealed<string> | undefined;
  readonly wish?: boolean | undefined;
}

export type RecordResponse = {
  readonly type: 'RecordResponse';
  /** As it stands; the handler has seen that it takes answers. */
  readonly questionnaire: { readonly id: string; readonly about: About; readonly items: readonly Item[] };
  readonly channel: Channel;
  readonly language: Language;
  readonly answers: readonly GivenAnswer[];
  readonly at: string;
};

export type Response = ResponseRecorded['data'];

export const responseDecider: Decider<RecordResponse, Response | null, ResponseEvent> = {
  initial: null,
  decide(command, state) {
    const { questionnaire, channel, language, at } = command;
    const answers = answersOf(command);
    const data = { questionnaireId: questionnaire.id, about: questionnaire.about, channel, language, answers };
    if (!state) return [{ type: 'ResponseRecorded', data: { ...data, recordedAt: at } }];
    if (same(data, contentOf(state))) return [];
    throw new Rejected('RESPONSE_EXISTS', 'An answer with this id exists, and says something else.');
  },
  evolve: (_state, event) => event.data,
};

const contentOf = ({ recordedAt: _recordedAt, ...content }: Response) => content;

/** The answers, checked against the items. Throws `Invalid` with the path of the answer that does not fit. */
function answersOf({ questionnaire: { items }, answers }: RecordResponse): Answer[] {
  const fitting = answers.map((given, index) => {
    const item = items.find(({ id }) => id === given.item);
    if (!item) throw new Invalid('ITEM_UNKNOWN', `There is no item ${given.item}.`, ['answers', index, 'item']);
    if (answers.findIndex((other) => other.item === given.item) < index) {
      throw new Invalid('ITEM_REPEATED', `${given.item} is answered twice.`, ['answers', index, 'item']);
    }
    return answerTo(item, given, index);
  });
  const missing = items.find(({ id, required }) => required && !answers.some((given) => given.item === id));
  if (missing) throw new Invalid('ANSWER_MISSING', `${missing.id} has to be answered.`, ['answers']);
  return fitting;
}

function answerTo({ id, kind }: Item, given: GivenAnswer, index: number): Answer {
  const answer = answerOf(kind, id, given);
  if (answer) return answer;
  throw new Invalid('ANSWER_KIND', `${id} takes ${expected[kind]}.`, ['answers', index]);
}

const expected: Readonly<Record<ItemKind, string>> = {
  grade: 'a grade',
  'yes-no': 'yes or no',
  text: 'a text',
  wish: 'a wish',
};

function answerOf(kind: ItemKind, item: string, { grade, yes, text, wish }: GivenAnswer): Answer | undefined {
  switch (kind) {
    case 'grade':
      return grade === undefined ? undefined : { kind, item, grade };
    case 'yes-no':
      return yes === undefined ? undefined : { kind, item, yes };
    case 'text':
      return text && { kind, item, text };
    case 'wish':
      return wish === undefined ? undefined : { kind, item, wish };
  }
}

/** What an answer counts as; nothing for a free text. */
export function valueOf(answer: Answer): AnswerValue | undefined {
  switch (answer.kind) {
    case 'grade':
      return answer.grade;
    case 'yes-no':
      return answer.yes ? 'yes' : 'no';
    case 'wish':
      return answer.wish ? 'yes' : 'no';
    case 'text':
      return undefined;
  }
}
