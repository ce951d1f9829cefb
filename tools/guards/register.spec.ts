import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type Contract } from '@ecou/contracts';
import { defineEvents, personal, type EventTypes } from '@ecou/event-sourcing';
import { contexts } from '@ecou/platform';
import type { ProcessingActivity } from '@ecou/runtime/privacy';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { personalPaths } from './personal-paths.ts';
import {
  declaredFile,
  declaredText,
  registered,
  registerFile,
  registerText,
} from '../generators/documents/register.ts';

const root = join(import.meta.dirname, '../..');
const activities = registered.flatMap((name) => contexts.find((each) => each.name === name)?.processing ?? []);

/** Places of personal fields, each once: `petition: petitioner.name`. */
function personalIn(events: readonly EventTypes[], contracts: readonly Contract[]): readonly string[] {
  const ofEvents = events.flatMap(({ category, types }) =>
    Object.values(types).flatMap(({ schema }) => personalPaths(schema).map((path) => `${category}: ${path}`)),
  );
  const ofContracts = contracts.flatMap(({ type, schema }) => personalPaths(schema).map((path) => `${type}: ${path}`));
  return [...new Set([...ofEvents, ...ofContracts])];
}

const namedBy = (all: readonly ProcessingActivity[]): readonly string[] =>
  all.flatMap(({ data }) =>
    data.flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([owner, paths]) => paths.map((path) => `${owner}: ${path}`)),
    ),
  );

const present = personalIn(
  contexts.flatMap(({ events }) => events),
  [...catalogue.values()],
);

describe('the register of processing', () => {
  it('names every personal field of every event and internal contract', () => {
    expect(present.length).toBeGreaterThan(60);
    expect(present.filter((place) => !namedBy(activities).includes(place))).toEqual([]);
  });

  it('names no field that there is not, and none twice', () => {
    const named = namedBy(activities);
    expect(named.filter((place) => !present.includes(place))).toEqual([]);
    expect(named.filter((place, index) => named.indexOf(place) < index)).toEqual([]);
  });

  it('would miss a field that is new, at any depth', () => {
    const inside = z.object({ people: z.array(z.object({ phone: personal(z.string()).nullable() })) });
    const other = z.record(z.string(), personal(z.string()));
    const events = defineEvents('visit', { VisitPlanned: inside, VisitTold: z.object({ words: other }) });
    expect(personalIn([events], [])).toEqual(['visit: people[].phone', 'visit: words{}']);
  });

  it('has every context that declares activities, each activity by a name of its own, in both languages', () => {
    const declaring = contexts.filter(({ processing = [] }) => processing.length > 0).map(({ name }) => name);
    expect([...declaring].sort()).toEqual([...registered].sort());
    const names = activities.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, bases, data, title, purpose, people, recipients, retention, safeguards } of activities) {
      expect({ name, bases: bases.length > 0, data: data.length > 0 }).toEqual({ name, bases: true, data: true });
      const texts = [title, purpose, people, recipients, retention, safeguards, ...data.map(({ what }) => what)];
      expect({ name, empty: texts.filter(({ ro, en = '' }) => ro === '' || en === '') }).toEqual({ name, empty: [] });
    }
  });

  it('counts periods of things that hold personal fields, by events that there are', () => {
    for (const { name, processing = [], events } of contexts) {
      const types = events.flatMap((each) => Object.keys(each.types));
      const categories = events.map(({ category }) => category);
      for (const { name: activity, period } of processing) {
        const things = Object.entries(period?.things ?? {});
        const ends = things.map(([, end]) => end);
        const named = ends.flatMap(({ by, goesOnBy = [] }) => [...(Array.isArray(by) ? by : []), ...goesOnBy]);
        const missing = {
          types: named.filter((type) => !types.includes(type)),
          categories: [
            ...things.map(([category]) => category),
            ...ends.flatMap((end) => end.with?.category ?? []),
          ].filter((category) => !categories.includes(category)),
          ends: ends.flatMap((end) => (end.with && !period?.things[end.with.category] ? [end.with.category] : [])),
        };
        expect({ name, activity, ...missing }).toEqual({ name, activity, types: [], categories: [], ends: [] });
      }
    }
    expect(activities.filter(({ period }) => period).map(({ name }) => name)).toContain('petitions');
  });

  it('names permissions that there are', () => {
    const known = contexts.flatMap(({ permissions }) => Object.keys(permissions));
    const named = activities.flatMap(({ readBy }) => readBy ?? []);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((permission) => !known.includes(permission))).toEqual([]);
  });

  it('is written as it is declared: else npm run generate -- register', async () => {
    expect(readFileSync(join(root, registerFile), 'utf8')).toBe(await registerText(activities, root));
    expect(readFileSync(join(root, declaredFile), 'utf8')).toBe(await declaredText(activities, root));
  });
});
