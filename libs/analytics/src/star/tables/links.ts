import { LinkBrokenV1, LinkDroppedV1, LinkRestoredV1 } from '@ecou/contracts';
import { canonicalInstant, forever, instant, integer, text } from '../columns.js';
import { holding } from '../rows.js';
import { starTable, type Held } from '../table.js';

interface Outage extends Held {
  readonly endedAt: string | null;
  readonly outcome: string | null;
}

/** The outage that goes on has ended: it held until then. */
const ended = <V extends Outage>(rows: readonly V[], at: string, outcome: string): readonly V[] =>
  rows.map((row) => (row.heldTo === forever ? { ...row, heldTo: canonicalInstant(at), endedAt: at, outcome } : row));

export const linkOutage = starTable(
  {
    name: 'link_outage',
    kind: 'fact',
    comment: 'A link of facilities did not work for a time, from the first check that failed on.',
    key: { name: 'linkId', comment: 'Id of the link; the same for every facility that shows it.' },
    columns: {
      number: integer('The how-manieth outage of the link, from 1.'),
      url: text('Its address.'),
      status: integer('HTTP status; null: there was no answer.'),
      fault: text('Why there was no answer, such as name, timeout, refused or certificate; null: there was one.'),
      facilities: integer('Facilities that showed it when it was found broken.'),
      endedAt: instant('When it ended; null: it goes on.'),
      outcome: text('restored, or dropped where no facility shows it any more; null: it goes on.'),
    },
  },
  (on) => [
    on(LinkBrokenV1, (rows, { since, url, status, fault, facilityCount }) => [
      ...rows,
      holding(since, {
        ...{ number: rows.length + 1, url, status, fault },
        ...{ facilities: facilityCount, endedAt: null, outcome: null },
      }),
    ]),
    on(LinkRestoredV1, (rows, { restoredAt }) => ended(rows, restoredAt, 'restored')),
    on(LinkDroppedV1, (rows, { droppedAt }) => ended(rows, droppedAt, 'dropped')),
  ],
);
