import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../event.js';
import type { Fold } from '../views/fold.js';
import { defineView, type View } from '../views/view.js';
import type { CounterEvent } from './counter.js';
import { foldOf, type GoldenEvent } from './fold-of.js';
import { readFolds, writeFolds } from './folds-file.js';
import { complaint, mayKeep } from './golden-views.js';

interface Totals {
  readonly id: string;
  readonly total: number;
  readonly name: string | null;
}

type Recorded<T extends CounterEvent['type']> = RecordedEvent<Extract<CounterEvent, { type: T }>>;

const on = {
  Counted: {
    evolve: (row: Totals | undefined, { data }: Recorded<'Counted'>, id: string): Totals => ({
      id,
      total: (row?.total ?? 0) + data.by,
      name: row?.name ?? null,
    }),
  },
  Renamed: {
    evolve: (row: Totals | undefined, { data }: Recorded<'Renamed'>) => row && { ...row, name: data.name },
  },
};

const totals = (change: Partial<Parameters<typeof defineView<Totals>>[0]> = {}): View<Totals> =>
  defineView<Totals>({
    name: 'totals',
    version: 1,
    key: 'id',
    columns: { id: 'text', total: 'bigint NOT NULL', name: 'text' },
    on,
    ...change,
  });

const golden: readonly GoldenEvent[] = [
  { name: 'Renamed.v1', category: 'counter', type: 'Renamed', data: { name: 'a', language: 'ro' } },
  { name: 'Renamed.v2', category: 'counter', type: 'Renamed', data: { name: 'b', language: 'en' } },
  { name: 'Counted.v1', category: 'counter', type: 'Counted', data: { by: 2 } },
];
const kept = foldOf(totals(), golden);
const never = () => false;
const always = () => true;

/** The sentence about a view whose fold is compared with the kept one. */
const told = (view: View<Totals>, events = golden): string | undefined =>
  complaint(view.name, kept, foldOf(view, events, Object.keys(kept.events)));

const doubled = {
  ...on,
  Counted: {
    evolve: (row: Totals | undefined, event: Recorded<'Counted'>, id: string) => {
      const counted = on.Counted.evolve(row, event, id);
      return row ? { ...counted, total: row.total + 2 * event.data.by } : counted;
    },
  },
};

describe('the result of a fold', () => {
  it('holds every stored version of the events that a view reads, in the order in which it names them', () => {
    expect(Object.keys(kept.events)).toEqual(['Counted.v1', 'Renamed.v1', 'Renamed.v2']);
  });

  it('is the same for rows that hold the same in another order', () => {
    const turned = {
      ...on,
      Counted: { evolve: (...args: Parameters<typeof on.Counted.evolve>) => turn(on.Counted.evolve(...args)) },
    };
    expect(told(totals({ on: turned }))).toBeUndefined();
  });

  it('sees what an event makes of the rows before it, and which rows it touches', () => {
    expect(told(totals({ on: doubled }))).toContain('(Counted.v1, Renamed.v1, Renamed.v2)');
    const elsewhere = { ...on, Renamed: { ...on.Renamed, keys: () => ['elsewhere'] } };
    expect(told(totals({ on: elsewhere }))).toContain('(Renamed.v1, Renamed.v2)');
  });

  it('is none where no event makes a row', () => {
    expect(() => foldOf(totals({ on: { Renamed: on.Renamed } }), golden)).toThrow(
      'No golden event makes a row of view totals',
    );
  });

  it('is read from the file as it was written', () => {
    const folds = {
      totals: kept,
      others: { ...kept, version: 12, events: { 'Counted.v1/much': 'ab' } },
      none: { ...kept, events: {} },
    };
    expect(readFolds(writeFolds(folds))).toEqual(folds);
  });
});

describe('a changed fold', () => {
  it('fails under the same version, and says what to do', () => {
    const refuse = { ...on, Renamed: { evolve: () => null } };
    expect(told(totals({ on: refuse }))).toBe(
      'The fold of view totals comes to something else under version 1 (Renamed.v1, Renamed.v2): grow its version, then ECOU_WRITE_GOLDEN=1 npm test -- golden.',
    );
    expect(told(totals({ indexes: ['(total)'] }))).toContain('(its columns or indexes)');
    expect(told(totals({ on: { Counted: on.Counted } }))).toContain('Renamed.v1, which it reads no more');
    expect(mayKeep(kept, foldOf(totals({ on: refuse }), golden), never)).toBe(false);
    expect(mayKeep(kept, foldOf(totals({ on: { Counted: on.Counted } }), golden), never)).toBe(false);
  });

  it('passes under a grown version, once it is kept', () => {
    const grown = foldOf(totals({ version: 2, on: doubled }), golden);
    expect(complaint('totals', kept, grown)).toContain('has got version 2');
    expect(mayKeep(kept, grown, always)).toBe(true);
    expect(complaint('totals', grown, grown)).toBeUndefined();
    expect(mayKeep(grown, kept, never)).toBe(false);
  });

  it('is kept where the view was never committed', () => {
    expect(complaint('totals', undefined, kept)).toContain('not kept yet');
    expect(mayKeep(undefined, kept, always)).toBe(true);
  });
});

describe('an event that a view did not read', () => {
  const reset: GoldenEvent = { name: 'Reset.v1', category: 'counter', type: 'Reset', data: {} };
  const more = totals({ on: { Reset: { evolve: (row) => row && { ...row, total: 0 } }, ...on } });
  const order = Object.keys(kept.events);
  const fold: Fold = foldOf(more, [reset, ...golden], order);

  it('changes nothing of what the others come to', () => {
    expect(fold.events).toMatchObject(kept.events);
    expect(Object.keys(fold.events)).toEqual([...order, 'Reset.v1']);
  });

  it('is kept under the same version where the event itself is new', () => {
    expect(complaint('totals', kept, fold)).toContain('reads what is not kept yet (Reset.v1)');
    expect(mayKeep(kept, fold, never)).toBe(true);
  });

  it('asks for a new version where databases may hold the event already', () => {
    expect(mayKeep(kept, fold, always)).toBe(false);
  });
});

const turn = ({ id, total, name }: Totals): Totals => ({ name, total, id });
