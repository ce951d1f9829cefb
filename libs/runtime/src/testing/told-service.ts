import { Clock } from '@ecou/event-sourcing';
import { runProcess } from '../boot/run-process.js';
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
process.on('message', ({ now }: { now: string }) => {
  clock.time = now;
});
process.on('disconnect', () => process.exit());
await runProcess({
  contexts: [context],
  env: process.env,
  clock,
  started: ({ url }) => {
    process.send?.({ url });
  },
});
