import { describe, expect, it } from '@jest/globals';
import { defineView } from './view.js';
import { foldRows } from './view-table.js';

interface Period {
  readonly key: string;
  readonly name: string;
  readonly until: number | null;
}

const id = '00000000-0000-4000-8000-000000000001';

/** A row for what something is called, and one for each name that it had before. */
const names = defineView<Period>({
  name: 'names',
  version: 1,
  key: 'key',
  columns: { key: 'text', name: 'text NOT NULL', until: 'bigint' },
  on: {
    Named: {
      keys: ({ version }: { version: number }) => [`${id}@${version}`, id],
      evolve: (_row, event: { version: number; position: number; data: { name: string } }, key, beside) => {
        if (key === id) return { key, name: event.data.name, until: null };
        const before = beside(id);
        return before && { ...before, key, until: event.position };
      },
    },
  },
});

const named = (version: number, name: string) => ({
  position: version * 10,
  stream: `thing-${id}`,
  version,
  id: `00000000-0000-4000-8000-00000000001${version}`,
  type: 'Named',
  data: { name },
  metadata: { actor: 'key:1', correlationId: 'correlation', causationId: 'cause' },
  recordedAt: '2026-03-01T10:00:00.000Z',
});

describe('a fold', () => {
  it('sees the rows of the other keys of its event, as those before it left them', () => {
    const rows = new Map<string, Period>();
    const changed = foldRows(names, [named(1, 'one'), named(2, 'two'), named(3, 'three')], rows);
    expect([...rows.values()]).toEqual([
      { key: id, name: 'three', until: null },
      { key: `${id}@2`, name: 'one', until: 20 },
      { key: `${id}@3`, name: 'two', until: 30 },
    ]);
    expect([...changed].sort()).toEqual([...rows.keys()].sort());
  });

  it('sees no row where none stands beside', () => {
    expect(names.evolve(undefined, named(2, 'two'), `${id}@2`)).toBeUndefined();
  });
});
