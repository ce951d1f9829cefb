import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { catalogue } from '../catalogue.js';
import { compare, freeze, type Frozen } from './compatibility.js';
import { contract, type Visibility } from '../contract.js';

const folder = new URL('../../published/', import.meta.url);
const read = (file: URL): Frozen | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Frozen) : undefined;

describe('published contracts', () => {
  it.each([...catalogue.values()].map((known) => [known.type, known] as const))(
    '%s is what its readers rely on (a new one, or a new optional field: npm run generate -- freeze)',
    (type, known) => {
      expect(compare(read(new URL(`${type}.json`, folder)), known)).toEqual({ is: 'frozen' });
    },
  );

  it('are all still there', () => {
    expect(readdirSync(folder).sort()).toEqual([...catalogue.keys()].map((type) => `${type}.json`).sort());
  });
});

describe('the rule of compatibility', () => {
  const fields = {
    id: z.uuid(),
    title: z.string().max(80),
    kind: z.enum(['meeting', 'survey']),
    places: z.int().min(0),
    note: z.string().optional(),
    address: z.object({ street: z.string() }),
    closed: z.strictObject({ code: z.string() }),
    tags: z.array(z.string()),
    items: z.array(z.object({ n: z.int() })),
    point: z.tuple([z.number(), z.number()]),
    programme: z.uuid().nullable(),
  };
  const of = (shape: z.ZodRawShape, visibility: Visibility = 'public') =>
    contract('ecou.events.probe.v1', 'A probe.', z.object(shape), visibility);
  const frozen = JSON.parse(JSON.stringify(freeze(of(fields)))) as Frozen;
  const { note: _note, title: _title, ...others } = fields;

  it('holds for the same contract', () => {
    expect(compare(frozen, of(fields))).toEqual({ is: 'frozen' });
    expect(compare(undefined, of(fields))).toEqual({ is: 'new' });
  });

  it.each<[string, z.ZodRawShape]>([
    ['a new optional field', { ...fields, language: z.string().optional() }],
    [
      'a new optional field deeper down',
      { ...fields, address: z.object({ street: z.string(), floor: z.int().optional() }) },
    ],
    ['a new optional field in a list', { ...fields, items: z.array(z.object({ n: z.int(), m: z.int().optional() })) }],
    ['another description', { ...fields, id: z.uuid().describe('Its id.') }],
  ])('allows %s', (_what, shape) => {
    expect(compare(frozen, of(shape))).toEqual({ is: 'grown' });
  });

  it.each<[string, z.ZodRawShape, string]>([
    ['a removed field', { ...others, note: fields.note }, '/title was removed'],
    ['a removed optional field', { ...others, title: fields.title }, '/note was removed'],
    ['a renamed field', { ...others, note: fields.note, name: fields.title }, '/title was removed'],
    ['a retyped field', { ...fields, places: z.string() }, '/places/type was "integer", is "string"'],
    ['a retyped field deeper down', { ...fields, address: z.object({ street: z.int() }) }, '/address/street/type'],
    ['a retyped field in a list', { ...fields, items: z.array(z.object({ n: z.string() })) }, '/items/items/n/type'],
    ['a new required field', { ...fields, language: z.string() }, '/language is newly required'],
    ['a field newly required', { ...fields, note: z.string() }, '/note is newly required'],
    ['a field no longer required', { ...fields, title: fields.title.optional() }, '/title is no longer required'],
    ['a field that may newly be null', { ...fields, id: z.uuid().nullable() }, '/id/anyOf was absent'],
    ['a field that may not be null any more', { ...fields, programme: z.uuid() }, '/programme/anyOf'],
    ['a narrowed text', { ...fields, title: z.string().max(40) }, '/title/maxLength was 80, is 40'],
    ['a narrowed number', { ...fields, places: z.int().min(1) }, '/places/minimum was 0, is 1'],
    ['a newly bounded list', { ...fields, tags: z.array(z.string()).max(3) }, '/tags/maxItems was absent, is 3'],
    ['a value removed', { ...fields, kind: z.enum(['meeting']) }, '/kind/enum'],
    [
      'a value added, which readers do not know',
      { ...fields, kind: z.enum(['meeting', 'survey', 'vote']) },
      '/kind/enum',
    ],
    ['a longer tuple', { ...fields, point: z.tuple([z.number(), z.number(), z.number()]) }, '/point/items'],
    [
      'a closed object that grows',
      { ...fields, closed: z.strictObject({ code: z.string(), more: z.string().optional() }) },
      '/closed/more was added',
    ],
  ])('refuses %s', (_what, shape, told) => {
    const status = compare(frozen, of(shape));
    expect(status.is === 'broken' ? status.breaks.join('\n') : status.is).toContain(told);
  });

  it('refuses another visibility', () => {
    expect(compare(frozen, of(fields, 'internal'))).toEqual({ is: 'broken', breaks: ['was public, is internal'] });
  });

  it('takes values in another order for the same', () => {
    expect(compare(frozen, of({ ...fields, kind: z.enum(['survey', 'meeting']) }))).toEqual({ is: 'grown' });
  });
});
