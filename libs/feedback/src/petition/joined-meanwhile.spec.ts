import { randomUUID } from 'node:crypto';
import { EventRegistry, MemoryEventStore, Vault, type Unit, type CommandContext } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { describe, expect, it } from '@jest/globals';
import { Directories, directory, directoryId } from '../directory/directory.aggregate.js';
import { lighting, publicWorks } from '../directory/directory.samples.js';
import { Uploads } from '../upload/uploads.js';
import { Orders } from './orders.js';
import { petition } from './petition.aggregate.js';
import { PetitionCommand, PetitionHandler, type PetitionOrder } from './petition.command.js';

const answer = { type: 'AnswerPetition', outcome: 'answered', text: 'x', legalBasis: 'x', attachments: [] } as const;

/** Petitions in a store that does something else first, once, whenever somebody is about to write such an event. */
async function office() {
  const store = new MemoryEventStore({ registry: new EventRegistry([directory.events, petition.events]) });
  const before = new Map<string, () => Promise<unknown>>();
  const append = async (unit: Unit) => {
    const type = unit.writes[0]?.events[0]?.type ?? '';
    const first = before.get(type);
    before.delete(type);
    await first?.();
    return store.append(unit);
  };
  const aggregates = new Aggregates(Object.assign(Object.create(store) as MemoryEventStore, { append }));
  const [directories, vault] = [new Directories(aggregates), new Vault()];
  const orders = new Orders(aggregates, directories, vault);
  const uploads = new Uploads(aggregates, undefined as never, undefined as never);
  const handler = new PetitionHandler(aggregates, directories, orders, uploads, vault);
  const run = (id: string, order: PetitionOrder, more: Partial<CommandContext> = {}) =>
    handler.execute(new PetitionCommand(id, order, { ...contextNow(), ...more }));
  const department = { type: 'DefineDepartment', code: 'public-works', department: publicWorks } as const;
  await aggregates.execute(directory, directoryId, department, contextNow());
  const category = { type: 'DefineCategory', code: 'street-lighting', category: lighting } as const;
  await aggregates.execute(directory, directoryId, category, contextNow());
  const register = async () => {
    const id = randomUUID();
    await run(id, { type: 'RegisterPetition', content: contentOf(id) });
    return id;
  };
  const statusOf = async (id: string) => (await aggregates.load(petition, id)).state?.status;
  return { before, run, register, statusOf };
}

function contextNow(): CommandContext {
  const commandId = randomUUID();
  const metadata = { actor: 'system', correlationId: commandId, causationId: commandId };
  return { metadata, commandId, now: '2026-03-02T10:00:00.000Z' };
}

const contentOf = (id: string): Extract<PetitionOrder, { type: 'RegisterPetition' }>['content'] => ({
  kind: 'request',
  channel: 'web',
  category: 'street-lighting',
  language: 'ro',
  petitioner: { name: `Sintetic ${id}`, channel: 'email', contact: 'a@example.org', address: null },
  text: `Sintetic ${id}`,
  place: null,
  about: { facilityId: null, civicEventId: null },
  attachments: [],
});

describe('what is joined to a petition while that one is answered', () => {
  for (const [outcome, event] of [
    ['answered', 'PetitionAnswered'],
    ['declined', 'PetitionDeclined'],
  ] as const) {
    it(`is ${outcome} with it`, async () => {
      const { before, run, register, statusOf } = await office();
      const [main, one, other] = [await register(), await register(), await register()];
      await run(one, { type: 'JoinPetition', to: main });
      before.set(event, () => run(other, { type: 'JoinPetition', to: main }));
      await run(main, { ...answer, outcome });
      expect(await Promise.all([main, one, other].map(statusOf))).toEqual([outcome, outcome, outcome]);
    });
  }

  it('makes whoever saw the main one before look again, where they said so', async () => {
    const { before, run, register, statusOf } = await office();
    const [main, other] = [await register(), await register()];
    before.set('PetitionAnswered', () => run(other, { type: 'JoinPetition', to: main }));
    await expect(run(main, answer, { ifMatch: 1 })).rejects.toThrow(
      expect.objectContaining({ name: 'VersionConflict' }),
    );
    expect(await Promise.all([main, other].map(statusOf))).toEqual(['registered', 'joined']);
  });

  it('is refused, where the answer stands first', async () => {
    const { before, run, register, statusOf } = await office();
    const [main, other] = [await register(), await register()];
    before.set('PetitionJoined', () => run(main, answer));
    await expect(run(other, { type: 'JoinPetition', to: main })).rejects.toThrow('not worked on');
    expect(await statusOf(other)).toBe('registered');
  });
});
