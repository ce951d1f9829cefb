import { randomUUID } from 'node:crypto';
import { type TimerChange, Personal } from '@ecou/event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { contentOf, contextAt, petitionsInMemory } from '../../testing/petitions-in-memory.js';
import { upload } from '../../upload/upload.aggregate.js';

const file = { type: 'text/plain', size: 4, sha256: 'a'.repeat(64) };

async function office() {
  const timers = new Map<string, TimerChange>();
  const petitions = await petitionsInMemory((append) => async (unit) => {
    const result = await append(unit);
    if (result.status === 'ok') for (const timer of unit.timers ?? []) timers.set(timer.id, timer);
    return result;
  });
  const handIn = async () => {
    const [id, { now: at }] = [randomUUID(), contextAt()];
    const expiresAt = '2026-03-03T10:00:00.000Z';
    await petitions.units.run(contextAt(), (work) => work.decide(upload, id, { type: 'BeginUpload', expiresAt }));
    await petitions.units.run(contextAt(), (work) => work.decide(upload, id, { type: 'ReceiveUpload', file, at }));
    return id;
  };
  const waiting = () => [...timers.values()].flatMap((timer) => (timer.dueAt === null ? [] : [timer.name])).sort();
  return { ...petitions, handIn, waiting };
}

const petitionTimers = ['petition-due-soon', 'petition-overdue'];

describe('a file that is attached', () => {
  it('does not expire any more', async () => {
    const { run, handIn, waiting } = await office();
    const [id, first, second] = [randomUUID(), await handIn(), await handIn()];
    expect(waiting()).toEqual(['upload-expires', 'upload-expires']);
    await run(id, {
      type: 'RegisterPetition',
      content: { ...contentOf(id), attachments: [{ file: first, name: null }] },
    });
    expect(waiting()).toEqual([...petitionTimers, 'upload-expires']);
    const text = new Personal('Încă una.');
    await run(id, { type: 'AddMessage', from: 'citizen', text, attachments: [{ file: second, name: null }] });
    expect(waiting()).toEqual(petitionTimers);
  });

  it('is claimed after the petition in one unit, and only where the petition changes', async () => {
    const { run, handIn, waiting, store } = await office();
    const [id, messageId, first, second] = [randomUUID(), randomUUID(), await handIn(), await handIn()];
    await run(id, { type: 'RegisterPetition', content: contentOf(id) });
    const message = { type: 'AddMessage', from: 'citizen', id: messageId, text: new Personal('Încă una.') } as const;
    await run(id, { ...message, attachments: [{ file: first, name: null }] });
    await run(id, { ...message, attachments: [{ file: second, name: null }] });
    expect((await store.readStream(`petition-${id}`)).map(({ type }) => type)).toEqual([
      'PetitionRegistered',
      'MessageAdded',
    ]);
    const [[{ position: said } = { position: 0 }], [{ position: claimed } = { position: 0 }]] = [
      (await store.readStream(`petition-${id}`)).slice(-1),
      (await store.readStream(`upload-${first}`)).slice(-1),
    ];
    expect(claimed).toBe(said + 1);
    expect(waiting()).toEqual([...petitionTimers, 'upload-expires']);
  });
});
