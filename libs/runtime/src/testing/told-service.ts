import { Clock } from '@ecou/event-sourcing';
import { startProcess } from '../boot/start-process.js';
import type { ContextDefinition } from '../context/define-context.js';

/** Stands still until a spec moves it. */
class ToldClock extends Clock {
  time = process.env['NOW'] ?? '';

  now(): string {
    return this.time;
  }
}

// The script of `ToldProcess`: serves the context that a file exports.
const { file, name } = JSON.parse(process.env['TOLD'] ?? '') as { file: string; name: string };
const { [name]: context } = (await import(file)) as Record<string, ContextDefinition | undefined>;
if (!context) throw new Error(`${file} exports no ${name}.`);
const clock = new ToldClock();
const { url } = await startProcess({ contexts: [context], env: process.env, clock });
process.on('message', ({ now }: { now: string }) => {
  clock.time = now;
});
process.on('disconnect', () => process.exit());
process.send?.({ url });
