import { Clock } from '@ecou/event-sourcing';
import { startProcess } from '@ecou/runtime';
import { notificationsContext } from '../context.js';

/** Runs ahead of the time of day by `TEST_AHEAD_MS`. */
class Ahead extends Clock {
  now(): string {
    return new Date(Date.now() + Number(process.env['TEST_AHEAD_MS'] ?? 0)).toISOString();
  }
}

/** The service in a process of its own, that a spec can kill; configured by its environment. */
const { url } = await startProcess({ contexts: [notificationsContext], env: process.env, clock: new Ahead() });
process.on('disconnect', () => process.exit());
process.send?.({ url });
