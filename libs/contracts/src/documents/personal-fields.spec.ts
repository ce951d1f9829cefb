import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { catalogue } from '../catalogue.js';
import { contract, personalEnvelope } from '../contract.js';
import { personalFields } from './personal-fields.js';

const holding = (schema: z.ZodType) => contract('ecou.feedback.probe.v1', 'A probe.', z.object({ field: schema }));

describe('public contracts', () => {
  it.each(
    [...catalogue.values()]
      .filter(({ visibility }) => visibility === 'public')
      .map((known) => [known.type, known] as const),
  )('%s carries no personal field', (_type, known) => {
    expect(personalFields(known)).toEqual([]);
  });

  it.each([
    ['a personal envelope', personalEnvelope],
    ['an optional one', personalEnvelope.optional()],
    ['one in a list', z.array(z.object({ inner: personalEnvelope }))],
    ['one of several forms', z.union([z.string(), personalEnvelope])],
    ['a nullable one', personalEnvelope.nullable()],
    ['one in a map', z.record(z.string(), personalEnvelope)],
    ['an address of mail', z.email()],
    ['anything', z.unknown()],
    ['a map of anything', z.record(z.string(), z.unknown())],
  ])('could not hold %s', (_what, schema) => {
    expect(personalFields(holding(schema))).not.toEqual([]);
  });

  it.each([
    ['a text', z.string()],
    ['a choice', z.enum(['a', 'b'])],
    ['a tuple', z.tuple([z.number(), z.number()])],
    ['a nullable link', z.url().nullable()],
    ['a constant', z.literal(1)],
  ])('may hold %s', (_what, schema) => {
    expect(personalFields(holding(schema))).toEqual([]);
  });
});
