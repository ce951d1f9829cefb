import { testDatabase } from '@ecou/event-sourcing/testing';
import { tortureMails } from '@ecou/tools/torture/mails.ts';
import { expect, it } from '@jest/globals';

const [subscribers, things, kills] = [100, 4, 2];
/** The messages that one process has between the record of a start and that of its outcome. */
const width = 16;

it(
  'messages whose sender is killed while it sends come once each, or are uncertain; nothing is lost or doubled',
  async () => {
    const database = await testDatabase();
    const outcome = await tortureMails({ databaseUrl: database.url, subscribers, things, kills });
    await database.drop();
    expect(outcome.faults).toEqual([]);
    expect(outcome.messages).toBe(subscribers * things);
    expect(outcome.uncertain).toBeLessThanOrEqual(kills * width);
    expect(outcome.seen + outcome.uncertain - outcome.uncertainSeen).toBe(outcome.messages);
  },
  8 * 60_000,
);
