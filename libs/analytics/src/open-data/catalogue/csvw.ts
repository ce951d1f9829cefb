import type { Publisher } from '@ecou/runtime';
import { pathOf } from '../addresses.js';
import { writings, type DatasetColumn } from '../columns.js';
import type { Dataset } from '../datasets.reader.js';

/** The metadata of a dataset by CSV on the Web (W3C, 2015): its table, and the meaning and type of each column. */
export function csvMetadataOf({ name, title, description, columns }: Dataset, licence: string, publisher: Publisher) {
  const path = pathOf(name, { format: 'csv' });
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    url: `${publisher.publicUrl}${path}`,
    'dc:title': [
      { '@value': title.ro, '@language': 'ro' },
      { '@value': title.en, '@language': 'en' },
    ],
    'dc:description': [
      { '@value': description.ro, '@language': 'ro' },
      { '@value': description.en, '@language': 'en' },
    ],
    'dc:publisher': publisher.institution,
    'dc:license': { '@id': licence },
    dialect: {
      header: true,
      delimiter: ',',
      quoteChar: '"',
      doubleQuote: true,
      encoding: 'utf-8',
      lineTerminators: ['\n'],
    },
    tableSchema: { columns: columns.map(columnOf) },
  };
}

const columnOf = ({ name, comment, type }: DatasetColumn) => ({
  name,
  titles: name,
  'dc:description': `${comment}${noteOf(type)}`,
  datatype: writings[type].csvw,
  null: '',
});

function noteOf(type: DatasetColumn['type']): string {
  if (type === 'timestamp with time zone') return ' In UTC; an empty cell stands for infinity, too.';
  return type === 'text[]' ? ' A JSON array of texts.' : '';
}
