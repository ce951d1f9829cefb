import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { catalogueTable, keyOf } from './catalogue-table.js';
import { catalogue } from '../catalogue.js';
import { contract, withdrawn } from '../contract.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the table of contracts in the README', () => {
  it('is the one of the catalogue (npm run generate -- freeze)', () => {
    const [, shown] = /<!-- contracts -->\n\n([\s\S]*)\n<!-- \/contracts -->/.exec(readme) ?? [];
    expect(shown).toBe(catalogueTable(catalogue.values()));
  });

  it('has a row per contract, by topic', () => {
    const probe = contract('ecou.feedback.probe.v2', 'A probe.', z.object({ probeId: z.uuid() }), 'internal');
    const other = contract('ecou.events.thing-said.v1', 'Said.', z.object({ thingId: z.uuid(), at: z.string() }));
    expect(catalogueTable([probe, other]).split('\n').slice(2, -1)).toEqual([
      '| `ecou.events`            | `thing-said` | 1       | `thingId` | public     | Said.        |',
      '| `ecou.feedback.internal` | `probe`      | 2       | `probeId` | internal   | A probe.     |',
    ]);
  });
});

describe('the row of a withdrawn contract', () => {
  it('says so, and why', () => {
    const gone = withdrawn(contract('ecou.events.thing-said.v1', 'Said.', z.object({ thingId: z.uuid() })), 'Unsaid.');
    expect(catalogueTable([gone])).toContain('| **Withdrawn.** Said. Unsaid. |');
  });
});

describe('the first field of a contract', () => {
  it.each([...catalogue.values()].map((known) => [known.type, known] as const))(
    '%s: is its key, an id',
    (_type, known) => {
      const key = keyOf(known);
      expect(key).toMatch(/^[a-z][A-Za-z]*Id$/);
      const schema = known.schema.shape[key];
      expect(schema?.safeParse('6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0001').success).toBe(true);
      for (const bad of ['other', 1, null, undefined]) expect(schema?.safeParse(bad).success).toBe(false);
    },
  );
});
