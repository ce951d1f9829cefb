import { describe, expect, it } from '@jest/globals';
import type { ProcessingActivity } from '../../privacy/processing.js';
import { DeclaredPeriods, type PeriodsInForce, type ThingOfSubject } from './verdict.js';

const text = { ro: 'Sintetic', en: 'Synthetic' };
const activity = (name: string, category: string, more: readonly string[] = []): ProcessingActivity => ({
  ...{ name, title: text, purpose: text, bases: [], people: text, recipients: text, retention: text, safeguards: text },
  data: [{ what: text, fields: { [category]: ['name'] } }],
  period: {
    ...{ days: 10, since: text, source: null },
    things: { [category]: { by: ['Ended'] }, ...Object.fromEntries(more.map((one) => [one, { by: 'any' as const }])) },
  },
});

const declared = new DeclaredPeriods([
  activity('petitions', 'petition'),
  activity('messages', 'message', ['occasion']),
]);
const person = '0c4c3c5e-2f53-4b0a-9a53-000000000001';

const thing = (category: string, day: number, hasEnded = true): ThingOfSubject => ({
  stream: `${category}-1`,
  ...{ category, hasEnded, lastAt: `2027-03-${String(day).padStart(2, '0')}T00:00:00.000Z` },
});

const inForce = (days: Record<string, number>, more: Partial<PeriodsInForce> = {}): PeriodsInForce => ({
  asOf: '2027-03-20T00:00:00.000Z',
  days: new Map(Object.entries(days)),
  isHeld: () => false,
  isRestricted: () => false,
  ...more,
});

const both = { petitions: 10, messages: 5 };

describe('the period of a person', () => {
  it('is over once it is for each thing in which they stand; the one that is over last decides', () => {
    expect(declared.verdictOf(person, [thing('petition', 10), thing('message', 14)], inForce(both))).toEqual({
      ...{ over: true, activity: 'petitions', endedAt: '2027-03-14T00:00:00.000Z' },
      dueAt: '2027-03-20T00:00:00.000Z',
    });
  });

  it('is not over while one of them is not, and says when', () => {
    expect(declared.verdictOf(person, [thing('petition', 1), thing('message', 16)], inForce(both))).toEqual({
      ...{ over: false, activity: 'petitions', reason: 'not-over', nextAt: '2027-03-21T00:00:00.000Z' },
    });
  });

  it('has no end while a thing goes on, while a category has no rule, and where none declares one', () => {
    const verdict = (things: ThingOfSubject[], days: Record<string, number>) =>
      declared.verdictOf(person, things, inForce(days));
    const stays = (reason: string, of: string | null) => ({ over: false, activity: of, reason, nextAt: null });
    expect(verdict([thing('petition', 1, false)], both)).toEqual(stays('not-ended', 'petitions'));
    expect(verdict([thing('petition', 1), thing('message', 1)], { petitions: 10 })).toEqual(
      stays('no-rule', 'messages'),
    );
    expect(verdict([thing('petition', 1), thing('directory', 1)], both)).toEqual(stays('no-rule', null));
    expect(verdict([thing('petition', 1), thing('occasion', 1)], both)).toEqual(stays('no-rule', null));
    expect(verdict([], both)).toEqual(stays('no-rule', null));
  });

  it('waits for a legal hold and a restriction', () => {
    const over = [thing('petition', 1)];
    const held = inForce(both, { isHeld: (subject) => subject === person });
    expect(declared.verdictOf(person, over, held)).toMatchObject({ over: false, reason: 'held' });
    const restricted = inForce(both, { isRestricted: (subject) => subject === person });
    expect(declared.verdictOf(person, over, restricted)).toMatchObject({ over: false, reason: 'restricted' });
  });
});
