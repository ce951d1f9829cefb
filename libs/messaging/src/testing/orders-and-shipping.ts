import { contract } from '@ecou/contracts';
import {
  assertNever,
  defineEvents,
  personal,
  Rejected,
  type Aggregate,
  type CommandContext,
  type EventOf,
  type EventTypes,
  type RecordedEvent,
} from '@ecou/event-sourcing';
import { z } from 'zod';
import { effect, type Effect } from '../effects/effect.js';
import type { EngineDefinition } from '../engine.js';
import { as, type PublishTable } from '../outbox/publish.js';
import { onContract, onEvent, onTimer, type Policy, type PolicyCommand } from '../policies/policy.js';

/*
 * Two contexts to try messaging with: customers order items; shipping packs what was ordered, dispatches it when its time has come,
 * calls a courier, and writes an invoice.
 */

/** A context, as far as messaging is concerned. */
export interface ExampleContext extends EngineDefinition {
  readonly events: readonly EventTypes[];
}

const orderEvents = defineEvents('order', {
  Ordered: z.object({ item: z.string(), customer: personal(z.string()).optional() }),
});

export const orderedV1 = contract('ecou.orders.ordered.v1', 'An item was ordered.', z.object({ item: z.string() }));
const countedV1 = contract('ecou.orders.counted.v1', 'An item was counted.', z.object({ item: z.string() }));

/** Mistakes in the publish table and in the decider; a spec mends them. */
export const mistakes = { unmappable: true };

const publish: PublishTable<EventOf<typeof orderEvents>> = {
  Ordered: ({ data: { item } }) => {
    if (item === 'unmappable' && mistakes.unmappable) throw new Error('Nobody can say what that is.');
    if (item === 'huge') return as(orderedV1, { item: 'h'.repeat(1_000_000) });
    return item === 'uncounted' ? as(orderedV1, { item }) : [as(orderedV1, { item }), as(countedV1, { item })];
  },
};

export const order = { category: orderEvents.category, events: orderEvents };

export const ordersContext: ExampleContext = {
  name: 'orders',
  events: [orderEvents],
  publish,
  policies: [],
};

const parcelEvents = defineEvents('parcel', {
  Opened: z.object({}),
  Packed: z.object({ item: z.string(), readyAt: z.string().nullable() }),
  Dispatched: z.object({ at: z.string() }),
  Invoiced: z.object({}),
  CallStarted: z.object({}),
  Called: z.object({}),
  CallUncertain: z.object({}),
});

type ParcelEvent = EventOf<typeof parcelEvents>;
export type ParcelCommandBody =
  | { type: 'Open' }
  | { type: 'Pack'; item: string; at: string }
  | { type: 'Dispatch'; at: string }
  | { type: 'Invoice' }
  | { type: 'StartCall' }
  | { type: 'EndCall' }
  | { type: 'DoubtCall' };

export interface Parcel {
  readonly open: boolean;
  readonly items: readonly string[];
  readonly calling: boolean;
}

const month = 30 * 24 * 3600 * 1000;

function pack({ item, at }: Extract<ParcelCommandBody, { type: 'Pack' }>, { open }: Parcel): ParcelEvent[] {
  if (item === 'fireworks') throw new Rejected('NOT_SENT', 'This is not sent by post.');
  if (item === 'reserved' && !open) throw new Rejected('NOT_OPEN', 'The warehouse is not open yet.');
  if (item === 'broken' && mistakes.unmappable) throw new Error('The packer dropped "a secret name".');
  const readyAt = item === 'preorder' ? new Date(Date.parse(at) + month).toISOString() : null;
  return [{ type: 'Packed', data: { item, readyAt } }];
}

/** A repeat of a command is not noticed here, so that each double shows. */
function decide(command: ParcelCommandBody, parcel: Parcel): ParcelEvent[] {
  switch (command.type) {
    case 'Open':
      return [{ type: 'Opened', data: {} }];
    case 'Pack':
      return pack(command, parcel);
    case 'Dispatch':
      return [{ type: 'Dispatched', data: { at: command.at } }];
    case 'Invoice':
      return [{ type: 'Invoiced', data: {} }];
    case 'StartCall':
      return [{ type: 'CallStarted', data: {} }];
    case 'EndCall':
      return [{ type: 'Called', data: {} }];
    case 'DoubtCall':
      return [{ type: 'CallUncertain', data: {} }];
    default:
      return assertNever(command);
  }
}

function evolve(parcel: Parcel, event: ParcelEvent): Parcel {
  switch (event.type) {
    case 'Opened':
      return { ...parcel, open: true };
    case 'Packed':
      return { ...parcel, items: [...parcel.items, event.data.item] };
    case 'CallStarted':
      return { ...parcel, calling: true };
    case 'Called':
    case 'CallUncertain':
      return { ...parcel, calling: false };
    case 'Dispatched':
    case 'Invoiced':
      return parcel;
    default:
      return assertNever(event);
  }
}

export const parcel: Aggregate<ParcelCommandBody, Parcel, ParcelEvent> = {
  category: 'parcel',
  events: parcelEvents,
  decider: { initial: { open: false, items: [], calling: false }, decide, evolve },
  sideRows: (id, events) => ({
    timers: events.flatMap((event) =>
      event.type === 'Packed' && event.data.readyAt !== null
        ? [{ id, name: 'ready', dueAt: event.data.readyAt, subject: id }]
        : [],
    ),
  }),
};

export const parcelStream = (id: string): string => `parcel-${id}`;
export const orderStream = (id: string): string => `order-${id}`;

/** Makes the command of a policy, as the command bus of a spec takes it. */
type MakeCommand = (id: string, command: ParcelCommandBody, context: CommandContext) => PolicyCommand;

export const shippingPolicies = (make: MakeCommand): readonly Policy[] => [
  onContract(orderedV1, {
    name: 'pack-what-was-ordered',
    notYet: ['NOT_OPEN'],
    then: ({ subject, data: { item } }, context) => make(subject, { type: 'Pack', item, at: context.now }, context),
  }),
  onTimer('ready', {
    name: 'dispatch-when-ready',
    then: ({ subject }, context) => make(subject, { type: 'Dispatch', at: context.now }, context),
  }),
  onEvent(['Dispatched'], {
    name: 'invoice-what-was-dispatched',
    then: ({ stream }: RecordedEvent, context) => make(stream.slice('parcel-'.length), { type: 'Invoice' }, context),
  }),
];

export const shippingContext: ExampleContext = {
  name: 'shipping',
  events: [parcelEvents],
  publish: {},
  policies: shippingPolicies((id, command, context) => ({ id, command, context })),
};

/** Calls a courier once a parcel was dispatched; `call` is the world, `begin` comes before the start. */
export const courier = (call: (id: string) => Promise<void>, begin = (_: string) => Promise.resolve()): Effect =>
  effect<ParcelCommandBody, Parcel>({
    name: 'courier',
    aggregate: parcel as never,
    on: ['Dispatched'],
    start: async (_, { stream }) => {
      await begin(stream.slice('parcel-'.length));
      return { type: 'StartCall' };
    },
    started: ({ calling }) => calling,
    call: async (_, id) => {
      await call(id);
      return { type: 'EndCall' };
    },
    uncertain: () => ({ type: 'DoubtCall' }),
  });
