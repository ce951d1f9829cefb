import { readCsv } from '@ecou/runtime';
import { describe, expect, it } from '@jest/globals';
import { channel, items, places } from '../items/item.samples.js';
import type { ResponseAnswer } from './response.schemas.js';
import { tableOf } from './table.js';

const rowOf = (answers: ResponseAnswer['answers'], codes: ResponseAnswer['codes'] = []): ResponseAnswer => ({
  id: '3f1d2c4b-1a2b-4c3d-8e4f-5a6b7c8d9e0f',
  channel: 'paper',
  language: 'ro',
  answers,
  codes,
});
const names = [
  'response_id',
  'response_channel',
  'response_language',
  'programme',
  'duration',
  'objectives',
  'suggestions',
  'suggestions_themes',
  'updates',
  'channel',
  'channel_other',
  'places',
];

describe('the table of single answers', () => {
  const table = (...rows: ResponseAnswer[]) => tableOf([...items, channel, places], rows);
  const lines = (...rows: ResponseAnswer[]) => table(...rows).split('\r\n');

  it('has a column for each item, with what else and themes beside it', () => expect(lines()[0]).toBe(names.join(',')));
  it('has a row for each answer, empty where nothing was answered', () => {
    const full = rowOf(
      [
        { item: 'duration', grade: 3 },
        { item: 'objectives', yes: true },
        { item: 'updates', wish: false },
        { item: 'suggestions', text: 'Ghiduri, „scurte”' },
        { item: 'channel', choice: 'other', other: 'De la un vecin' },
        { item: 'places', choices: ['parks', 'schools'] },
      ],
      [{ item: 'suggestions', themes: ['guides', 'schools'], by: 'key:staff' }],
    );
    expect(lines(full)[1]).toBe(
      `${full.id},paper,ro,,3,yes,"Ghiduri, „scurte”","guides; schools",no,other,De la un vecin,"parks; schools"`,
    );
    expect(lines(rowOf([{ item: 'objectives', yes: false }]))[1]).toBe(
      '3f1d2c4b-1a2b-4c3d-8e4f-5a6b7c8d9e0f,paper,ro,,,no,,,,,,',
    );
  });
  it.each(['=1+1', '+40 700', '-5', '@SUM(A1)', '\t=1', '=HYPERLINK("http://example.org","x")'])(
    'makes no formula of what somebody wrote: %j',
    (text) => {
      const csv = tableOf([items[3]!], [rowOf([{ item: 'suggestions', text }])]);
      expect(csv).toContain(`'${text.slice(0, 1)}`);
      const known = ['response_id', 'response_channel', 'response_language', 'suggestions', 'suggestions_themes'];
      expect(readCsv(csv, known)[0]?.cells['suggestions']).toBe(text.trim());
    },
  );
  it('begins with a byte order mark where a spreadsheet needs one', () =>
    expect(tableOf(items, [], { bom: true }).codePointAt(0)).toBe(0xfeff));
});
