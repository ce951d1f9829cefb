import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { catalogueOf } from './catalogue.js';
import { contract } from './contract.js';
import * as everything from './index.js';

const isContract = (value: unknown): value is everything.Contract =>
  typeof value === 'object' && value !== null && 'visibility' in value && 'schema' in value;

describe('the catalogue', () => {
  it('holds every contract that is exported', () => {
    const exported = (Object.values(everything) as readonly unknown[]).filter(isContract);
    expect(exported.map(({ type }) => type).sort()).toEqual([...everything.catalogue.keys()].sort());
  });

  it('refuses two contracts of one type', () => {
    const probe = contract('ecou.events.probe.v1', 'A probe.', z.object({}));
    expect(() => catalogueOf([probe, probe])).toThrow('declared twice');
  });

  it.each([...everything.catalogue.values()])('says what $type means, with an example that it accepts', (known) => {
    expect(known.summary).toMatch(/^[A-Z].{10,}[.)]$/u);
    const example = everything.exampleOf(everything.jsonSchemaOf(known));
    // Strict to the bottom: what readers would ignore stands in no example.
    expect(known.schema.safeParse(example)).toEqual({ success: true, data: example });
  });

  it.each(['feedback.probe.v1', 'ecou.feedback.Probe.v1', 'ecou.feedback.probe', 'ecou.feedback.probe.v0'])(
    'refuses the type %s',
    (type) => {
      expect(() => contract(type, 'A probe.', z.object({}))).toThrow('is not of the form');
    },
  );
});
