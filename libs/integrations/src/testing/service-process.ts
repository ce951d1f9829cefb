import { Clock } from '@ecou/event-sourcing';
import { startProcess } from '@ecou/runtime';
import { integrationsContext } from '../context.js';

/** Stands still until a spec moves it. */
class ToldClock extends Clock {
  time = process.env['NOW'] ?? '';

  now(): string {
    return this.time;
  }
}

/** The service in a process of its own, that a spec can kill, and whose clock it moves. */
const clock = new ToldClock();
const { url } = await startProcess({ contexts: [integrationsContext], env: process.env, clock });
process.on('message', ({ now }: { now: string }) => {
  clock.time = now;
});
process.on('disconnect', () => process.exit());
process.send?.({ url });
