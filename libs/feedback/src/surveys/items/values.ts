import { otherOption, type AnswerValue, type Item } from './item.schema.js';

/** The answers to an item that can be counted. */
export function valuesOf(item: Item): readonly AnswerValue[] {
  switch (item.kind) {
    case 'grade':
      return [1, 2, 3, 4, 5];
    case 'choice':
    case 'multi-choice':
      return [...item.options.map(({ id }) => id), ...(item.other ? [otherOption] : [])];
    case 'text':
      return [];
    case 'yes-no':
    case 'wish':
      return ['yes', 'no'];
  }
}
