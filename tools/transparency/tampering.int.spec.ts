import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { drawsOf, keepTables, putBack, tamper, tamperings, type Tampering } from './tampering.ts';
import { Town, type Auditor } from './town.ts';

const changes = 200;
/** In this order, and in draws of their own: a change that was not found can be repeated. */
const all = Array.from({ length: changes }, (_, at) => ({
  seed: at,
  tampering: tamperings[at % tamperings.length] as Tampering,
}));

let town: Town;
let auditor: Auditor;

beforeAll(async () => {
  town = await Town.start();
  for (let n = 0; n < 4; n += 1) await town.petition(`Lampa ${n} este stinsă.`);
  await town.signed(4);
  for (let n = 0; n < 3; n += 1) await town.petition(`Groapa ${n} este adâncă.`);
  for (let n = 0; n < 11; n += 1) await town.ballot();
  await town.consultation();
  await town.closeBallots();
  await town.signed(4 + 3 + 11 + 4);
  await town.test.settle();
  expect(await town.audit('kept')).toMatchObject({ code: 0 });
  auditor = town.auditor('kept');
  await keepTables(town);
});
afterAll(() => {
  auditor.stop();
  return town.stop();
});

describe('somebody who may do everything in the database', () => {
  it.each([0, 1, 2, 3, 4])('is found out each time by a verifier in another process (part %i of 5)', async (part) => {
    const found: unknown[] = [];
    const mine = all.filter(({ seed }) => seed % 5 === part);
    for (const { seed, tampering } of mine) {
      await tamper(town, tampering, drawsOf(seed));
      if (tampering.signs) await town.post('/integrations/v1/transparency/checkpoints');
      const lines = await auditor.audit();
      found.push([seed, tampering.name, lines.some(({ ok }) => ok === false) ? 'found' : lines]);
      await putBack(town);
    }
    expect(found).toEqual(mine.map(({ seed, tampering }) => [seed, tampering.name, 'found']));
    expect(mine).toHaveLength(changes / 5);
  });

  it('is told nothing bad of a log that was put back', async () => {
    expect(await town.audit('kept')).toMatchObject({ code: 0 });
  });
});
