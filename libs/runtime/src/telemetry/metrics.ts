import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventStore, ViewStatus } from '@ecou/event-sourcing';
import type { EngineNumbers } from '@ecou/messaging';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Figures of a context's event store. */
export interface StoreFigures {
  /** True where its house-keeping failed the last time. */
  readonly failed: boolean;
  /** Events that stand in the default partition. */
  readonly unpartitioned: number;
}

/** The sources of a context's gauges, read whenever somebody asks for its metrics. */
export interface ContextFigures {
  numbers(): Promise<EngineNumbers>;
  views(): Promise<readonly ViewStatus[]>;
  /** Last position that was handed out. */
  head(): Promise<number>;
  store(): Promise<StoreFigures>;
}

/** A metric: its name, what it says, and its labels. */
export type MetricDefinition = readonly [name: string, help: string, ...labels: string[]];

/** The value of a gauge. */
export interface Reading {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A context's metrics; each carries the label `context`. */
export class ContextMetrics {
  readonly registry = new Registry();
  private readonly requests: Histogram;
  private readonly appends: Histogram;
  private readonly gauges = new Map<string, Gauge>();
  private readonly ofRooms: (() => Promise<readonly Reading[]>)[] = [];

  constructor(context: string) {
    this.registry.setDefaultLabels({ context });
    const registers = [this.registry];
    this.requests = new Histogram({
      name: 'ecou_http_request_seconds',
      help: 'Time to answer a request, by pattern of the route',
      labelNames: ['method', 'route', 'status'],
      buckets: seconds,
      registers,
    });
    this.appends = new Histogram({
      name: 'ecou_append_seconds',
      help: 'Time to append a unit to the event store',
      labelNames: ['status'],
      buckets: seconds,
      registers,
    });
    this.addGauges(gauges);
  }

  /** A counter of a room. */
  counter([name, help, ...labelNames]: MetricDefinition): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** Adds gauges of a room, which `read` answers whenever somebody asks for metrics. */
  watch(definitions: readonly MetricDefinition[], read: () => Promise<readonly Reading[]>): void {
    this.addGauges(definitions);
    this.ofRooms.push(read);
  }

  answered(method: string, route: string, status: number, duration: number): void {
    this.requests.observe({ method, route, status: String(status) }, duration);
  }

  /** The store, with its appends measured. */
  measured<S extends EventStore>(store: S): S {
    /* eslint-disable no-restricted-properties -- It measures the append, and makes no unit. */
    const append = store.append.bind(store);
    store.append = async (unit) => {
      const started = performance.now();
      let status = 'failed';
      try {
        const result = await append(unit);
        status = result.status;
        return result;
      } finally {
        this.appends.observe({ status }, (performance.now() - started) / 1000);
      }
    };
    /* eslint-enable no-restricted-properties */
    return store;
  }

  /** Reads the gauges anew. While the database is away they keep what was read last, and `ecou_up` is 0. */
  async refresh(figures: ContextFigures): Promise<void> {
    try {
      const [numbers, views, head, store, readings] = await Promise.all([
        figures.numbers(),
        figures.views(),
        figures.head(),
        figures.store(),
        Promise.all(this.ofRooms.map((read) => read())),
      ]);
      for (const gauge of this.gauges.values()) gauge.reset();
      this.gauge('ecou_up').set(1);
      this.setNumbers(numbers);
      this.gauge('ecou_housekeeping_failed').set(numbers.housekeepingFailed || store.failed ? 1 : 0);
      this.gauge('ecou_events_unpartitioned').set(store.unpartitioned);
      for (const { name: view, position, state } of views) {
        this.gauge('ecou_view_lag').set({ view }, Math.max(0, head - position));
        this.gauge('ecou_view_faulted').set({ view }, state === 'faulted' ? 1 : 0);
      }
      for (const { name, labels = {}, value } of readings.flat()) this.gauge(name).set(labels, value);
    } catch {
      this.gauge('ecou_up').set(0);
    }
  }

  private setNumbers({ mapperLag, outboxLag, consumerLag, polling, held, timersOverdue }: EngineNumbers): void {
    this.gauge('ecou_mapper_lag').set(mapperLag);
    if (outboxLag !== null) this.gauge('ecou_outbox_lag').set(outboxLag);
    for (const { consumer, topic, lag } of consumerLag) this.gauge('ecou_consumer_lag').set({ consumer, topic }, lag);
    for (const { consumer, topic, value } of polling) {
      this.gauge('ecou_consumer_polling').set({ consumer, topic }, value);
    }
    for (const { consumer, state, count } of held) this.gauge('ecou_held_messages').set({ consumer, state }, count);
    this.gauge('ecou_timers_overdue').set(timersOverdue);
  }

  private addGauges(definitions: readonly MetricDefinition[]): void {
    const registers = [this.registry];
    for (const [name, help, ...labelNames] of definitions)
      this.gauges.set(name, new Gauge({ name, help, labelNames, registers }));
  }

  private gauge(name: string): Gauge {
    const gauge = this.gauges.get(name);
    if (!gauge) throw new Error(`There is no gauge named ${name}.`);
    return gauge;
  }
}

const gauges: readonly MetricDefinition[] = [
  ['ecou_up', '1 while the context reaches its database'],
  ['ecou_view_lag', 'Positions that a view is behind the head', 'view'],
  ['ecou_view_faulted', '1 for a view that cannot go on', 'view'],
  ['ecou_mapper_lag', 'Positions that the mapper is behind the head'],
  ['ecou_outbox_lag', 'Messages in the outbox that are not published'],
  ['ecou_consumer_lag', 'Messages that a consumer has yet to take', 'consumer', 'topic'],
  [
    'ecou_consumer_polling',
    '1 for a consumer that asks for messages, 0 for one that should and does not',
    'consumer',
    'topic',
  ],
  ['ecou_held_messages', 'Messages that wait, are retried or are parked', 'consumer', 'state'],
  ['ecou_timers_overdue', 'Timers that are due and have not fired'],
  ['ecou_housekeeping_failed', '1 where what is kept too long could not be removed, or partitions not be made'],
  ['ecou_events_unpartitioned', 'Events in the default partition, up to 1,000'],
];

let node: Registry | undefined;

/** Metrics of the Node process itself; collected once, however often it boots contexts. */
export function nodeMetrics(): Registry {
  if (!node) {
    node = new Registry();
    collectDefaultMetrics({ register: node });
  }
  return node;
}

/** Several registries as one text in the format of Prometheus. */
export async function metricsText(registries: readonly Registry[]): Promise<string> {
  const metrics = await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()));
  return AggregatorRegistry.aggregate(metrics).metrics();
}

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';
