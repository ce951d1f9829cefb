import { defineView, idOf, searchText, type RecordedEvent } from '@ecou/event-sourcing';
import { stateOf } from '../programme/programme.decider.js';
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
  const { id, status, title, description, fundingCodes, activities, partners, organiser, deliverables } = programme;
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
      organiser,
    ),
    programme,
  };
};

const changed = (row: ProgrammeRow | undefined, { version }: RecordedEvent, change: Partial<ProgrammeAnswer>) =>
  row && rowOf({ ...row.programme, ...change, version });

const corrected = (row: ProgrammeRow | undefined, correction: ProgrammeAnswer['corrections'][number]) => ({
  corrections: [...(row?.programme.corrections ?? []), correction],
});

type Deliverable = ProgrammeAnswer['deliverables'][number];

/** The row after a change of one of its deliverables. */
const withDeliverable = (
  row: ProgrammeRow | undefined,
  event: RecordedEvent<{ type: string; data: { readonly deliverableId: string } }>,
  change: (before: Deliverable) => Omit<Deliverable, 'state'>,
) =>
  row &&
  changed(row, event, {
    deliverables: row.programme.deliverables.map((each) => {
      if (each.id !== event.data.deliverableId) return each;
      const after = change(each);
      return { ...after, state: stateOf(after) };
    }),
  });

/** The programmes, ready to be listed and searched. */
export const programmeList = defineView<ProgrammeRow>({
  name: 'programme_list',
  version: 3,
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
          emblems: [],
          ended: null,
          corrections: [],
          version: event.version,
        }),
    },
    ProgrammeStarted: {
      evolve: (row, event: Recorded<'ProgrammeStarted'>) => changed(row, event, { status: 'started' }),
    },
    ProgrammeCorrected: {
      evolve: (row, event: Recorded<'ProgrammeCorrected'>) => {
        const { changed: fields, previous: _previous, reason, correctedAt: at, ...details } = event.data;
        return changed(row, event, { ...details, ...corrected(row, { changed: fields, reason, at }) });
      },
    },
    ProgrammeEnded: {
      evolve: (row, event: Recorded<'ProgrammeEnded'>) => {
        const { reason, endedAt: at } = event.data;
        return changed(row, event, { status: 'ended', ended: { reason, at } });
      },
    },
    ProgrammeReopened: {
      evolve: (row, event: Recorded<'ProgrammeReopened'>) => {
        const { reason, reopenedAt: at } = event.data;
        const correction = corrected(row, { changed: ['end'], reason, at });
        return changed(row, event, { status: 'started', ended: null, ...correction });
      },
    },
    DeliverablePlanned: {
      evolve: (row, event: Recorded<'DeliverablePlanned'>) => {
        const { deliverableId: id, kind, title } = event.data;
        return (
          row &&
          changed(row, event, {
            deliverables: [
              ...row.programme.deliverables,
              { id, kind, title, state: 'planned', presented: [], published: null },
            ],
          })
        );
      },
    },
    DeliverablePresented: {
      evolve: (row, event: Recorded<'DeliverablePresented'>) => {
        const { civicEventId, presentedAt: at } = event.data;
        return withDeliverable(row, event, (each) => ({
          ...each,
          presented: [...each.presented, { civicEventId, at }],
        }));
      },
    },
    DeliverablePublished: {
      evolve: (row, event: Recorded<'DeliverablePublished'>) => {
        const { address, publishedAt: at } = event.data;
        return withDeliverable(row, event, (each) => ({ ...each, published: { address, at } }));
      },
    },
    EmblemAdded: {
      evolve: (row, event: Recorded<'EmblemAdded'>) => {
        const { emblemId: id, ...emblem } = event.data;
        return (
          row &&
          changed(row, event, {
            emblems: [...row.programme.emblems.filter((each) => each.id !== id), { id, ...emblem }],
          })
        );
      },
    },
    EmblemRemoved: {
      evolve: (row, event: Recorded<'EmblemRemoved'>) =>
        row && changed(row, event, { emblems: row.programme.emblems.filter(({ id }) => id !== event.data.emblemId) }),
    },
  },
});
