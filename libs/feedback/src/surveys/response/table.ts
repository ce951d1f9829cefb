import { csvOf, type Column, type CsvOptions } from '@ecou/runtime';
import type { Item } from '../items/item.schema.js';
import type { ResponseAnswer } from './response.schemas.js';

type Given = ResponseAnswer['answers'][number];

const toItem = ({ answers }: ResponseAnswer, { id }: Item): Given | undefined =>
  answers.find(({ item }) => item === id);

const nothing: Given = { item: '' };

/** The cell of an item: a grade, `yes` or `no`, options, or the text. */
function valueOf({ item: _item, other: _other, ...given }: Given): unknown {
  const [said] = Object.values(given);
  return typeof said === 'boolean' ? { true: 'yes', false: 'no' }[`${said}`] : said;
}

function columnsOf(item: Item): readonly Column<ResponseAnswer>[] {
  const columns: Column<ResponseAnswer>[] = [{ name: item.id, value: (row) => valueOf(toItem(row, item) ?? nothing) }];
  if ('other' in item && item.other) {
    columns.push({ name: `${item.id}_other`, value: (row) => toItem(row, item)?.other });
  }
  if (item.kind === 'text') {
    const themes = ({ codes }: ResponseAnswer) => codes.find((code) => code.item === item.id)?.themes;
    columns.push({ name: `${item.id}_themes`, value: themes });
  }
  return columns;
}

/**
 * Single answers as a table for spreadsheets: a row for each, and a column for each item, with what else and themes beside it. No item's id has
 * a `_`. Without `header` the rows alone, to stand under others.
 */
export const tableOf = (items: readonly Item[], rows: readonly ResponseAnswer[], options: CsvOptions = {}): string =>
  csvOf<ResponseAnswer>(
    [
      { name: 'response_id', value: ({ id }) => id },
      { name: 'response_channel', value: ({ channel }) => channel },
      { name: 'response_language', value: ({ language }) => language },
      ...items.flatMap(columnsOf),
    ],
    rows,
    options,
  );
