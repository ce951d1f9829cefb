import { defineView, idOf, searchText, type RecordedEvent } from '@ecou/event-sourcing';
import type { ProgrammeEvent } from '../programme/programme.events.js';
import type { ProgrammeAnswer } from '../programme/programme.schemas.js';
import { folds } from './folds.js';

export interface ProgrammeRow {
  readonly id: string;
  readonly status: string;
  /** Lists are in this order. */
  readonly sortTitle: string;
  /** The text that `q` looks through. */
  readonly search: string;
  /** The programme as it is answered. */
  readonly programme: ProgrammeAnswer;
}

type Recorded<Type extends ProgrammeEvent['type']> = RecordedEvent<Extract<ProgrammeEvent, { type: Type }>>;

const rowOf = (programme: ProgrammeAnswer): ProgrammeRow => {
  const { id, status, title, description, fundingCodes, activities, partners, deliverables } = programme;
  return {
    id,
    status,
    sortTitle: searchText(title.ro),
    search: searchText(
      ...[
        title,
        description,
        ...activities.map((each) => each.title),
        ...deliverables.map((each) => each.title),
      ].flatMap((each) => [each?.ro, each?.en]),
      ...fundingCodes.flatMap(({ scheme, code }) => [scheme, code]),
      ...activities.map(({ code }) => code),
      ...partners,
    ),
    programme,
  };
};

const changed = (row: ProgrammeRow | undefined, { version }: RecordedEvent, change: Partial<ProgrammeAnswer>) =>
  row && rowOf({ ...row.programme, ...change, version });

/** The programmes, ready to be listed and searched. */
export const programmeList = defineView<ProgrammeRow>({
  name: 'programme_list',
  version: 1,
  fold: folds.programme_list,
  key: 'id',
  columns: {
    id: 'text',
    status: 'text NOT NULL',
    sortTitle: 'text COLLATE "C" NOT NULL',
    search: 'text NOT NULL',
    programme: 'jsonb NOT NULL',
  },
  indexes: ['(sort_title, id)', 'USING gin (search gin_trgm_ops)'],
  on: {
    ProgrammeCreated: {
      evolve: (_row, event: Recorded<'ProgrammeCreated'>) =>
        rowOf({
          ...event.data,
          id: idOf(event.stream),
          status: 'planned',
          deliverables: [],
          version: event.version,
        }),
    },
    ProgrammeStarted: {
      evolve: (row, event: Recorded<'ProgrammeStarted'>) => changed(row, event, { status: 'started' }),
    },
    DeliverablePlanned: {
      evolve: (row, event: Recorded<'DeliverablePlanned'>) => {
        const { deliverableId: id, kind, title } = event.data;
        return (
          row &&
          changed(row, event, { deliverables: [...row.programme.deliverables, { id, kind, title, published: null }] })
        );
      },
    },
    DeliverablePublished: {
      evolve: (row, event: Recorded<'DeliverablePublished'>) => {
        const { deliverableId, address, publishedAt: at } = event.data;
        return (
          row &&
          changed(row, event, {
            deliverables: row.programme.deliverables.map((each) =>
              each.id === deliverableId ? { ...each, published: { address, at } } : each,
            ),
          })
        );
      },
    },
  },
});
