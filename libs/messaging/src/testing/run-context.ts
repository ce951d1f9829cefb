import { SystemClock } from '@ecou/event-sourcing';
import { ContextProcess } from './context-process.js';
import { courier, ordersContext, shippingContext } from './orders-and-shipping.js';

/** The setup of the process; its argument, as JSON. */
export interface RunOptions {
  readonly url: string;
  readonly context: 'shipping' | 'orders';
  /** The time at which its clock stands; it runs without. */
  readonly time?: string;
  /** `stall`: the call of the courier never starts; `hang`: it never ends. */
  readonly courier?: 'stall' | 'hang';
  readonly brokers?: readonly string[];
}

/** A context in a process of its own. */
const { url, context, time, courier: mode, brokers = [] } = JSON.parse(process.argv[2] ?? '') as RunOptions;

const tell = (what: string, hangs: boolean) => async (id: string) => {
  process.send?.({ [what]: id });
  if (hangs) await new Promise<never>(() => undefined);
};

const service = new ContextProcess(url, context === 'shipping' ? shippingContext : ordersContext, {
  clock: time === undefined ? new SystemClock() : { now: () => time },
  effects:
    context === 'shipping' ? [courier(tell('calling', mode === 'hang'), tell('starting', mode === 'stall'))] : [],
  brokers,
});
process.on('disconnect', () => process.exit());
await service.start();
process.send?.({ started: true });
