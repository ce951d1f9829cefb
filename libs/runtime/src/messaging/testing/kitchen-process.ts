import { SystemClock } from '../../clock.js';
import { TestClock } from '../../testing/clock.js';
import { bell, kitchen, Room } from './kitchen.js';

/**
 * The kitchen in a process of its own. Arguments: database URL, the time at which its clock stands (or `now`), and `hang` where the bell
 * never comes to an end, `stall` where it never comes to a start.
 */
const [url = '', time = 'now', mode = ''] = process.argv.slice(2);

const tell = (what: string, hangs: boolean) => async (id: string) => {
  process.send?.({ [what]: id });
  if (hangs) await new Promise<never>(() => undefined);
};

const clock = time === 'now' ? new SystemClock() : new TestClock(time);
await new Room(url, kitchen, {
  clock,
  effects: [bell(tell('ringing', mode === 'hang'), tell('starting', mode === 'stall'))],
}).start();
process.on('disconnect', () => process.exit());
process.send?.({ started: true });
