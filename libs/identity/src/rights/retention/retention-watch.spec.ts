import { contextsWithPeople } from '@ecou/contracts';
import { TestClock } from '@ecou/event-sourcing/testing';
import type { Engine } from '@ecou/messaging';
import { describe, expect, it } from '@jest/globals';
import { RetentionWatch } from './retention-watch.js';
import type { RetentionReader } from './retention.reader.js';
import type { RetentionRun } from './run/retention-run.state.js';

const begunAt = '2027-03-01T10:00:00.000Z';
const run: RetentionRun = {
  ...{
    isRehearsal: false,
    asOf: begunAt,
    rules: [],
    held: { subjects: [], things: [] },
    after: {},
    contexts: [...contextsWithPeople],
    by: 'system',
    begunAt,
  },
  ...{ proposed: {}, asked: null, objections: {}, decided: null, keysDestroyedAt: null, confirmed: {} },
};

/** The troubles that readiness is told of once the watch has looked at a run that is under way. */
async function troublesAt(now: string, underWay: RetentionRun | null): Promise<readonly string[]> {
  let troubles = (): readonly string[] => [];
  const engine = {
    lead: (_: string, work: { readonly troubles: () => readonly string[] }) => {
      troubles = work.troubles;
    },
  } as unknown as Engine;
  const reader = { underWay: () => Promise.resolve(underWay) } as RetentionReader;
  const watch = new RetentionWatch(reader, engine, new TestClock(now));
  watch.onApplicationBootstrap();
  await watch.look();
  return troubles();
}

describe('a run that is under way', () => {
  it('is named after an hour, with the contexts that it waits for', async () => {
    const [first = '', ...others] = contextsWithPeople;
    const proposal = { context: first, over: [], kept: [], last: null, proposedAt: begunAt } as never;
    expect(await troublesAt('2027-03-01T11:00:01Z', { ...run, proposed: { [first]: proposal } })).toEqual([
      `The run of periods that began at ${begunAt} waits for ${others.join(', ')}.`,
    ]);
  });

  it('is nothing to be told of before that, nor is none', async () => {
    expect(await troublesAt('2027-03-01T11:00:00Z', run)).toEqual([]);
    expect(await troublesAt('2027-03-01T11:00:01Z', null)).toEqual([]);
  });
});
