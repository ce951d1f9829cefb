import { Invalid, type Sealed } from '@ecou/event-sourcing';
import { otherOption, type AnswerValue, type Item, type ItemKind } from '../items/item.schema.js';
import { valuesOf } from '../items/values.js';
import type { Answer } from './response.events.js';

/**
 * An answer to one item: one of `grade`, `yes`, `choice`, `choices`, `text` and `wish` is given. The envelopes of a repeated answer are the
 * very ones that stand there.
 */
export interface GivenAnswer {
  readonly item: string;
  readonly grade?: number | undefined;
  readonly yes?: boolean | undefined;
  readonly choice?: string | undefined;
  readonly choices?: readonly string[] | undefined;
  readonly other?: Sealed<string> | undefined;
  readonly text?: Sealed<string> | undefined;
  readonly wish?: boolean | undefined;
}

/** The answers, checked against the items. Throws `Invalid` with the path of the answer that does not fit. */
export function answersOf(items: readonly Item[], given: readonly GivenAnswer[]): Answer[] {
  const answers = given.map((one, index) => {
    const item = items.find(({ id }) => id === one.item);
    if (!item) throw new Invalid('ITEM_UNKNOWN', `There is no item ${one.item}.`, ['answers', index, 'item']);
    if (given.findIndex((other) => other.item === one.item) < index) {
      throw new Invalid('ITEM_REPEATED', `${one.item} is answered twice.`, ['answers', index, 'item']);
    }
    return answerTo(item, one, ['answers', index]);
  });
  const asked = askedIn(items, answers);
  answers.forEach(({ item }, index) => {
    if (asked.some(({ id }) => id === item)) return;
    throw new Invalid('ANSWER_NOT_ASKED', `${item} is not asked after these answers.`, ['answers', index, 'item']);
  });
  const missing = asked.find(({ id, required }) => required && !answers.some(({ item }) => item === id));
  if (missing) throw new Invalid('ANSWER_MISSING', `${missing.id} has to be answered.`, ['answers']);
  return answers;
}

/** The items that are asked, given the answers. An item with a condition is asked where the one that it names was asked, and answered so. */
function askedIn(items: readonly Item[], answers: readonly Answer[]): readonly Item[] {
  return items.reduce<readonly Item[]>((asked, item) => {
    const { shownIf } = item;
    const isAsked =
      !shownIf ||
      (asked.some(({ id }) => id === shownIf.item) &&
        answers.some(
          (answer) => answer.item === shownIf.item && valuesIn(answer).some((one) => shownIf.values.includes(one)),
        ));
    return isAsked ? [...asked, item] : asked;
  }, []);
}

type Path = readonly (string | number)[];

const expected: Readonly<Record<ItemKind, string>> = {
  grade: 'a grade',
  'yes-no': 'yes or no',
  choice: 'a choice',
  'multi-choice': 'choices',
  text: 'a text',
  wish: 'a wish',
};

function answerTo(item: Item, given: GivenAnswer, path: Path): Answer {
  const answer = answerOf(item, given, path);
  if (!answer) throw new Invalid('ANSWER_KIND', `${item.id} takes ${expected[item.kind]}.`, path);
  if (given.other !== undefined && !valuesIn(answer).includes(otherOption)) {
    throw new Invalid('OTHER_NOT_CHOSEN', 'What else stands beside the choice `other` only.', [...path, 'other']);
  }
  return answer;
}

function answerOf(asked: Item, given: GivenAnswer, path: Path): Answer | undefined {
  const { grade, yes, choice, choices, text, wish } = given;
  const item = asked.id;
  const other = given.other && { other: given.other };
  switch (asked.kind) {
    case 'grade':
      return grade === undefined ? undefined : { kind: asked.kind, item, grade };
    case 'yes-no':
      return yes === undefined ? undefined : { kind: asked.kind, item, yes };
    case 'choice':
      return choice === undefined
        ? undefined
        : { kind: asked.kind, item, choice: optionOf(asked, choice, [...path, 'choice']), ...other };
    case 'multi-choice':
      return choices && { kind: asked.kind, item, choices: optionsOf(asked, choices, [...path, 'choices']), ...other };
    case 'text':
      return text && { kind: asked.kind, item, text };
    case 'wish':
      return wish === undefined ? undefined : { kind: asked.kind, item, wish };
  }
}

function optionOf(item: Item, choice: string, path: Path): string {
  if (valuesOf(item).includes(choice)) return choice;
  throw new Invalid('OPTION_UNKNOWN', `${item.id} has no option ${choice}.`, path);
}

function optionsOf(item: Extract<Item, { kind: 'multi-choice' }>, choices: readonly string[], path: Path): string[] {
  choices.forEach((choice, index) => {
    optionOf(item, choice, [...path, index]);
    if (choices.indexOf(choice) < index) {
      throw new Invalid('OPTION_REPEATED', `${choice} is chosen twice.`, [...path, index]);
    }
  });
  if (choices.length < item.min || choices.length > item.max) {
    throw new Invalid('CHOICES_RANGE', `${item.id} takes ${item.min} to ${item.max} choices.`, path);
  }
  return [...choices];
}

/** The values that an answer is counted under: none for a free text, several for several choices. */
export function valuesIn(answer: Answer): readonly AnswerValue[] {
  switch (answer.kind) {
    case 'grade':
      return [answer.grade];
    case 'yes-no':
      return [answer.yes ? 'yes' : 'no'];
    case 'wish':
      return [answer.wish ? 'yes' : 'no'];
    case 'choice':
      return [answer.choice];
    case 'multi-choice':
      return answer.choices;
    case 'text':
      return [];
  }
}
