import { randomUUID } from 'node:crypto';
import { type CommandContext, Personal } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { contentOf, contextAt, petitionsInMemory } from '../../testing/petitions-in-memory.js';
import { petition } from '../rules/petition.aggregate.js';
import type { PetitionVerb } from './petition.verbs.js';

const said = new Personal('x');
const answer: PetitionVerb = {
  type: 'AnswerPetition',
  salutation: null,
  text: said,
  legalBasis: 'x',
  attachments: [],
  by: null,
  channel: null,
};
const join = { type: 'JoinPetition', as: null, reason: null } as const;
const decline: PetitionVerb = {
  type: 'DeclinePetition',
  salutation: null,
  reason: said,
  legalBasis: 'x',
  attachments: [],
  by: null,
  channel: null,
};

/** Petitions in a store that does something else first, once, whenever somebody is about to write such an event. */
async function office() {
  const before = new Map<string, () => Promise<unknown>>();
  const { run: runAt, aggregates } = await petitionsInMemory((append) => async (unit) => {
    const type = unit.writes[0]?.events[0]?.type ?? '';
    const first = before.get(type);
    before.delete(type);
    await first?.();
    return append(unit);
  });
  const run = (id: string, command: PetitionVerb, more: Partial<CommandContext> = {}) =>
    runAt(id, command, { ...contextAt(), ...more });
  const register = async () => {
    const id = randomUUID();
    await run(id, { type: 'RegisterPetition', content: contentOf(id) });
    return id;
  };
  const statusOf = async (id: string) => (await aggregates.load(petition, id)).state?.status;
  return { before, run, register, statusOf };
}

describe('what is joined to a petition while that one is answered', () => {
  for (const [outcome, event, command] of [
    ['answered', 'PetitionAnswered', answer],
    ['declined', 'PetitionDeclined', decline],
  ] as const) {
    it(`is ${outcome} with it`, async () => {
      const { before, run, register, statusOf } = await office();
      const [main, one, other] = [await register(), await register(), await register()];
      await run(one, { ...join, to: main });
      before.set(event, () => run(other, { ...join, to: main }));
      await run(main, command);
      expect(await Promise.all([main, one, other].map(statusOf))).toEqual([outcome, outcome, outcome]);
    });
  }

  it('makes whoever saw the main one before look again, where they said so', async () => {
    const { before, run, register, statusOf } = await office();
    const [main, other] = [await register(), await register()];
    before.set('PetitionAnswered', () => run(other, { ...join, to: main }));
    await expect(run(main, answer, { ifMatch: 1 })).rejects.toThrow(
      expect.objectContaining({ name: 'VersionConflict' }),
    );
    expect(await Promise.all([main, other].map(statusOf))).toEqual(['registered', 'joined']);
  });

  it('is refused, where the answer stands first', async () => {
    const { before, run, register, statusOf } = await office();
    const [main, other] = [await register(), await register()];
    before.set('PetitionJoined', () => run(main, answer));
    await expect(run(other, { ...join, to: main })).rejects.toThrow('not worked on');
    expect(await statusOf(other)).toBe('registered');
  });
});
