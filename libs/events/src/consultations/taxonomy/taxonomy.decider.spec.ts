import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { builtIn } from './built-in.js';
import { latest, taxonomyDecider, versionsOf, vocabularyOf, type ChangeTaxonomy } from './taxonomy.decider.js';
import { taxonomyNames, type TaxonomyEntry, type TaxonomyEvent } from './taxonomy.events.js';
import { nameIn, refuseUnchoosable } from './vocabulary.js';

const given = specify(taxonomyDecider);

const name = 'civic-event-kinds';
const first = builtIn[name];
const hackathon: TaxonomyEntry = { id: 'hackathon', name: { ro: 'Hackathon', en: 'Hackathon' }, retired: false };
const at = '2026-03-02T09:00:00.000Z';
const change: ChangeTaxonomy = {
  type: 'ChangeTaxonomy',
  name,
  entries: [...first, hackathon],
  note: { ro: 'Un fel nou de întâlnire' },
  at,
};

const established: TaxonomyEvent = { type: 'TaxonomyEstablished', data: { name, entries: [...first] } };
const changed = (version: number, entries: readonly TaxonomyEntry[], note = change.note): TaxonomyEvent => ({
  type: 'TaxonomyChanged',
  data: { name, version, entries: [...entries], note, changedAt: at },
});
const second = changed(2, change.entries);
const retired = change.entries.map((entry) => (entry.id === 'webinar' ? { ...entry, retired: true } : entry));

describe('a taxonomy', () => {
  it('is the built-in list as version 1, which goes on record with the first change', () => {
    expect(latest([], name)).toMatchObject({ version: 1, entries: first, changedAt: null });
    given().when(change).then(established, second);
  });
  it('gets a version with every change: added, renamed, retired, reordered', () => {
    given(established, second)
      .when({ ...change, entries: retired })
      .then(changed(3, retired));
    const renamed = change.entries.map((entry) => ({ ...entry, name: { ro: `${entry.name.ro}!` } }));
    for (const entries of [renamed, [...change.entries].reverse()]) {
      given(established, second)
        .when({ ...change, entries })
        .then(changed(3, entries));
    }
  });
  it('does not change where the same is said again, also of the built-in list', () => {
    given()
      .when({ ...change, entries: first })
      .then();
    given(established, second)
      .when({ ...change, note: null })
      .then();
  });
  it('leaves out nothing that stood once: facts may name it', () => {
    given()
      .when({ ...change, entries: first.slice(1) })
      .thenRejected('ENTRY_LEFT_OUT');
    given(established, second)
      .when({ ...change, entries: first })
      .thenRejected('ENTRY_LEFT_OUT');
  });
  it('leaves something to choose', () => {
    given()
      .when({ ...change, entries: first.map((entry) => ({ ...entry, retired: true })) })
      .thenRejected('NOTHING_TO_CHOOSE');
  });
  it('may take back what it retired', () => {
    given(established, second, changed(3, retired)).when(change).then(changed(4, change.entries));
  });
  it('says of any version what it said then, whatever was changed since', () => {
    const change1 = fc.record({
      renamed: fc.nat(first.length - 1),
      to: fc.stringMatching(/^[a-z]{1,8}$/),
      retired: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change1, { maxLength: 12 }), (changes) => {
        let events: TaxonomyEvent[] = [];
        const said: (readonly TaxonomyEntry[])[] = [first];
        for (const { renamed, to, retired: goes } of changes) {
          const state = given(...events).state();
          const entries = latest(state, name).entries.map((entry, index) =>
            index === renamed ? { ...entry, name: { ro: to }, retired: goes && index > 0 } : entry,
          );
          const caused = taxonomyDecider.decide({ ...change, entries }, state);
          if (caused.length > 0) said.push(entries);
          events = [...events, ...caused];
        }
        const versions = versionsOf(given(...events).state(), name);
        expect(versions.map(({ version }) => version)).toEqual(said.map((_entries, index) => index + 1));
        expect(versions.map(({ entries }) => entries)).toEqual(said);
        if (said.length > 1) expect(events).toHaveLength(said.length);
      }),
    );
  });
});

describe('a vocabulary', () => {
  const state = given(established, second, changed(3, retired)).state();

  it('is a version as facts name it', () => {
    expect(vocabularyOf(state, name).version).toBe(3);
    expect(vocabularyOf(state, name, 2).entries).toEqual(change.entries);
    expect(() => vocabularyOf(state, name, 4)).toThrow('no such version');
  });
  it('lets be chosen what it holds and did not retire, and what stands on record', () => {
    const use =
      (id: string, recorded: string[] = []) =>
      () => {
        refuseUnchoosable(vocabularyOf(state, name), [{ id, path: ['kind'] }], recorded);
      };
    expect(use('hackathon')).not.toThrow();
    expect(use('webinar')).toThrow(expect.objectContaining({ code: 'KIND_RETIRED', path: ['kind'] }));
    expect(use('party')).toThrow(
      expect.objectContaining({
        ...{ code: 'KIND_UNKNOWN', path: ['kind'] },
        message: expect.stringContaining('`GET /events/v1/taxonomies/civic-event-kinds` lists'),
      }),
    );
    expect(use('webinar', ['webinar'])).not.toThrow();
  });
  it('names what it does not hold by its id', () => {
    expect(nameIn(vocabularyOf(state, name), 'webinar')).toEqual({ ro: 'Webinar', en: 'Webinar' });
    expect(nameIn(vocabularyOf(state, name), 'open-day')).toEqual({ ro: 'open day' });
  });
});

it('the built-in lists stay as they are, since facts are recorded under them', () => {
  expect(taxonomyNames.map((each) => builtIn[each])).toMatchSnapshot();
});
