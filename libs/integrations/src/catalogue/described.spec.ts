import { contract, withdrawn } from '@ecou/contracts';
import { describe as suite, expect, it } from '@jest/globals';
import { z } from 'zod';
import { describe, described } from './described.js';

const id = z.uuid();
const text = z.object({ ro: z.string(), en: z.string().optional() });
const first = contract(
  'ecou.events.thing-said.v1',
  'A thing was said.',
  z.object({
    thingId: id.describe('Which one.'),
    reason: z.string(),
    place: z.object({ street: z.string(), floor: z.int().optional() }).nullable(),
    kinds: z.array(z.object({ kind: z.enum(['one', 'two']) })),
  }),
);
const second = contract(
  'ecou.events.thing-said.v2',
  'A thing was said.',
  z.object({
    thingId: id.nullable(),
    reason: text,
    place: z.object({ street: z.string() }).nullable(),
    by: z.string().optional(),
  }),
);

suite('a contract in the catalogue', () => {
  it('has its fields, also those inside, with type and meaning', () => {
    expect(describe(first, [first]).fields).toEqual([
      { name: 'thingId', type: 'string (uuid)', required: true, meaning: 'Which one.' },
      { name: 'reason', type: 'string', required: true, meaning: null },
      { name: 'place', type: 'object | null', required: true, meaning: null },
      { name: 'place.street', type: 'string', required: true, meaning: null },
      { name: 'place.floor', type: 'integer', required: false, meaning: null },
      { name: 'kinds', type: 'array of object', required: true, meaning: null },
      { name: 'kinds[].kind', type: '"one" | "two"', required: true, meaning: null },
    ]);
  });

  it('has what each version changed', () => {
    expect(describe(second, [second, withdrawn(first, 'It was wrong.')]).versions).toEqual([
      { version: 1, type: first.type, withdrawn: 'It was wrong.', changes: [] },
      {
        version: 2,
        type: second.type,
        withdrawn: null,
        changes: [
          { field: 'thingId', change: 'changed', before: 'string (uuid)', after: 'string (uuid) | null' },
          { field: 'reason', change: 'changed', before: 'string', after: 'object { ro, en }' },
          { field: 'place.floor', change: 'removed', before: 'integer, optional', after: null },
          { field: 'kinds', change: 'removed', before: 'array of object', after: null },
          { field: 'kinds[].kind', change: 'removed', before: '"one" | "two"', after: null },
          { field: 'by', change: 'added', before: null, after: 'string, optional' },
        ],
      },
    ]);
  });

  it.each([...described.values()])('says the type of every field of $type', ({ fields }) => {
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.filter(({ type }) => /\bany\b/.test(type))).toEqual([]);
  });
});
