import { SystemClock } from '../../clock.js';
import { TestClock } from '../../testing/clock.js';
import { bell, kitchen, Room } from './kitchen.js';

/**
 * The kitchen in a process of its own. Arguments: database URL, the time at which its clock stands (or `now`), and `hang` where the bell
 * never comes to an end.
 */
const [url = '', time = 'now', mode = ''] = process.argv.slice(2);

const ring = async (id: string): Promise<void> => {
  process.send?.({ ringing: id });
  if (mode === 'hang') await new Promise<never>(() => undefined);
};

const clock = time === 'now' ? new SystemClock() : new TestClock(time);
await new Room(url, kitchen, { clock, effects: [bell(ring)] }).start();
process.on('disconnect', () => process.exit());
process.send?.({ started: true });
