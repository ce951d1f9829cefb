import { SystemClock } from '../../clock.js';
import { TestClock } from '../../testing/clock.js';
import { bell, kitchen, Room, tables } from './kitchen.js';

/** What the process runs; its argument, as JSON. */
export interface RoomProcessOptions {
  readonly url: string;
  readonly context: 'kitchen' | 'tables';
  /** Where its clock stands; it runs without. */
  readonly time?: string;
  /** `stall`: the bell never comes to a start; `hang`: it never comes to an end. */
  readonly bell?: 'stall' | 'hang';
  readonly brokers?: readonly string[];
}

/** A room in a process of its own. */
const { url, context, time, bell: mode, brokers = [] } = JSON.parse(process.argv[2] ?? '') as RoomProcessOptions;

const tell = (what: string, hangs: boolean) => async (id: string) => {
  process.send?.({ [what]: id });
  if (hangs) await new Promise<never>(() => undefined);
};

const room = new Room(url, context === 'kitchen' ? kitchen : tables, {
  clock: time === undefined ? new SystemClock() : new TestClock(time),
  effects: context === 'kitchen' ? [bell(tell('ringing', mode === 'hang'), tell('starting', mode === 'stall'))] : [],
  brokers,
});
process.on('disconnect', () => process.exit());
await room.start();
process.send?.({ started: true });
