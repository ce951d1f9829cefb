import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '../errors.js';
import { Queues } from './queues.js';

describe('a queue', () => {
  it('refuses whoever waits too long, and goes on with those behind', async () => {
    const queues = new Queues(20);
    const first = await queues.enter('a');
    await expect(queues.enter('a')).rejects.toBeInstanceOf(Unavailable);
    const third = queues.enter('a');
    first.leave();
    (await third).leave();
    (await queues.enter('a')).leave();
  });

  it('holds up nobody at another name', async () => {
    const queues = new Queues();
    await queues.enter('a');
    (await queues.enter('b')).leave();
  });
});
