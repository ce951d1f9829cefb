import { FacilityKindsChangedV1, TaxonomyChangedV1, type LocalizedText } from '@ecou/contracts';
import { boolean, integer, text } from '../columns.js';
import { begun } from '../rows.js';
import { starTable, type Row } from '../table.js';

const isSaid = <V extends object>(row: V | undefined, values: Partial<V>): boolean =>
  row !== undefined && Object.entries(values).every(([name, value]) => row[name as keyof V] === value);

const columns = {
  taxonomy: text('Name of the list, such as attendance-categories.'),
  id: text('The word, as facts name it.'),
  nameRo: text('Name in Romanian.'),
  nameEn: text('Name in English; null: none.'),
  isRetired: boolean('Whether it can be chosen no more.'),
  place: integer('Its place in the list, from 1.'),
};

type Rows = readonly Row<typeof columns>[];

interface Word {
  readonly id: string;
  readonly name: LocalizedText;
  readonly retired: boolean;
}

/** The words of a list as they stand after a change. */
const listed = (rows: Rows, taxonomy: string, words: readonly Word[], changedAt: string): Rows =>
  words.flatMap(({ id, name, retired }, index) => {
    const known = rows.filter((row) => row.id === id);
    const said = { taxonomy, id, nameRo: name.ro, nameEn: name.en ?? null, isRetired: retired, place: index + 1 };
    return isSaid(known.at(-1), said) ? known : begun(known, changedAt, said);
  });

export const term = starTable(
  {
    name: 'term',
    kind: 'dimension',
    comment:
      'A word of a list that can be chosen, such as a category of participants or a kind of facilities, as staff changed it. The names of built-in lists are told by the pages of figures.',
    key: { name: 'taxonomyId', comment: 'Id of the list.' },
    columns,
  },
  (on) => [
    on(TaxonomyChangedV1, (rows, { name, entries, changedAt }) => listed(rows, name, entries, changedAt)),
    on(FacilityKindsChangedV1, (rows, { kinds, changedAt }) => listed(rows, 'facility-kinds', kinds, changedAt)),
  ],
);
